import type { DecimalText } from '#domain/decimal.js'
import { exitSide } from '#domain/position.js'
import type { BacktestResult, ExitResult, LegResult, LevelChange } from '#domain/result.js'
import { endOfRun } from './run.js'

/** A stop or target that worked; `price` is null for a trailing stop that was not active yet. */
export interface ExitInForce {
  /** The name of its leg. */
  readonly leg: string
  readonly what: ExitResult['what']
  readonly price: DecimalText | null
}

/** The end of a position: the place of its last fill in `fills`; null for one that is still open. */
export interface End {
  readonly leg: LegResult
  readonly place: number | null
}

/**
 * The stops and targets that worked just before each position ended, or when the run did, by its id: in `multi-trade` those
 * of the leg, elsewhere those of all legs that would have taken from it, or, of a net position, changed it.
 */
export function exitsInForce(
  result: BacktestResult,
  ends: readonly End[],
): ReadonlyMap<number, readonly ExitInForce[]> {
  const { fills, exits, positions } = result
  const moves = new Map<number, LevelChange[]>()
  for (const level of result.levels) {
    if (level.order === undefined || level.price === null) continue
    const own = moves.get(level.order)
    if (own) own.push(level)
    else moves.set(level.order, [level])
  }
  const placeOf = ({ place }: End) => place ?? fills.length
  const inForce = new Map<number, readonly ExitInForce[]>()
  let working: ExitResult[] = []
  let next = 0
  for (const end of ends.toSorted((one, other) => placeOf(one) - placeOf(other))) {
    const { leg } = end
    for (; next < exits.length && exits[next].setAfter <= placeOf(end); next++) working.push(exits[next])
    working = working.filter((exit) => isWorking(exit, result, end.place))
    const own = working.filter(({ opening, side }) => {
      if (positions.mode === 'multi-trade') return opening === leg.id
      return positions.mode === 'one-way' || side === exitSide(leg.side)
    })
    const until = leg.closedAt ?? endOfRun(result)
    const last = end.place === null ? null : fills[end.place]
    const priceOf = (exit: ExitResult): DecimalText | null => {
      // What a trailing stop moved to in the candle in which it fires is told by its fill alone.
      if (exit.order === last?.order && exit.what === 'trailing' && last.phase === 'path') return last.expected
      return moves.get(exit.order)?.findLast(({ at }) => at <= until)?.price ?? exit.price
    }
    inForce.set(
      leg.id,
      own.toSorted(byLegAndKind).map((exit) => ({ leg: exit.leg, what: exit.what, price: priceOf(exit) })),
    )
  }
  return inForce
}

const kinds: readonly ExitResult['what'][] = ['stop', 'trailing', 'target']

function byLegAndKind(one: ExitResult, other: ExitResult): number {
  return one.opening - other.opening || kinds.indexOf(one.what) - kinds.indexOf(other.what) || one.order - other.order
}

/** A liquidation withdraws the orders before it fills, and so does the end of the data. */
function isWorking({ gone }: ExitResult, { fills }: BacktestResult, place: number | null): boolean {
  if (gone === null) return true
  if (place === null) return gone.why === 'expired'
  if (gone.after > place) return true
  const since = fills.slice(gone.after, place + 1)
  if (gone.why === 'expired') return since.every(({ reason }) => reason === 'end-of-data')
  return gone.why === 'liquidation' && since.every(({ at, reason }) => at === gone.at && reason === 'liquidation')
}
