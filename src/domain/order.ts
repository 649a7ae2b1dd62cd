import type { ExitLevel, Reduction, Size, TargetShare, TimeInForce, Trailing, TriggerSource } from './command.js'
import type { Decimal } from './decimal.js'
import type { LegSide, MarginMode, OrderSide } from './position.js'

/** Stop and target that an entry brings to life with its first fill. */
export interface ExitLevels {
  readonly stop: ExitLevel | null
  /** Of a stop-limit: the limit that the stop becomes. */
  readonly stopLimit: ExitLevel | null
  readonly stopOn: TriggerSource
  readonly targets: readonly TargetShare[]
  readonly trailing: Trailing | null
}

/** `position` of an order is the number of its leg's opening. */
interface OrderBase {
  readonly id: number
  readonly leg: string
  readonly side: OrderSide
  /** Index of the first candle in which it can fill. */
  readonly liveFrom: number
}

/** How long an order works, and what it has still to fill once a part has (rule O9). */
interface Remainder {
  readonly timeInForce: TimeInForce
  /** Ms since 1970, of `gtd`; null for the others. */
  readonly until: number | null
  /** Base units; null: nothing has filled yet, the size is resolved at the fill. */
  readonly rest: Decimal | null
}

/** Opens a leg or adds to it: at market, at a limit, or at either once a trigger is reached. */
export interface EntryOrder extends OrderBase, Remainder {
  readonly purpose: 'entry' | 'scale'
  /** The opening that it adds to; null for one that opens. */
  readonly position: number | null
  readonly type: 'market' | 'limit' | 'trigger'
  /** Limit or trigger, on the tick; null at market. */
  readonly price: Decimal | null
  /** Of a stop-limit that has not triggered yet: the limit that it becomes (rule O3). */
  readonly limit: Decimal | null
  readonly legSide: LegSide
  readonly size: Size
  readonly leverage: Decimal
  readonly margin: MarginMode
  readonly exits: ExitLevels
  /** A limit that would take is refused instead. */
  readonly postOnly: boolean
}

/** Shrinks a leg at market: `reduce` by a part, `signal` closes it. */
export interface MarketExitOrder extends OrderBase, Remainder {
  readonly purpose: 'reduce' | 'signal'
  readonly type: 'market'
  readonly price: null
  readonly position: number
  /** Null: all of the leg. */
  readonly by: Reduction | null
}

/**
 * Closes a leg at a level: a stop is a trigger, a target a limit that takes profit (rules O3, O4). A stop-limit that has
 * triggered is a limit; what the volume of a candle left of any other stop is at market from then on.
 */
export interface LevelExitOrder extends OrderBase {
  readonly purpose: 'stop' | 'target'
  readonly type: 'trigger' | 'limit' | 'market'
  /** What it waits for now: of a stop-limit the trigger, then the limit. */
  readonly price: Decimal
  readonly stopLimit: StopLimit | null
  /** Of a target beside others: what it closes. Null: all of the leg. */
  readonly part: TargetPart | null
  readonly position: number
  readonly source: TriggerSource
}

/** A stop-market that follows the market (rule O5). Moved by making it anew with another price. */
export interface TrailingOrder extends OrderBase {
  readonly purpose: 'trailing'
  /** `market` once it has triggered and the volume of a candle left a rest. */
  readonly type: 'trigger' | 'market'
  readonly position: number
  readonly source: TriggerSource
  readonly trailing: Trailing
  /** The most favourable price since it is active; null before its activation. */
  readonly extreme: Decimal | null
  /** The trigger, on the tick; null as long as there is none. */
  readonly price: Decimal | null
}

/** An accepted instruction that waits at the exchange. */
export type Order = EntryOrder | MarketExitOrder | LevelExitOrder | TrailingOrder

/** What one of several targets closes. */
export interface TargetPart {
  /** Base units, its share of the leg; cut to the lot when it fills. */
  readonly quantity: Decimal
  /** The targets together close the leg, so that the last one takes what is left. */
  readonly closes: boolean
}

/** The two prices of a stop-limit, on the tick, and what its trigger looks at; the limit looks at the last price. */
export interface StopLimit {
  readonly trigger: Decimal
  readonly limit: Decimal
  readonly triggerOn: TriggerSource
}

/** Whether an order opens a leg or adds to it. */
export function isEntryOrder(order: Order): order is EntryOrder {
  return order.purpose === 'entry' || order.purpose === 'scale'
}
