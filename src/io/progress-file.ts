import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Tells other processes how far an experiment is; it lies in the experiment's folder while that is under way. */
export const PROGRESS_FILE = 'progress.json'

export interface ProgressNote {
  readonly phase: string
  /** 0 … 1 */
  readonly fraction: number
  /** Of the process that is at work. */
  readonly pid: number
}

const EVERY_MS = 500

/** Notes how far an experiment is, twice a second at most. That it cannot is no reason for the experiment to fail. */
export class ProgressFile {
  readonly #path: string
  #notedAt = -Infinity

  constructor(folder: string) {
    this.#path = join(folder, PROGRESS_FILE)
  }

  note(phase: string, fraction: number): void {
    const now = performance.now()
    if (now - this.#notedAt < EVERY_MS) return
    this.#notedAt = now
    try {
      const note: ProgressNote = { phase, fraction, pid: process.pid }
      writeFileSync(`${this.#path}.tmp`, JSON.stringify(note))
      renameSync(`${this.#path}.tmp`, this.#path)
    } catch {
      // The folder is not there yet, or full: the experiment goes on and is told of on the terminal.
    }
  }

  remove(): void {
    rmSync(this.#path, { force: true })
  }
}

/** Whether a process is there: one that was killed leaves its note behind. */
export function isAlive(pid: number): boolean {
  try {
    return Number.isSafeInteger(pid) && pid > 0 && process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
