import { InputError } from '#domain/failure.js'
import { DAY_MS, durationMs, iso, timeframeName } from '#domain/time.js'
import type { Span } from './span.js'

const WHERE = '--walk-forward'

export interface WalkForward {
  readonly trainMs: number
  readonly testMs: number
  /** The training begins with the data each time, and grows. */
  readonly isAnchored: boolean
}

/** Parameters are chosen on `train` and judged on `test`, which follows it at once. */
export interface Window {
  readonly train: Span
  readonly test: Span
}

/** `train=180d,test=60d` or `train=180d,test=60d,anchored`. Throws `InputError` for anything else. */
export function parseWalkForward(text: string): WalkForward {
  const parts = text.split(',').map((part) => part.trim())
  const lengths = new Map<string, number>()
  let isAnchored = false
  for (const part of parts) {
    const match = /^(train|test)\s*=\s*(.*)$/.exec(part)
    if (part === 'anchored' && !isAnchored) isAnchored = true
    else if (match !== null && !lengths.has(match[1])) lengths.set(match[1], lengthOf(match[2]))
    else throw wrongForm(`'${part}' in '${text}'`)
  }
  const trainMs = lengths.get('train')
  const testMs = lengths.get('test')
  if (trainMs === undefined || testMs === undefined) throw wrongForm(`'${text}'`)
  return { trainMs, testMs, isAnchored }
}

function lengthOf(text: string): number {
  const ms = durationMs(text, WHERE)
  if (ms > 0) return ms
  throw wrongForm(`'${text}'`)
}

function wrongForm(found: string): InputError {
  return new InputError('walk-forward-form', `found ${found}; expected train=LENGTH,test=LENGTH[,anchored]`, {
    where: WHERE,
    hint: `Write ${WHERE} train=180d,test=60d, or train=180d,test=60d,anchored to let the training grow.`,
  })
}

/**
 * The windows of a stretch of data, in order: tests follow each other without a gap and are all of one length. They end
 * with the data, since its last part is the one most like what comes next; what is left over lies at the beginning, and
 * only the first training of an anchored walk sees it. Lengths are rounded to whole candles. Throws `InputError`
 * `walk-forward-short` where the data are too short for one window.
 */
export function walkForwardWindows(span: Span, plan: WalkForward, timeframeMs: number): readonly Window[] {
  const trainMs = wholeCandles(plan.trainMs, timeframeMs)
  const testMs = wholeCandles(plan.testMs, timeframeMs)
  const count = Math.floor((span.to - span.from - trainMs) / testMs)
  if (count < 1) throw tooShort(span, trainMs + testMs)
  return Array.from({ length: count }, (_, at) => {
    const from = span.to - (count - at) * testMs
    const train = { from: plan.isAnchored ? span.from : from - trainMs, to: from }
    return { train, test: { from, to: from + testMs } }
  })
}

function wholeCandles(lengthMs: number, timeframeMs: number): number {
  return Math.max(Math.round(lengthMs / timeframeMs), 1) * timeframeMs
}

function tooShort({ from, to }: Span, neededMs: number): InputError {
  const days = Math.floor((to - from) / DAY_MS)
  return new InputError(
    'walk-forward-short',
    `found ${days} days of data, ${iso(from)} to ${iso(to)}; expected at least one training and one test, ${timeframeName(neededMs)}`,
    { where: WHERE, hint: 'Choose shorter windows, or longer data.' },
  )
}
