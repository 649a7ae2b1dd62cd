import { randomBytes } from 'node:crypto'
import { lstat, mkdir, mkdtemp, readFile, rename, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build, type BuildFailure, type BuildOptions, type Loader, type Message, type Plugin } from 'esbuild'
import { InputError } from '#domain/failure.js'
import { sha256 } from './hash.js'

/** A user's strategy file, bundled with what it imports and loaded. */
export interface LoadedStrategy {
  /** The default export: an object with a `name`, `legs` and an `onCandle`. No more is checked here. */
  readonly strategy: unknown
  /** The bundle as a module that imports `hedgerow` and nothing else from outside; `strategy.mjs` of a run. */
  readonly code: string
  /** Of `code`. It knows neither the file's name nor its folder, and is the same when `code` is itself loaded. */
  readonly sha256: string
  /** Absolute path. */
  readonly file: string
}

const packageRoot = fileURLToPath(new URL('../../', import.meta.url))

const loaders: Readonly<Record<string, Loader>> = {
  '.ts': 'ts',
  '.mts': 'ts',
  '.cts': 'ts',
  '.js': 'js',
  '.mjs': 'js',
  '.cjs': 'js',
}

/**
 * Loads a strategy in TypeScript or JavaScript from any path. Types are not checked, and no `tsconfig.json` is read:
 * the same files give the same bundle anywhere. `hostUrl` is the module that its `hedgerow` becomes, by default this
 * package's own door. Turns source maps on for the process, so that stacks point into the user's file.
 *
 * Throws `InputError`: `strategy-not-found`, `strategy-does-not-compile`, `strategy-does-not-load`,
 * `strategy-no-default-export`, `strategy-invalid`.
 */
export async function loadStrategy(path: string, options: { readonly hostUrl?: string } = {}): Promise<LoadedStrategy> {
  const file = resolve(path)
  const hostUrl = options.hostUrl ?? pathToFileURL(join(packageRoot, 'dist', 'index.js')).href
  const contents = await readStrategy(file)
  const bundle = await bundled(file, contents)
  const [saved, executed] = await Promise.all([linked(file, bundle, 'hedgerow'), linked(file, bundle, hostUrl)])
  const module = await execute(file, withSourceMap(file, executed), hostUrl)
  return { strategy: checkedStrategy(file, module), code: saved.code, sha256: sha256(saved.code), file }
}

async function readStrategy(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const reason = { ENOENT: 'does not exist', EISDIR: 'is a folder' }[(error as NodeJS.ErrnoException).code ?? '']
    throw new InputError('strategy-not-found', `The strategy file ${reason ?? 'cannot be read'}`, {
      where: place(file),
      hint: 'Give the path of a .ts or .js file that exports a strategy.',
      cause: error,
    })
  }
}

/** The entry goes by this name, so that neither the file's own name nor its folder is in the bundle. */
const entryName = 'strategy'

function bundling(file: string, contents: string, loader: Loader, host: string) {
  return {
    stdin: { contents, loader, resolveDir: dirname(file), sourcefile: entryName },
    absWorkingDir: dirname(file),
    outfile: join(dirname(file), `${entryName}.mjs`),
    write: false,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    charset: 'utf8',
    legalComments: 'none',
    sourcesContent: false,
    tsconfigRaw: {},
    logLevel: 'silent',
    plugins: [hostAs(host)],
  } as const satisfies BuildOptions
}

function hostAs(path: string): Plugin {
  return {
    name: 'host',
    setup: (build) => build.onResolve({ filter: /^hedgerow$/ }, () => ({ path, external: true })),
  }
}

/** One module of all that the strategy imports, with its source map inline. */
async function bundled(file: string, contents: string): Promise<string> {
  const loader = loaders[extname(file)]
  if (loader === undefined) {
    throw new InputError('strategy-does-not-compile', 'The strategy is neither TypeScript nor JavaScript', {
      where: place(file),
      hint: `Its name should end in ${Object.keys(loaders).join(', ')}.`,
    })
  }
  try {
    const { outputFiles } = await build({ ...bundling(file, contents, loader, 'hedgerow'), sourcemap: 'inline' })
    return outputFiles[0].text
  } catch (error) {
    throw doesNotCompile(file, error as BuildFailure)
  }
}

interface Linked {
  readonly code: string
  readonly map: string
}

/**
 * The bundle with its `hedgerow` at `host`. This second pass drops the comments in which the first names the modules by
 * their paths, and orders imports as a third would: so the bundle of a saved bundle is the same text.
 */
async function linked(file: string, bundle: string, host: string): Promise<Linked> {
  const { outputFiles } = await build({ ...bundling(file, bundle, 'js', host), sourcemap: 'external' })
  const [map, code] = outputFiles
  return { code: code.text, map: map.text }
}

/** What is executed: stacks name the user's files by absolute URLs, wherever the module itself lies. */
function withSourceMap(file: string, { code, map }: Linked): string {
  const content = JSON.parse(map) as { readonly sources: readonly string[] }
  const sources = content.sources.map((source) => pathToFileURL(sourcePath(file, source)).href)
  const encoded = Buffer.from(JSON.stringify({ ...content, sources })).toString('base64')
  return `${code}//# sourceMappingURL=data:application/json;base64,${encoded}\n`
}

