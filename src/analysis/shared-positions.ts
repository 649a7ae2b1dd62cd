import type { BacktestResult } from '#domain/result.js'

/** Names of the legs that hedge another. */
export function hedgeNames({ strategy }: Pick<BacktestResult, 'strategy'>): ReadonlySet<string> {
  return new Set(strategy.legs.flatMap(({ name, hedges }) => (hedges === null ? [] : name)))
}

/**
 * Whether the venue booked orders of a hedge to a position of what it hedges, or the other way round (rules M2–M4): what the
 * hedge legs made and paid is then in no account of their own.
 */
export function sharesPositions(result: Pick<BacktestResult, 'strategy' | 'legs' | 'fills'>): boolean {
  const hedges = hedgeNames(result)
  const names = new Map(result.legs.map(({ id, name }) => [id, name]))
  return result.fills.some(({ leg, name }) => hedges.has(names.get(leg) ?? name) !== hedges.has(name))
}
