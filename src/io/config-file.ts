import { statSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { basename, dirname, extname, isAbsolute, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { tierStatesOf } from '#config/instrument-file.js'
import { overridePath, withOverride } from '#config/overrides.js'
import { resolveConfig } from '#config/resolve.js'
import type { ResolvedConfig } from '#config/resolved.js'
import { parseText } from '#config/text.js'
import { InputError, nearest } from '#domain/failure.js'
import type { TierState } from '#domain/instrument.js'

/** Where bundled instruments and data lie: the package, from `src/io` as from `dist/io`. */
const ownPackage = resolve(dirname(fileURLToPath(import.meta.url)), '../..')

const configHint = 'Give the path of a run config, a YAML or JSON file.'

type Locate = (path: string, where: string) => string

/** A config as read, and the file that its instrument was read from. */
interface RawConfig {
  readonly values: unknown
  readonly instrumentFile: string | null
}

/**
 * Reads a run config, YAML or JSON, and applies `--set path=value` overrides in order.
 * Paths in it are relative to it; what is not there is looked for in the package. Throws `InputError`.
 */
export async function readConfig(
  path: string,
  sets: readonly string[],
  packageRoot: string = ownPackage,
): Promise<ResolvedConfig> {
  return configFrom(await readConfigSource(path, sets, packageRoot))
}

/** A config as it was read, overrides applied and its instrument inline: plain data, to be resolved as often as needed. */
export interface ConfigSource {
  readonly values: unknown
  readonly instrumentFile: string | null
  readonly defaultName: string
  /** Where its paths begin. */
  readonly folder: string
  readonly packageRoot: string
}

/** Resolves a source, or other values that are read as if they stood in its place. Throws `InputError`. */
export function configFrom(source: ConfigSource, values: unknown = source.values): ResolvedConfig {
  const { defaultName, instrumentFile, folder, packageRoot } = source
  return resolveConfig(values, { defaultName, instrumentFile, locate: locatorFrom(folder, packageRoot) })
}

/** Reads a run config and applies overrides, as `readConfig`, and leaves it to be resolved. Throws `InputError`. */
export async function readConfigSource(
  path: string,
  sets: readonly string[],
  packageRoot: string = ownPackage,
): Promise<ConfigSource> {
  const values = parseText(await readText(path, configHint), path)
  const place = { defaultName: basename(path, extname(path)), folder: dirname(resolve(path)), packageRoot }
  return sourceFrom(values, sets, place)
}

/** The same for a config that is given as data; its paths begin in the current folder. Throws `InputError`. */
export async function sourceOfValues(values: unknown, sets: readonly string[]): Promise<ConfigSource> {
  return sourceFrom(values, sets, { defaultName: 'run', folder: resolve('.'), packageRoot: ownPackage })
}

async function sourceFrom(
  given: unknown,
  sets: readonly string[],
  place: Omit<ConfigSource, 'values' | 'instrumentFile'>,
): Promise<ConfigSource> {
  const { folder, packageRoot } = place
  const locate = locatorFrom(folder, packageRoot)
  const inlined = (raw: RawConfig): Promise<RawConfig> => withInstrument(raw, locate, packageRoot)
  let raw: RawConfig = { values: given, instrumentFile: null }
  for (const set of sets) {
    const [first, ...inner] = overridePath(set)
    const ofInstrument = first === 'instrument'
    // A key inside an instrument that is given by name can be set only once its values are there.
    if (ofInstrument && inner.length > 0) raw = await inlined(raw)
    // What was set is told of by its config path, no longer by the instrument's file.
    raw = { values: withOverride(raw.values, set), instrumentFile: ofInstrument ? null : raw.instrumentFile }
  }
  const { values, instrumentFile } = await inlined(raw)
  return { values, instrumentFile, ...place }
}

/** The margin tables of a bundled instrument, by its name, or of an instrument file. Throws `InputError`. */
export async function readTiers(instrument: string, where: string): Promise<readonly TierState[]> {
  const file = isPath(instrument) ? instrument : await bundledInstrument(instrument, ownPackage, where)
  const text = await readText(
    file,
    'Give the path of an instrument, a YAML or JSON file, or the name of a bundled one.',
  )
  return tierStatesOf(parseText(text, file), file)
}

async function readText(path: string, hint: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    switch ((cause as NodeJS.ErrnoException).code) {
      case 'ENOENT':
      case 'ENOTDIR':
        throw new InputError('config-not-found', 'there is no such file', { where: path, hint, cause })
      case 'EISDIR':
        throw new InputError('config-is-folder', 'found a folder, expected a file', { where: path, hint, cause })
      default:
        throw new InputError('config-unreadable', `the file cannot be read: ${String(cause)}`, {
          where: path,
          hint,
          cause,
        })
    }
  }
}

/** Finds a file beside the config, or else in the package. */
function locatorFrom(folder: string, packageRoot: string): Locate {
  return (path, where) => {
    const beside = resolve(folder, path)
    const bundled = resolve(packageRoot, path)
    const inPackage = !isAbsolute(path) && !relative(packageRoot, bundled).startsWith('..')
    for (const file of inPackage ? [beside, bundled] : [beside]) if (kindOf(file) === 'file') return file
    const found = kindOf(beside) === 'folder' ? 'found a folder, expected a file' : 'there is no such file'
    throw new InputError('file-not-found', `${found}: ${path}`, {
      where,
      hint: `Paths are relative to the config file: looked for ${beside}${inPackage ? ', then in the package' : ''}.`,
    })
  }
}

function kindOf(path: string): 'file' | 'folder' | null {
  const facts = statSync(path, { throwIfNoEntry: false })
  if (facts === undefined) return null
  return facts.isDirectory() ? 'folder' : 'file'
}

/** Puts the values of an instrument that is given by name or path in its place. */
async function withInstrument(raw: RawConfig, locate: Locate, packageRoot: string): Promise<RawConfig> {
  const { values } = raw
  if (typeof values !== 'object' || values === null || !('instrument' in values)) return raw
  const { instrument } = values
  if (typeof instrument !== 'string') return raw
  const file = isPath(instrument)
    ? locate(instrument, 'instrument')
    : await bundledInstrument(instrument, packageRoot, 'instrument')
  const inline = parseText(await readFile(file, 'utf8'), file)
  return { values: { ...values, instrument: inline }, instrumentFile: file }
}

/** Whether an instrument is given by the path of its file, not by name. */
function isPath(instrument: string): boolean {
  return /[/\\]|\.(ya?ml|json)$/i.test(instrument)
}

async function bundledInstrument(name: string, packageRoot: string, where: string): Promise<string> {
  const folder = join(packageRoot, 'data', 'instruments')
  const files = kindOf(folder) === 'folder' ? await readdir(folder) : []
  const known = files.filter((file) => file.endsWith('.yaml')).map((file) => basename(file, '.yaml'))
  if (known.includes(name)) return join(folder, `${name}.yaml`)
  const near = nearest(name, known)
  throw new InputError('instrument-unknown', `found '${name}', expected one of: ${known.toSorted().join(', ')}`, {
    where,
    hint: `${near === null ? '' : `Did you mean '${near}'? `}Or give the path of a YAML file, or the instrument itself.`,
  })
}
