import { randomBytes } from 'node:crypto'
import { lstat, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { InputError } from '#domain/failure.js'

/** One file's content: text, or pieces of text or UTF-8 bytes that are made while they are written. */
export type FileContent = string | Iterable<string | Uint8Array>

/** Where a run's folder goes: `out` itself, which replaces an earlier run there, or `<reportsFolder>/<name>`, then `<name>-2` … */
export type RunPlace =
  | { readonly out: string }
  | {
      readonly reportsFolder: string
      readonly name: string
      /** Replace the earlier run of that name instead of taking the next number. Default false. */
      readonly force?: boolean
    }

export interface RunFolder {
  readonly place: RunPlace
  /** Content by file name. */
  readonly files: Readonly<Record<string, FileContent>>
  readonly signal?: AbortSignal
}

/**
 * Writes a run's folder whole or not at all, and returns its absolute path. The files go to a temporary folder beside it,
 * which is renamed when they are complete; renaming is also what keeps two processes apart that want the same name.
 * Throws `InputError` where nothing can be written or something else stands there, the signal's reason when aborted,
 * and whatever the making of a content throws; in each case the temporary folder is gone and what stood there stands.
 */
export async function writeRunFolder({ place, files, signal }: RunFolder): Promise<string> {
  await checkRunPlace(place)
  const target = targetOf(place)
  const temporary = besides(target)
  signal?.throwIfAborted()
  await onDisk(target, () => mkdir(dirname(target), { recursive: true }))
  await onDisk(target, () => mkdir(temporary))
  try {
    for (const [name, content] of Object.entries(files)) {
      await onDisk(target, () => writeFile(join(temporary, name), content, signal ? { signal } : {}))
    }
    signal?.throwIfAborted()
    return await onDisk(target, () => (replaces(place) ? replace(temporary, target) : takeFreeName(temporary, target)))
  } catch (error) {
    await rm(temporary, { recursive: true, force: true })
    throw signal?.aborted ? signal.reason : error
  }
}

/** Refuses, before a long run rather than after it, a name or a folder that `writeRunFolder` would refuse. */
export async function checkRunPlace(place: RunPlace): Promise<void> {
  if ('name' in place && !/^[^./\\:\0][^/\\:\0]*$/.test(place.name)) {
    throw new InputError('bad-run-name', `'${place.name}' cannot be the name of a folder`, {
      where: 'name',
      hint: 'Choose a name without / \\ : that does not begin with a dot, such as core-hedge.',
    })
  }
  if (replaces(place)) await refuseUnlessRun(targetOf(place))
}

function targetOf(place: RunPlace): string {
  return 'out' in place ? resolve(place.out) : resolve(place.reportsFolder, place.name)
}

function replaces(place: RunPlace): boolean {
  return 'out' in place || place.force === true
}

/** A path in the same folder, and so on the same disk, that nobody else takes. */
function besides(target: string): string {
  return join(dirname(target), `.tmp-${basename(target)}-${randomBytes(6).toString('hex')}`)
}

/** A rename onto a folder that has files fails, so of two processes one gets the name and the other the next number. */
async function takeFreeName(temporary: string, target: string): Promise<string> {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? target : `${target}-${number}`
    if (await exists(candidate)) continue
    try {
      await rename(temporary, candidate)
      return candidate
    } catch (error) {
      if (!(await exists(candidate))) throw error
    }
  }
}

async function replace(temporary: string, target: string): Promise<string> {
  for (;;) {
    const aside = await moveAside(target)
    const placed = await putInPlace(temporary, target, aside)
    // Not placed: another process put its run there first, and that run has replaced what was moved aside.
    if (aside !== null) await rm(aside, { recursive: true, force: true })
    if (placed) return target
  }
}

/** False where another process was faster. Where it fails, what was moved aside is put back. */
async function putInPlace(temporary: string, target: string, aside: string | null): Promise<boolean> {
  try {
    await rename(temporary, target)
    return true
  } catch (error) {
    if (isCode(error, 'ENOTEMPTY', 'EEXIST') || (await exists(target))) return false
    if (aside !== null) await rename(aside, target)
    throw error
  }
}

/** Moves an earlier run out of the way; null where there is none, or another process was faster. */
async function moveAside(target: string): Promise<string | null> {
  await refuseUnlessRun(target)
  const aside = besides(target)
  try {
    await rename(target, aside)
    return aside
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null
    throw error
  }
}

/** What an earlier run, or an earlier experiment of many, has left where it was complete. */
const marks: readonly string[] = ['result.json', 'compare.json', 'bootstrap.json']

/** Only an earlier run, or an empty folder, may be replaced: `--out ~` must not cost anybody their home. */
async function refuseUnlessRun(folder: string): Promise<void> {
  const found = await lstat(folder).catch(() => null)
  if (found === null) return
  if (found.isDirectory()) {
    const names = await onDisk(folder, () => readdir(folder).catch(emptyIfGone))
    if (names.length === 0 || marks.some((mark) => names.includes(mark))) return
  }
  throw new InputError('out-not-a-run', 'What stands there is not the folder of a run, so it is not replaced', {
    where: folder,
    hint: 'Name a folder that does not exist, or one that holds a result.json or a compare.json.',
  })
}

function emptyIfGone(error: unknown): readonly string[] {
  if (isCode(error, 'ENOENT')) return []
  throw error
}

function isCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code))
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  )
}

/** Tells a person what the system said no to. Other errors pass. */
async function onDisk<T>(target: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error
    const [reason] = error.message.split(', ')
    throw new InputError('out-not-writable', `The run's folder cannot be written: ${reason}`, {
      where: target,
      hint: 'Choose another folder with --out, or make room and give yourself the right to write there.',
      cause: error,
    })
  }
}
