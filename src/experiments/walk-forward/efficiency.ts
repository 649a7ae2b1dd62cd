import { DAY_MS } from '#domain/time.js'
import type { Span } from './span.js'

/** What the chosen parameters made, on a stretch of data: a simple return, 0.1 is 10 %. */
export interface StretchReturn {
  readonly span: Span
  readonly totalReturn: number
}

const YEAR_MS = 365 * DAY_MS

/**
 * Walk-forward efficiency (Pardo 2008, "The Evaluation and Optimization of Trading Strategies"): the return a year out of
 * sample ÷ that in sample, each Σ of simple returns ÷ Σ of years over all windows. 1: what was found held; 0: nothing of it
 * did; negative: it lost. Null where the choice earned nothing in sample, and of no window.
 */
export function walkForwardEfficiency(
  windows: readonly { readonly train: StretchReturn; readonly test: StretchReturn }[],
): number | null {
  const inSample = yearlyReturn(windows.map(({ train }) => train))
  const outOfSample = yearlyReturn(windows.map(({ test }) => test))
  return inSample === null || outOfSample === null || inSample <= 0 ? null : outOfSample / inSample
}

function yearlyReturn(stretches: readonly StretchReturn[]): number | null {
  let gained = 0
  let years = 0
  for (const { span, totalReturn } of stretches) {
    gained += totalReturn
    years += (span.to - span.from) / YEAR_MS
  }
  return years > 0 ? gained / years : null
}
