import type { Candles } from '#domain/candles.js'
import { InvariantError } from '#domain/failure.js'
import type { Command } from '#domain/command.js'
import type { LegSide, MarginMode, PositionFloats } from '#domain/position.js'
import { CommandQueue, exitsOf, keysOf, lastingOf, positive, reductionOf, sizeOf, waitingOf } from './commands.js'
import type { ClosedCandle } from './closed-candle.js'
import type { FillNotice, RefusalNotice } from './define.js'
import type { EventNotice } from './feeds.js'
import { checkKeys } from './known-keys.js'
import type { Adjustment, Lasting, LegHandle, OpenOrder, ReduceOrder, ScaleOrder } from './leg-handle.js'

/** Where a run stands: the index of the candle that has just closed. One object, shared by all that reads columns. */
export interface Cursor {
  index: number
}

/** The closed candle, read from the columns when it is asked for: no object per candle. */
export class CandleView implements ClosedCandle {
  readonly #cursor: Cursor
  readonly #candles: Candles

  constructor(cursor: Cursor, candles: Candles) {
    this.#cursor = cursor
    this.#candles = candles
  }

  get openedAt(): number {
    return this.#candles.openedAt[this.#cursor.index]
  }
  get closedAt(): number {
    return this.#candles.openedAt[this.#cursor.index] + this.#candles.timeframeMs
  }
  get open(): number {
    return this.#candles.open[this.#cursor.index]
  }
  get high(): number {
    return this.#candles.high[this.#cursor.index]
  }
  get low(): number {
    return this.#candles.low[this.#cursor.index]
  }
  get close(): number {
    return this.#candles.close[this.#cursor.index]
  }
  get volume(): number {
    return this.#candles.volume[this.#cursor.index]
  }
}

/** What a leg handle is made of, with the config's overrides applied. */
export interface LegTerms {
  readonly name: string
  readonly side: LegSide
  readonly leverage: number
  readonly margin: MarginMode
  readonly many: boolean
}

/** A leg handle, or with `opening` that of one opening of it: shows what the engine last wrote into it, records commands. */
export class LegView implements LegHandle {
  readonly name: string
  readonly side: LegSide
  readonly id: number
  openings: readonly LegView[] = []
  readonly #of: { readonly leg: string; readonly opening?: number }
  readonly #terms: LegTerms
  readonly #queue: CommandQueue
  readonly #cursor: Cursor
  readonly #markClose: Float64Array
  quantity = 0
  isFlat = true
  isOpening = false
  isOpen = false
  collateral = 0
  liquidationPrice: number | null = null
  #cost = 0
  #sign = 1

  constructor(terms: LegTerms, queue: CommandQueue, cursor: Cursor, markClose: Float64Array, opening?: number) {
    this.id = opening ?? 0
    this.#of = { leg: terms.name, ...(opening === undefined ? {} : { opening }) }
    this.name = terms.name
    this.side = terms.side
    this.#terms = terms
    this.#queue = queue
    this.#cursor = cursor
    this.#markClose = markClose
  }

  /** The handle of one opening of this leg. */
  ofOpening(id: number): LegView {
    return new LegView(this.#terms, this.#queue, this.#cursor, this.#markClose, id)
  }

  /** Written by the engine whenever the account has changed. */
  show(position: PositionFloats | null, isOpening: boolean, liquidationPrice: number | null): void {
    this.quantity = position === null ? 0 : position.quantity
    this.collateral = position === null ? 0 : position.collateral
    this.#cost = position === null ? 0 : position.cost
    this.#sign = position === null ? 1 : position.sign
    this.isOpen = position !== null
    this.isOpening = position === null && isOpening
    this.isFlat = position === null && !isOpening
    this.liquidationPrice = liquidationPrice
  }

  get margin(): MarginMode {
    return this.#terms.margin
  }

  get notional(): number {
    return this.quantity === 0 ? 0 : this.quantity * this.#markClose[this.#cursor.index]
  }
  get entry(): number | null {
    return this.quantity === 0 ? null : this.#cost / this.quantity
  }
  get unrealizedPnl(): number {
    return this.quantity === 0 ? 0 : this.#sign * (this.notional - this.#cost)
  }

  open(order: OpenOrder): void {
    const what = `${this.name}.open`
    checkKeys(order, keysOf.open, what)
    const exits = exitsOf(order, this.side, what)
    if (exits.stopLimit !== undefined && exits.stop === undefined) {
      throw new TypeError(`${what}: stopLimit without a stop`)
    }
    this.#queue.add({
      kind: 'open',
      leg: this.name,
      side: this.side,
      size: sizeOf(order, this.#queue.legs, what),
      leverage: order.leverage === undefined ? this.#terms.leverage : positive(order.leverage, `${what}: leverage`),
      margin: this.#terms.margin,
      ...(this.#terms.many ? { many: true } : {}),
      ...waitingOf(order, what),
      ...lastingOf(order, what),
      ...(exits as Pick<
        Command & { kind: 'open' },
        'stop' | 'stopLimit' | 'stopOn' | 'target' | 'targets' | 'trailing'
      >),
    })
  }

  scale(order: ScaleOrder): void {
    const what = `${this.name}.scale`
    checkKeys(order, keysOf.scale, what)
    this.#queue.add({
      kind: 'scale',
      ...this.#of,
      size: sizeOf(order, this.#queue.legs, what),
      ...waitingOf(order, what),
      ...lastingOf(order, what),
    })
  }

