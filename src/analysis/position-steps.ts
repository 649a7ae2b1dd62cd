import { type Decimal, decimal, type DecimalText, derived, plain, ZERO } from '#domain/decimal.js'
import { entrySide, type LegSide } from '#domain/position.js'
import type { BacktestResult, FillResult, PathChoice } from '#domain/result.js'

/** What one order did to a position of the venue, all of its fills in a row together. */
export interface PositionStep {
  /** The order's last fill. Its name is that of the leg that ordered. */
  readonly fill: FillResult
  /** The place of that fill in `fills`. */
  readonly place: number
  readonly count: number
  readonly quantity: DecimalText
  /** Average price of the fills. */
  readonly price: DecimalText
  /** Opened or enlarged the position; otherwise took from it. */
  readonly adds: boolean
  /** What the position holds after it, base units. */
  readonly held: DecimalText
  /** The choice of the candle's path without which there were not its last fill (rule P3); null where none decided. */
  readonly decidedBy: PathChoice | null
  /** Of a merged position that ended for all of its legs at once: what each of them held by its own orders. */
  readonly ends: readonly HeldByLeg[]
}

interface HeldByLeg {
  readonly name: string
  readonly side: LegSide
  readonly quantity: DecimalText
}

/** The steps of every position, in the order in which they happened. */
export function positionSteps(result: BacktestResult): ReadonlyMap<number, readonly PositionStep[]> {
  const sides = new Map(result.legs.map(({ id, side }) => [id, side]))
  const decided = decidedFills(result)
  const byLeg = new HeldByLegs(result.positions.mode)
  const steps = new Map<number, PositionStep[]>()
  for (const [place, fill] of result.fills.entries()) {
    const own = steps.get(fill.leg) ?? []
    steps.set(fill.leg, own)
    const before = own.at(-1)
    const adds = fill.side === entrySide(sides.get(fill.leg)!)
    const quantity = decimal(fill.quantity)
    const change = adds ? quantity : quantity.neg()
    const step = {
      fill,
      place,
      adds,
      held: plain(decimal(before?.held ?? 0).plus(change)),
      decidedBy: decided.get(place) ?? null,
      ends: byLeg.after(fill),
    }
    if (before !== undefined && fill.order !== null && before.fill.order === fill.order) {
      own[own.length - 1] = { ...step, ...together(before, fill) }
    } else own.push({ ...step, count: 1, quantity: fill.quantity, price: fill.price })
  }
  return steps
}

function together(before: PositionStep, { quantity, price }: FillResult) {
  const whole = decimal(before.quantity).plus(quantity)
  const value = decimal(before.quantity).times(before.price).plus(decimal(quantity).times(price))
  return { count: before.count + 1, quantity: plain(whole), price: plain(derived(value.div(whole))) }
}

/** The choice on which a fill hangs, by its place. */
function decidedFills({ fills, path }: BacktestResult): ReadonlyMap<number, PathChoice> {
  const decided = new Map<number, PathChoice>()
  const byInstant = new Map(path.choices.map((choice) => [choice.at, choice]))
  let instant = Number.NaN
  let count = 0
  for (const [place, { at }] of fills.entries()) {
    count = at === instant ? count + 1 : 0
    instant = at
    const choice = byInstant.get(at)
    if (choice?.decided.includes(count)) decided.set(place, choice)
  }
  return decided
}

/** What each leg holds by its own orders where the venue merges them (rule M4). */
class HeldByLegs {
  readonly #held = new Map<string, Decimal>()
  readonly #mode: BacktestResult['positions']['mode']

  constructor(mode: BacktestResult['positions']['mode']) {
    this.#mode = mode
  }

  /** Takes a fill; returns what it ended besides the leg that ordered. */
  after({ name, side, reason, quantity }: FillResult): readonly HeldByLeg[] {
    if (this.#mode === 'multi-trade') return []
    const isNet = this.#mode === 'one-way'
    if (reason !== 'liquidation' && !(isNet && reason === 'end-of-data')) {
      const change = decimal(quantity).times(side === 'buy' ? 1 : -1)
      this.#held.set(name, (this.#held.get(name) ?? ZERO).plus(change))
      return []
    }
    const ended: HeldByLeg[] = []
    for (const [leg, held] of this.#held) {
      if (held.isZero() || (!isNet && held.isPos() !== (side === 'sell'))) continue
      ended.push({ name: leg, side: held.isPos() ? 'long' : 'short', quantity: plain(held.abs()) })
      this.#held.set(leg, ZERO)
    }
    return ended
  }
}
