import { stringify } from 'yaml'
import type { DataFact } from '#domain/candles.js'
import { InvariantError } from '#domain/failure.js'
import { configDocument } from './document.js'
import type { ResolvedConfig } from './resolved.js'

/** The config as YAML with every default written out, paths relative to the folder it will lie in, with `/`. */
export function configYaml(config: ResolvedConfig, relativeTo: string): string {
  return stringify(
    configDocument(config, (path) => relativePath(relativeTo, path)),
    { lineWidth: 120, aliasDuplicateObjects: false },
  )
}

/**
 * The config as canonical JSON, to be hashed: keys in order, the name left out, each path replaced by the SHA-256 of
 * what it holds (keyed by the path as in the config). Two configs with one fingerprint ask for the same run.
 */
export function configFingerprint(config: ResolvedConfig, contentHashes: Readonly<Record<string, string>>): string {
  const { name: _, ...rest } = configDocument(config, (path) => {
    const hash = contentHashes[path]
    if (hash === undefined) throw new InvariantError(`No content hash was given for ${path}.`)
    return hash
  })
  return JSON.stringify(inKeyOrder(rest))
}

/**
 * Content hash of every file that a config names, by its path. Facts come in the order: candles, mark, fine, funding, feeds.
 */
export function contentHashes(
  { data, strategy }: ResolvedConfig,
  facts: readonly Pick<DataFact, 'sha256'>[],
  strategySha256: string,
): Readonly<Record<string, string>> {
  const { candles, mark, fine, funding, feeds } = data
  const series = [candles, mark, fine].filter((path) => path !== null)
  const fundingFiles = funding.kind === 'series' ? funding.files : []
  const paths = [...series, ...fundingFiles, ...Object.values(feeds).map(({ file }) => file)]
  const hashes = Object.fromEntries(paths.map((path, at) => [path, facts[at].sha256]))
  return strategy.use === null ? hashes : { ...hashes, [strategy.use]: strategySha256 }
}

function inKeyOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inKeyOrder)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, inner]) => [key, inKeyOrder(inner)]))
}

/** From one absolute folder to an absolute file; the file's own path where they share no root (another drive). */
function relativePath(folder: string, file: string): string {
  const from = parts(folder)
  const to = parts(file)
  if (from[0] !== to[0]) return to.join('/')
  let shared = 0
  while (shared < from.length && shared < to.length - 1 && from[shared] === to[shared]) shared++
  const up = from.slice(shared).map(() => '..')
  const down = to.slice(shared)
  return (up.length === 0 ? ['.', ...down] : [...up, ...down]).join('/')
}

/** The first part is the root: empty, or a drive. */
function parts(path: string): readonly string[] {
  const [root = '', ...names] = path.replaceAll('\\', '/').split('/')
  return [root, ...names.filter((name) => name !== '' && name !== '.')]
}