  reduce(order: ReduceOrder): void {
    const what = `${this.name}.reduce`
    checkKeys(order, keysOf.reduce, what)
    this.#queue.add({ kind: 'reduce', ...this.#of, by: reductionOf(order, what), ...lastingOf(order, what) })
  }

  close(order: Lasting = {}): void {
    checkKeys(order, keysOf.close, `${this.name}.close`)
    this.#queue.add({ kind: 'close', ...this.#of, ...lastingOf(order, `${this.name}.close`) })
  }

  adjust(adjustment: Adjustment): void {
    checkKeys(adjustment, keysOf.adjust, `${this.name}.adjust`)
    this.#queue.add({ kind: 'adjust', ...this.#of, ...exitsOf(adjustment, this.side, `${this.name}.adjust`) })
  }

  cancel(): void {
    this.#queue.add({ kind: 'cancel', ...this.#of })
  }

  addMargin(amount: number): void {
    this.#queue.add({ kind: 'addMargin', ...this.#of, amount: positive(amount, `${this.name}.addMargin`) })
  }

  removeMargin(amount: number): void {
    this.#queue.add({ kind: 'removeMargin', ...this.#of, amount: positive(amount, `${this.name}.removeMargin`) })
  }

  setLeverage(leverage: number): void {
    this.#queue.add({ kind: 'setLeverage', ...this.#of, leverage: positive(leverage, `${this.name}.setLeverage`) })
  }
}

/** Openings of one leg as if they were one; null for none. */
export function sumOfFloats(openings: readonly PositionFloats[]): PositionFloats | null {
  const [first, ...others] = openings
  if (first === undefined || others.length === 0) return first ?? null
  return others.reduce(
    ({ sign, quantity, cost, collateral }, other) => ({
      sign,
      quantity: quantity + other.quantity,
      cost: cost + other.cost,
      collateral: collateral + other.collateral,
    }),
    first,
  )
}

/** What the built-in plan strategy needs of a run and no other strategy is shown. */
export interface PlanPort {
  readonly queue: CommandQueue
  readonly cursor: Cursor
}

const planPorts = new WeakMap<object, PlanPort>()

/** The port of a context that the engine made. */
export function planPortOf(context: object): PlanPort {
  const port = planPorts.get(context)
  if (port === undefined) throw new InvariantError('A plan was asked with a context that no run made.')
  return port
}

/** What a context is made of. */
export interface ViewParts {
  readonly candle: ClosedCandle
  readonly indicators: object
  readonly feeds: object
  readonly legs: Readonly<Record<string, LegView>>
  readonly params: Readonly<Record<string, number | string | boolean>>
  readonly state: unknown
  readonly queue: CommandQueue
  readonly cursor: Cursor
  /** Equity at each close of the run; index 0 is candle `first`. */
  readonly equity: Float64Array
  readonly first: number
  readonly markClose: Float64Array
}

/** The context that a strategy is handed: one object for the whole run, read through getters. */
export class View {
  readonly candle: ClosedCandle
  readonly indicators: object
  readonly feeds: object
  readonly legs: Readonly<Record<string, LegView>>
  readonly params: Readonly<Record<string, number | string | boolean>>
  readonly state: unknown
  readonly #cursor: Cursor
  readonly #equity: Float64Array
  readonly #first: number
  readonly #markClose: Float64Array
  #free = 0
  #cross: readonly PositionFloats[] = []
  fill: FillNotice | null = null
  refusal: RefusalNotice | null = null
  event: EventNotice | null = null

  constructor(parts: ViewParts) {
    this.candle = parts.candle
    this.indicators = parts.indicators
    this.feeds = parts.feeds
    this.legs = parts.legs
    this.params = parts.params
    this.state = parts.state
    this.#cursor = parts.cursor
    this.#equity = parts.equity
    this.#first = parts.first
    this.#markClose = parts.markClose
    planPorts.set(this, { queue: parts.queue, cursor: parts.cursor })
  }

  /** Written by the engine whenever the account has changed: what is free but for losses of cross legs (rule L9). */
  settle(free: number, cross: readonly PositionFloats[]): void {
    this.#free = free
    this.#cross = cross
  }

  get freeMargin(): number {
    let free = this.#free
    if (this.#cross.length === 0) return free
    const mark = this.#markClose[this.#cursor.index]
    for (const { sign, quantity, cost } of this.#cross) free += Math.min(sign * (quantity * mark - cost), 0)
    return free
  }

  /** At this close; before the first candle, the initial balance, which then is all free. */
  get equity(): number {
    const at = this.#cursor.index - this.#first
    return at < 0 ? this.freeMargin : this.#equity[at]
  }
}