function sourcePath(file: string, source: string): string {
  return source === entryName ? file : resolve(dirname(file), source)
}

/** Frames that still point there have no line of the user's: they are what esbuild added. */
const executedName = /[0-9a-f]{64}\.mjs$/

async function execute(file: string, text: string, hostUrl: string): Promise<Readonly<Record<string, unknown>>> {
  const folder = await cacheFolder()
  const module = join(folder, `${sha256(text)}.mjs`)
  const temporary = join(folder, randomBytes(8).toString('hex'))
  await writeFile(temporary, text)
  await rename(temporary, module)
  process.setSourceMapsEnabled(true)
  try {
    return (await import(pathToFileURL(module).href)) as Record<string, unknown>
  } catch (error) {
    const message = error instanceof Error ? error.message.replaceAll(hostUrl, 'hedgerow') : String(error)
    throw new InputError('strategy-does-not-load', `The strategy does not load: ${message}`, {
      where: place(userPosition(error) ?? file),
      hint: 'What stands outside of its functions runs as soon as the file is loaded.',
      cause: error,
    })
  }
}

/** A folder of this user alone: what lies in it is executed, so one that others could write to is not used. */
async function cacheFolder(): Promise<string> {
  const uid = process.getuid?.()
  const shared = join(tmpdir(), `hedgerow-${uid ?? 'user'}`)
  await mkdir(shared, { mode: 0o700 }).catch(() => null)
  const found = await lstat(shared).catch(() => null)
  const mine = found?.isDirectory() && (uid === undefined || (found.uid === uid && (found.mode & 0o077) === 0))
  const folder = join(mine ? shared : await mkdtemp(join(tmpdir(), 'hedgerow-')), 'strategies')
  await mkdir(folder, { recursive: true })
  return folder
}

function checkedStrategy(file: string, module: Readonly<Record<string, unknown>>): unknown {
  const hint = 'Write `export default defineStrategy({ name, legs, onCandle })`.'
  if (!('default' in module)) {
    const names = Object.keys(module)
    const found = names.length === 0 ? 'It exports nothing.' : `It exports ${names.join(', ')}.`
    throw new InputError('strategy-no-default-export', `The file has no default export. ${found}`, {
      where: place(file),
      hint,
    })
  }
  const strategy = module['default']
  const fields = typeof strategy === 'object' && strategy !== null ? (strategy as Record<string, unknown>) : {}
  const missing = [
    ...(typeof fields['name'] === 'string' ? [] : ['a name']),
    ...(typeof fields['legs'] === 'object' && fields['legs'] !== null ? [] : ['legs']),
    ...(typeof fields['onCandle'] === 'function' ? [] : ['onCandle']),
  ]
  if (missing.length === 0) return strategy
  throw new InputError('strategy-invalid', `The default export is not a strategy: it lacks ${missing.join(', ')}`, {
    where: place(file),
    hint,
  })
}

function doesNotCompile(file: string, failure: BuildFailure): unknown {
  const [first, ...others] = failure.errors ?? []
  if (!first) return failure
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`
  return new InputError('strategy-does-not-compile', `${first.text}${more}`, {
    where: place(position(file, first)),
    hint: compileHint(first),
    cause: failure,
  })
}

function position(file: string, { location }: Message): string {
  return location ? `${sourcePath(file, location.file)}:${location.line}:${location.column + 1}` : file
}

function compileHint({ text, location }: Message): string {
  const [, unresolved] = /^Could not resolve "(.+)"/.exec(text) ?? []
  if (unresolved === undefined) return `Correct the line: ${location?.lineText.trim() ?? text}`
  return /^[./]/.test(unresolved)
    ? 'There is no such file: check the path, which is relative to the file that imports it.'
    : `Install the package beside the strategy: npm install ${unresolved}`
}

/**
 * Where the user's own code threw: the first frame of the stack that is neither Node's, nor a package's, nor
 * hedgerow's own, as `file.ts:line:column` with the file's base name; null where there is none. Causes are looked at first.
 */
export function userFrame(error: unknown): string | null {
  const found = userPosition(error)
  return found === null ? null : basename(found)
}

function userPosition(error: unknown): string | null {
  if (!(error instanceof Error)) return null
  const deeper = userPosition(error.cause)
  if (deeper !== null) return deeper
  for (const line of (error.stack ?? '').split('\n')) {
    const [, path, at] = /^ +at (?:.*\()?((?:file:\/\/\/|\/|[A-Za-z]:[\\/]).*?)(:\d+:\d+)\)?$/.exec(line) ?? []
    if (path === undefined) continue
    const file = path.startsWith('file:') ? fileURLToPath(path) : path
    if (isUserFile(file)) return `${file}${at}`
  }
  return null
}

/** The shipped strategies lie in the package and are read, and thrown from, like a user's own. */
function isUserFile(file: string): boolean {
  if (executedName.test(file)) return false
  const inside = file.startsWith(packageRoot) ? file.slice(packageRoot.length) : null
  if (inside !== null) return !/^(?:src|dist|node_modules)[\\/]/.test(inside)
  return !file.includes(`${sep}node_modules${sep}`)
}

/** Short where it is below the folder that the command was given in. */
function place(path: string): string {
  const short = relative(process.cwd(), path)
  return short === '' || short.startsWith('..') ? path : short
}
