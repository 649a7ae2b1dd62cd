import { DAY_MS } from '#domain/time.js'

const DAYS_PER_YEAR = 365

/**
 * CAGR = (final ÷ initial)^(365 ÷ days) − 1, by elapsed time. −1 after a total loss; null below zero, without elapsed
 * time, or beyond what a double holds.
 */
export function growthRate(initial: number, final: number, elapsedMs: number): number | null {
  if (initial <= 0 || final < 0 || elapsedMs <= 0) return null
  const rate = (final / initial) ** ((DAYS_PER_YEAR * DAY_MS) / elapsedMs) - 1
  return Number.isFinite(rate) ? rate : null
}
