import type { BacktestResult } from '#domain/result.js'

/** The declared legs by name, in their order, with the leg that each hedges; null for one that hedges nothing. */
export type HedgedBy = ReadonlyMap<string, string | null>

export function hedgesOf(result: BacktestResult): HedgedBy {
  return new Map(result.strategy.legs.map((leg) => [leg.name, leg.hedges]))
}

/** Follows what a leg hedges to the leg that hedges nothing; legs that hedge each other in a ring belong to the first of it. */
export function coreOf(name: string, hedges: HedgedBy): string {
  const passed = new Set([name])
  let core = name
  for (let next = hedges.get(core); next !== null && next !== undefined; next = hedges.get(core)) {
    if (passed.has(next)) return [...hedges.keys()].find((known) => passed.has(known)) ?? core
    passed.add(next)
    core = next
  }
  return core
}
