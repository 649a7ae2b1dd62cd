import { Presets, SingleBar } from 'cli-progress'

/** What takes longer than this is worth a bar. */
const PATIENCE_MS = 1_000
const LINE_EVERY_MS = 5_000

/** A progress bar on a terminal, a line now and then elsewhere; nothing for what is done within a second. */
export class Progress {
  readonly #isShown: boolean
  readonly #began = Date.now()
  #lastLine = this.#began
  #bar: SingleBar | null = null

  constructor(isShown: boolean) {
    this.#isShown = isShown
  }

  /** `fraction` of the phase that is done, 0 … 1. */
  show(phase: string, fraction: number): void {
    const now = Date.now()
    if (!this.#isShown || now - this.#began < PATIENCE_MS) return
    if (process.stderr.isTTY) this.#draw(phase, fraction)
    else if (now - this.#lastLine >= LINE_EVERY_MS) {
      this.#lastLine = now
      process.stderr.write(`${phase}: ${Math.floor(fraction * 100)} %\n`)
    }
  }

  /** Takes the bar away. */
  end(): void {
    this.#bar?.stop()
  }

  #draw(phase: string, fraction: number): void {
    if (this.#bar === null) {
      const format = '{bar} {percentage} % {phase}'
      // A cursor that is hidden, or lines that are not wrapped, would stay so where a signal ends the process.
      const options = {
        stream: process.stderr,
        format,
        barsize: 30,
        clearOnComplete: true,
        hideCursor: false,
        linewrap: true,
      }
      this.#bar = new SingleBar(options, Presets.shades_classic)
      this.#bar.start(1, 0, { phase })
    }
    this.#bar.update(fraction, { phase })
  }
}
