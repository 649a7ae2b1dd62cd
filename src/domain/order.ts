import type { ExitLevel, Reduction, Size } from './command.js'
import type { Decimal } from './decimal.js'
import type { LegSide, MarginMode, OrderSide } from './position.js'

/** What a trigger looks at (rule O10). */
export type PriceSource = 'last' | 'mark'

export interface ExitLevels {
  readonly stop: ExitLevel | null
  readonly target: ExitLevel | null
}

interface OrderBase {
  readonly id: number
  readonly leg: string
  readonly side: OrderSide
  readonly placedAt: number
}

/** Opens a leg or adds to it. Market without a price, a limit, or a trigger that then fills at market. */
export interface EntryOrder extends OrderBase {
  readonly purpose: 'entry' | 'scale'
  readonly type: 'market' | 'limit' | 'trigger'
  readonly price: Decimal | null
  readonly legSide: LegSide
  readonly size: Size
  readonly leverage: Decimal
  readonly margin: MarginMode
  /** Stop and target that the first fill brings to life. */
  readonly exits: ExitLevels
  /** True until the first instant it could fill has passed: a limit that crosses then is a taker (rule O2). */
  readonly fresh: boolean
}

/** Shrinks a leg at market: `reduce` by a part, `signal` closes it. */
export interface MarketExitOrder extends OrderBase {
  readonly purpose: 'reduce' | 'signal'
  readonly type: 'market'
  readonly position: number
  readonly by: Reduction | null
}

/** Closes a leg at a level: a stop-market, or a limit that takes profit (rules O3, O4). */
export interface LevelExitOrder extends OrderBase {
  readonly purpose: 'stop' | 'target'
  readonly type: 'trigger' | 'limit'
  readonly position: number
  readonly price: Decimal
  readonly source: PriceSource
  readonly fresh: boolean
}

/** An accepted instruction that waits at the exchange. */
export type Order = EntryOrder | MarketExitOrder | LevelExitOrder
