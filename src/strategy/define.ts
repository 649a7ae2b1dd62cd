import type { LegSide, MarginMode } from '#domain/position.js'
import type { FillReason, RefusalCode } from '#domain/event.js'
import type { ClosedCandle } from './closed-candle.js'
import type { LegHandle } from './leg-handle.js'
import {
  checkFeedDeclarations,
  type EventFeedsOf,
  type EventNotice,
  type FeedDeclarations,
  type FeedsOf,
  type NullOf,
  type ReadFeedsOf,
} from './feeds.js'
import type { Indicator } from './indicator.js'
import { checkKeys } from './known-keys.js'
import type { ParamDeclarations, ParamsOf } from './params.js'

/** A leg that a strategy declares. */
export interface LegDeclaration<Name extends string = string> {
  readonly side: LegSide
  /** Notional per unit of collateral; sets the collateral, never the size. Default 1. */
  readonly leverage?: number
  /** `isolated` or `cross`; by default the account's. */
  readonly margin?: MarginMode
  /** Any number of openings side by side, each a position of its own (rule M1). Default false: one at a time. */
  readonly many?: boolean
  /** The leg that this one hedges; it is then measured against it. */
  readonly hedges?: Name
}

/** A fill of the candle that has just closed, told to `onFill`. */
export interface FillNotice<Leg extends string = string> {
  readonly leg: Leg
  readonly reason: FillReason
  readonly side: 'buy' | 'sell'
  readonly price: number
  readonly quantity: number
  readonly fee: number
}

/** A command or order that was not carried out, told to `onRefusal`. */
export interface RefusalNotice<Leg extends string = string> {
  readonly leg: Leg
  readonly code: RefusalCode
  readonly message: string
}

type Output<I, F> = I extends Indicator<infer Value, infer Feed> ? Value | NullOf<F, Feed> : never

/** What a strategy sees at a close: nothing that was not known then. */
export interface StrategyContext<L extends string, P, I, S, F = {}> {
  readonly candle: ClosedCandle
  /** wallet + unrealized PnL at the mark close, quote currency. */
  readonly equity: number
  /** What a new leg may take as margin and fee (rule L9), quote currency. */
  readonly freeMargin: number
  /** Values at this close, by declared name. */
  readonly indicators: { readonly [K in keyof I]: Output<I[K], F> }
  /** The last closed candle or the last value of each feed as of this close (rule T3), by declared name. */
  readonly feeds: FeedsOf<F>
  readonly legs: { readonly [K in L]: LegHandle<L> }
  readonly params: ParamsOf<P>
  /** What `state` made for this run; a strategy may change it. */
  readonly state: S
}

/** A strategy as its author writes it. Only `name`, `legs` and `onCandle` are needed. */
export interface StrategyDefinition<
  L extends string,
  P extends ParamDeclarations,
  I extends Readonly<Record<string, Indicator<unknown, ReadFeedsOf<F>>>>,
  S,
  F extends FeedDeclarations = {},
> {
  readonly name: string
  readonly legs: { readonly [K in L]: LegDeclaration<NoInfer<L>> }
  readonly params?: P
  /** What it looks at besides the candles it trades, by name: `candleFeed()`, `seriesFeed()`, `eventFeed()`. */
  readonly feeds?: F
  /** Indicators by name, made from the parameters. They are warmed up before the first `onCandle`. */
  readonly indicators?: (params: ParamsOf<P>) => I
  /** Made anew for each run. */
  readonly state?: () => S
  /** Before the first candle, with an empty market (rule T7). */
  onStart?(this: void, context: StrategyContext<L, P, I, S, F>): void
  /** At each close, once every indicator has a value. What it orders can fill from the next open on (rule T1). */
  onCandle(this: void, context: StrategyContext<L, P, I, S, F>): void
  /** At the close of the candle of the fill, before `onCandle`. */
  onFill?(this: void, context: StrategyContext<L, P, I, S, F> & { readonly fill: FillNotice<L> }): void
  onRefusal?(this: void, context: StrategyContext<L, P, I, S, F> & { readonly refusal: RefusalNotice<L> }): void
  /** At the first close at or after the time of an event of a declared `eventFeed()` (rule T4), before `onCandle`. */
  onEvent?(this: void, context: StrategyContext<L, P, I, S, F> & { readonly event: EventNotice<EventFeedsOf<F>> }): void
  /** After the last candle; it can no longer order. */
  onEnd?(this: void, context: StrategyContext<L, P, I, S, F>): void
}

type AnyIndicators = Readonly<Record<string, Indicator<unknown, string>>>
type AnyContext = StrategyContext<string, ParamDeclarations, AnyIndicators, unknown, FeedDeclarations>

