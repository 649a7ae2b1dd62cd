import { readdir, readFile, rm, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type ConfigSource, configFrom } from '#io/config-file.js'
import { sha256 } from '#io/hash.js'
import { packageVersion } from '#io/package.js'
import { loadStrategy } from '#io/strategy-bundle.js'

/** What a sweep's folder says from its beginning on, so that the same command finds it again. */
export const REQUEST_FILE = 'request.json'

export interface SweepIdentity {
  /** For a person: what this folder is of. */
  readonly command: string
  /** Of what the sweep is made of: its command, its config, its strategy, this version. */
  readonly hash: string
}

/** `command` makes the sweep, and says nothing of where it goes. Throws `InputError`. */
export async function identityOf(command: string, source: ConfigSource): Promise<SweepIdentity> {
  const { use } = configFrom(source).strategy
  const strategy = use === null ? '' : (await loadStrategy(use)).sha256
  return {
    command,
    hash: sha256([command, JSON.stringify(source.values), strategy, await packageVersion()].join('\n')),
  }
}

export function identityText(identity: SweepIdentity): string {
  return `${JSON.stringify({ schema: 'hedgerow/sweep-request@1', ...identity }, null, 2)}\n`
}

/**
 * Where a sweep goes that is told no folder: the one that the same command began, finished or not; otherwise `<name>`, or
 * `<name>-2` and so on, the first that is free.
 */
export async function ownFolder(reports: string, name: string, { hash }: SweepIdentity): Promise<string> {
  for (let number = 1; ; number++) {
    const folder = join(reports, number === 1 ? name : `${name}-${number}`)
    // In their order: the first that fits.
    // oxlint-disable-next-line no-await-in-loop
    if ((await isFree(folder)) || (await hashIn(folder)) === hash) return folder
  }
}

async function isFree(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length === 0
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT'
  }
}

async function hashIn(folder: string): Promise<unknown> {
  try {
    return (JSON.parse(await readFile(join(folder, REQUEST_FILE), 'utf8')) as { readonly hash?: unknown }).hash
  } catch {
    return null
  }
}

/** Removes what an earlier sweep left in this folder and this one does not write anew. */
export async function clearEarlier(folder: string, { report }: { readonly report: boolean }): Promise<void> {
  if (!report) await rm(join(folder, 'sweep.html'), { force: true })
  const tops = join(folder, 'top')
  const names = await readdir(tops).catch((): readonly string[] => [])
  const own = names.filter((name) => /^[1-9]\d*$/.test(name))
  for (const name of own) await rm(join(tops, name), { recursive: true })
  // What somebody else put there stays.
  if (own.length > 0 && own.length === names.length) await rmdir(tops)
}
