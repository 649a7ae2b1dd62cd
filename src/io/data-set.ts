import { randomBytes } from 'node:crypto'
import { lstat, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { stringify } from 'yaml'
import { InputError } from '#domain/failure.js'

/** Where a data set lies: a file, and its sidecar beside it. */
export function sidecarOf(path: string): string {
  return `${path}.meta.yaml`
}

/** Refuses a path at which a file stands that may not be replaced. Throws `InputError` `out-exists`. */
export async function checkPlace(path: string, inputs: readonly string[], force: boolean): Promise<void> {
  const own = await lstat(path).catch(() => null)
  if (own === null) return
  const isInput = await Promise.all(
    inputs.map(async (input) => (await lstat(input).catch(() => null))?.ino === own.ino),
  )
  if (isInput.includes(true)) {
    throw new InputError('out-is-input', 'found a file that is read at the place to write to; expected another place', {
      where: path,
      hint: 'Name another one with --out: what is read is never written.',
    })
  }
  if (own.isFile() && force) return
  throw new InputError(
    'out-exists',
    `found ${own.isFile() ? 'a file' : 'something else than a file'} at the place to write to`,
    {
      where: path,
      hint: own.isFile()
        ? 'Name another place with --out, or replace it with --force.'
        : 'Name another place with --out.',
    },
  )
}

/** Lets `work` write into a folder that is on the disk of `path`, and takes the folder away in the end. */
export async function inWorkFolder<T>(path: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = join(dirname(path), `.import-${randomBytes(6).toString('hex')}`)
  try {
    // Node's recursive one never returns where a folder is there and takes no other, as /proc.
    if (!(await isThere(dirname(path)))) await mkdir(dirname(path), { recursive: true })
    await mkdir(folder)
  } catch (error) {
    throw notWritable(path, error)
  }
  try {
    return await work(folder)
  } catch (error) {
    throw notWritable(path, error)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function isThere(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => null)) !== null
}

/** Puts a finished file and its sidecar in their place. */
export async function place(from: string, path: string, meta: Readonly<Record<string, unknown>>): Promise<void> {
  await writeFile(sidecarOf(from), stringify(meta))
  await rename(from, path)
  await rename(sidecarOf(from), sidecarOf(path))
}

const writeCodes = ['EACCES', 'EROFS', 'ENOENT', 'ENOSPC', 'ENOTDIR', 'EPERM', 'EDQUOT']

function notWritable(path: string, cause: unknown): unknown {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  if (cause instanceof InputError || !writeCodes.includes(code)) return cause
  return new InputError('out-not-writable', `nothing can be written there (${code})`, {
    where: path,
    hint: code === 'ENOSPC' ? 'Make room on the disk.' : 'Choose another place with --out.',
    cause,
  })
}