/** A strategy as the engine takes it, its own names no longer in its type. */
export interface Strategy {
  readonly kind: 'hedgerow/strategy@1'
  readonly name: string
  readonly legs: Readonly<Record<string, LegDeclaration>>
  readonly params: ParamDeclarations
  readonly feeds: FeedDeclarations
  readonly indicators: (params: Readonly<Record<string, number | string | boolean>>) => AnyIndicators
  readonly state: () => unknown
  readonly onStart: ((context: AnyContext) => void) | null
  readonly onCandle: (context: AnyContext) => void
  readonly onFill: ((context: AnyContext & { readonly fill: FillNotice }) => void) | null
  readonly onRefusal: ((context: AnyContext & { readonly refusal: RefusalNotice }) => void) | null
  readonly onEvent: ((context: AnyContext & { readonly event: EventNotice }) => void) | null
  readonly onEnd: ((context: AnyContext) => void) | null
}

/**
 * Declares a strategy. The names of legs, parameters, feeds and indicators become types: a misspelt one does not compile, nor
 * does `hedges` with a leg that is not declared. Loading a file does not look at its types, so this throws `TypeError` for
 * an unknown key, a leg that is none, and a callback that is `async` or a generator.
 */
export function defineStrategy<
  const L extends string,
  P extends ParamDeclarations = { readonly [K in never]: never },
  I extends Readonly<Record<string, Indicator<unknown, ReadFeedsOf<F>>>> = { readonly [K in never]: never },
  S = undefined,
  F extends FeedDeclarations = { readonly [K in never]: never },
>(definition: StrategyDefinition<L, P, I, S, F>): Strategy {
  const { onStart, onCandle, onFill, onRefusal, onEvent, onEnd } = definition
  const feeds: FeedDeclarations = definition.feeds ?? {}
  checkKeys(definition, definitionKeys, 'a strategy')
  checkLegs(definition.legs)
  checkFeedDeclarations(feeds)
  checkCallbacks({ onStart, onCandle, onFill, onRefusal, onEvent, onEnd })
  if (onEvent !== undefined && !Object.values(feeds).some(({ kind }) => kind === 'events')) {
    throw new TypeError('onEvent would never be asked: declare the feed, such as feeds: { catalysts: eventFeed() }')
  }
  const strategy = {
    kind: 'hedgerow/strategy@1',
    name: definition.name,
    legs: Object.freeze({ ...definition.legs }),
    params: Object.freeze({ ...definition.params }),
    feeds: Object.freeze({ ...feeds }),
    indicators: definition.indicators ?? (() => ({})),
    state: definition.state ?? (() => undefined),
    onStart: onStart ?? null,
    onCandle,
    onFill: onFill ?? null,
    onRefusal: onRefusal ?? null,
    onEvent: onEvent ?? null,
    onEnd: onEnd ?? null,
  }
  return Object.freeze(strategy) as unknown as Strategy
}

const definitionKeys = [
  'name',
  'legs',
  'params',
  'feeds',
  'indicators',
  'state',
  'onStart',
  'onCandle',
  'onFill',
  'onRefusal',
  'onEvent',
  'onEnd',
] as const satisfies readonly (keyof StrategyDefinition<string, ParamDeclarations, {}, unknown>)[]
const legKeys = ['side', 'leverage', 'margin', 'many', 'hedges'] as const satisfies readonly (keyof LegDeclaration)[]

function checkLegs(legs: Readonly<Record<string, LegDeclaration>> | undefined): void {
  if (legs === undefined) throw new TypeError("legs are missing, expected such as { core: { side: 'long' } }")
  for (const [name, leg] of Object.entries(legs)) {
    const { side, leverage = 1, margin = 'isolated', many = false } = leg
    checkKeys(leg, legKeys, `leg '${name}'`)
    if (side !== 'long' && side !== 'short') {
      throw new TypeError(`leg '${name}': side is ${JSON.stringify(side)}, expected 'long' or 'short'`)
    }
    if (!(Number.isFinite(leverage) && leverage > 0)) {
      throw new TypeError(`leg '${name}': leverage is ${String(leverage)}, expected a number above 0`)
    }
    if (margin !== 'isolated' && margin !== 'cross') {
      throw new TypeError(`leg '${name}': margin is ${JSON.stringify(margin)}, expected 'isolated' or 'cross'`)
    }
    if (typeof many !== 'boolean') {
      throw new TypeError(`leg '${name}': many is ${JSON.stringify(many)}, expected true or false`)
    }
  }
}

/** What an `async` callback orders after its first `await` would be given at the close of another candle, or never. */
function checkCallbacks(callbacks: Readonly<Record<string, unknown>>): void {
  for (const [name, callback] of Object.entries(callbacks)) {
    if (callback === undefined) continue
    if (typeof callback !== 'function')
      throw new TypeError(`${name} is ${JSON.stringify(callback)}, expected a function`)
    if (Object.prototype.toString.call(callback) !== '[object Function]') {
      throw new TypeError(`${name} is async or a generator, expected a plain function: a strategy decides at once`)
    }
  }
}
