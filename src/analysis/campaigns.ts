import type { Attribution, BacktestResult, LegResult } from '#domain/result.js'
import { sumAttributions } from './attribution.js'
import { coreOf, type HedgedBy, hedgesOf } from './core-of.js'
import { hedgeCost } from './hedge-cost.js'
import { sharesPositions } from './shared-positions.js'

/** A core and its hedges, from the first opening of any of them to the last close: flat to flat as a whole. */
export interface Campaign {
  /** Name of the leg that the others hedge, directly or by way of another. */
  readonly core: string
  /** Ids of the openings, in the order in which they opened. */
  readonly legs: readonly number[]
  readonly openedAt: number
  /** Null where one of its legs is open at the end. */
  readonly closedAt: number | null
  readonly pnl: Attribution
  /** Fees + funding + slippage of its hedges, quote currency, signed as money moves; null where they share positions. */
  readonly hedgeCost: number | null
}

/** All campaigns, in the order in which they opened. A leg that hedges nothing makes campaigns of its own. */
export function campaignsOf(result: BacktestResult): readonly Campaign[] {
  const hedges = hedgesOf(result)
  const areApart = !sharesPositions(result)
  return groupsOf(result, hedges)
    .map(({ core, legs }) => campaignOf(core, legs, hedges, areApart))
    .toSorted((one, other) => one.legs[0] - other.legs[0])
}

/** Follows the fills in their order, so that what closes and what opens at one instant are told apart. */
function groupsOf(result: BacktestResult, hedges: HedgedBy): { readonly core: string; readonly legs: LegResult[] }[] {
  const legs = new Map(result.legs.map((leg) => [leg.id, leg]))
  const lastFill = new Map(result.fills.map((fill, at) => [fill.leg, at]))
  const seen = new Set<number>()
  const running = new Map<string, { readonly legs: LegResult[]; readonly open: Set<number> }>()
  const groups: { core: string; legs: LegResult[] }[] = []
  for (const [at, { leg: id }] of result.fills.entries()) {
    const leg = legs.get(id)!
    const core = coreOf(leg.name, hedges)
    const group = running.get(core) ?? { legs: [], open: new Set() }
    running.set(core, group)
    if (!seen.has(id)) {
      seen.add(id)
      group.legs.push(leg)
      group.open.add(id)
    }
    if (leg.closedAt !== null && lastFill.get(id) === at) group.open.delete(id)
    if (group.open.size > 0) continue
    running.delete(core)
    groups.push({ core, legs: group.legs })
  }
  return [...groups, ...[...running].map(([core, group]) => ({ core, legs: group.legs }))]
}

function campaignOf(core: string, legs: readonly LegResult[], hedges: HedgedBy, areApart: boolean): Campaign {
  const isOpen = legs.some((leg) => leg.closedAt === null)
  return {
    core,
    legs: legs.map((leg) => leg.id),
    openedAt: legs[0].openedAt,
    closedAt: isOpen ? null : legs.reduce((last, { closedAt }) => Math.max(last, closedAt!), 0),
    pnl: sumAttributions(legs.map((leg) => leg.pnl)),
    hedgeCost: areApart ? hedgeCost(legs.filter((leg) => (hedges.get(leg.name) ?? null) !== null)) : null,
  }
}
