import type { FillResult } from '#domain/result.js'
import { DAY_MS } from '#domain/time.js'

const YEAR_MS = 365 * DAY_MS

/** Σ notional of all fills, at their prices, ÷ mean equity, per year of 365 days. Null without time or positive mean equity. */
export function turnover(
  fills: readonly Pick<FillResult, 'price' | 'quantity'>[],
  meanEquity: number | null,
  elapsedMs: number,
): number | null {
  if (meanEquity === null || meanEquity <= 0 || elapsedMs <= 0) return null
  let notional = 0
  for (const { price, quantity } of fills) notional += Number(price) * Number(quantity)
  return ((notional / meanEquity) * YEAR_MS) / elapsedMs
}
