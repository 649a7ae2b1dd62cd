import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll } from 'vitest'

/** The checkout. */
export const repository = fileURLToPath(new URL('../../', import.meta.url))
const main = join(repository, 'dist/cli/main.js')
if (!existsSync(main)) throw new Error('dist/cli/main.js is missing: these tests run what is built. Run npm run build.')

/** How a command ended and what it told. */
export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

const rooms: string[] = []
/** What these tests keep of parsed files, apart from the user's own cache. */
const cache = mkdtempSync(join(tmpdir(), 'hedgerow-test-cache-'))
const children: ChildProcess[] = []
afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
  for (const folder of [...rooms, cache]) rmSync(folder, { recursive: true, force: true })
})

/** A folder of its own in which commands are given, as a user would. It is removed after the tests of the file. */
export class Room {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'hedgerow-test-')))
  readonly #written: Set<string>

  constructor(files: Readonly<Record<string, string>> = {}) {
    rooms.push(this.folder)
    for (const [name, text] of Object.entries(files)) writeFileSync(join(this.folder, name), text)
    this.#written = new Set(Object.keys(files))
  }

  /**
   * Runs the built `hedgerow` with these words to its end. Lines of progress are left out of what it told: whether there are
   * any is decided by how busy the machine is.
   */
  hedgerow(...words: readonly string[]): Promise<Ended> {
    return this.hedgerowIn({}, ...words)
  }

  /** The same with environment variables of its own. */
  async hedgerowIn(variables: Readonly<Record<string, string>>, ...words: readonly string[]): Promise<Ended> {
    const end = await ended(this.startIn(variables, ...words))
    return { ...end, stderr: end.stderr.replaceAll(/^[a-z ]+: \d+ %\n/gm, '') }
  }

  start(...words: readonly string[]): ChildProcess {
    return this.startIn({}, ...words)
  }

  startIn(variables: Readonly<Record<string, string>>, ...words: readonly string[]): ChildProcess {
    const env = { ...process.env, NODE_OPTIONS: '', FORCE_COLOR: '0', HEDGEROW_CACHE: cache, ...variables }
    const stdio = ['ignore', 'pipe', 'pipe'] as const
    const child = spawn(process.execPath, [main, ...words], { cwd: this.folder, env, stdio: [...stdio] })
    children.push(child)
    return child
  }

  text(path: string): string {
    return readFileSync(join(this.folder, path), 'utf8')
  }

  names(path = '.'): readonly string[] {
    return readdirSync(join(this.folder, path)).toSorted()
  }

  /** What stands in the room and was not put there by the test. */
  left(): readonly string[] {
    return this.names().filter((name) => !this.#written.has(name))
  }
}

export function ended(child: ChildProcess): Promise<Ended> {
  const told = { stdout: '', stderr: '' }
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (told.stdout += text))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (told.stderr += text))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code, signal, ...told }))
  })
}
