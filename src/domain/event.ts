import type { Decimal } from './decimal.js'
import type { Order } from './order.js'
import type { Holding, OrderSide, Position } from './position.js'

/** Why a command or an order was not carried out (rule O13). */
export type RefusalCode =
  | 'margin'
  | 'min-notional'
  | 'min-quantity'
  | 'max-leverage'
  | 'leg-open'
  | 'leg-flat'
  | 'entry-pending'
  | 'stop-side'
  | 'post-only'
  | 'margin-not-removable'
  | 'unfilled'

export type FillReason =
  | 'entry'
  | 'scale'
  | 'reduce'
  | 'stop'
  | 'target'
  | 'trailing'
  | 'liquidation'
  | 'signal'
  | 'end-of-data'
export type FillPhase = 'open' | 'path' | 'close'
export type Liquidity = 'maker' | 'taker'

interface EventBase {
  /** Milliseconds since 1970. For what happens inside a candle: the candle's open. */
  readonly at: number
  /** Index of the candle. */
  readonly candle: number
}

export interface OrderAccepted extends EventBase {
  readonly kind: 'OrderAccepted'
  readonly order: Order
}

export interface CommandRefused extends EventBase {
  readonly kind: 'CommandRefused'
  readonly leg: string
  readonly code: RefusalCode
  /** In words, with the numbers. */
  readonly message: string
}

/** What the market did with an order, and what it did to the leg's money. All amounts in quote currency, rounded (A5). */
export interface OrderFilled extends EventBase {
  readonly kind: 'OrderFilled'
  readonly order: number
  /** The leg that ordered. */
  readonly leg: string
  /** Number of the opening of that leg; in `multi-trade` that of the position. */
  readonly opening: number
  /** The venue's position that it changed. */
  readonly position: number
  readonly side: OrderSide
  readonly price: Decimal
  readonly expected: Decimal
  readonly quantity: Decimal
  /** The order has more to fill. */
  readonly isPartial: boolean
  readonly fee: Decimal
  /** What the fill cost against the expected price; never negative. */
  readonly slippage: Decimal
  readonly liquidity: Liquidity
  readonly reason: Exclude<FillReason, 'liquidation'>
  readonly phase: FillPhase
  /** Price PnL of what was closed, at fill prices; zero for entries. */
  readonly realized: Decimal
  /** Money moved from `available` into the leg's collateral; negative when it is released. */
  readonly collateral: Decimal
  /** What the fill did to `available`: −collateral + realized − fee + covered. */
  readonly available: Decimal
  /** What the insurance fund paid so that the wallet does not go below zero; normally zero. */
  readonly covered: Decimal
  /** It opened or enlarged the position; otherwise it took from it. */
  readonly adds: boolean
  /** The position after the fill; null when it is flat. */
  readonly after: Position | null
  /** What the leg then holds by its own orders (rule M4); null when it is flat. */
  readonly holding: Holding | null
}

/** A trailing stop has followed the market (rule O5). */
export interface OrderMoved extends EventBase {
  readonly kind: 'OrderMoved'
  readonly order: number
  readonly leg: string
  readonly price: Decimal
}

/** A stop-limit has reached its trigger and is a limit from here on (rule O3). */
export interface OrderTriggered extends EventBase {
  readonly kind: 'OrderTriggered'
  readonly order: number
  readonly leg: string
  /** The limit. */
  readonly price: Decimal
}

export interface OrderCancelled extends EventBase {
  readonly kind: 'OrderCancelled'
  readonly order: number
  readonly leg: string
  /** Why: the other exit filled, the leg closed, an adjustment, a command; it was to fill at once and did not. */
  readonly cause: 'sibling' | 'leg-closed' | 'adjusted' | 'command' | 'liquidation' | 'time-in-force'
}

export interface OrderExpired extends EventBase {
  readonly kind: 'OrderExpired'
  readonly order: number
  readonly leg: string
}

export interface FundingPaid extends EventBase {
  readonly kind: 'FundingPaid'
  readonly leg: string
  readonly position: number
  readonly rate: Decimal
  readonly mark: Decimal
  /** −side × quantity × mark × rate: positive when the leg receives. */
  readonly payment: Decimal
  /** The part of the payment that moved the leg's collateral. */
  readonly toCollateral: Decimal
  /** The part that moved `available`. */
  readonly fromAvailable: Decimal
  /** What neither purse could pay and the insurance fund did; normally zero. */
  readonly covered: Decimal
  readonly after: Position
}

/** Money moved between `available` and a leg's collateral by command (rule L7). */
export interface CollateralMoved extends EventBase {
  readonly kind: 'CollateralMoved'
  readonly leg: string
  readonly position: number
  /** Into the collateral; negative when it is taken out. */
  readonly amount: Decimal
  readonly after: Position
}

/** The leverage of an open leg was changed (rule L7); its collateral moved with its initial margin. */
export interface LeverageChanged extends EventBase {
  readonly kind: 'LeverageChanged'
  readonly leg: string
  readonly position: number
  readonly leverage: Decimal
  /** Into the collateral; negative when it is released. */
  readonly amount: Decimal
  readonly after: Position
}

/** A position was closed by force (rules L5, L6). All of its collateral is gone after. */
export interface LegLiquidated extends EventBase {
  readonly kind: 'LegLiquidated'
  readonly leg: string
  readonly position: number
  /** The openings of legs that end with it. */
  readonly openings: readonly number[]
  readonly side: OrderSide
  readonly phase: FillPhase
  /** The trigger mark; the open where the market gapped past it. */
  readonly expected: Decimal
  /** The same under `bankruptcy`; under `clearance` with slippage. */
  readonly price: Decimal
  readonly quantity: Decimal
  readonly slippage: Decimal
  /** The clearance fee; zero under `bankruptcy`. */
  readonly fee: Decimal
  readonly realized: Decimal
  /** Collateral before. */
  readonly collateral: Decimal
  /** What went to the insurance fund; negative: what the fund paid. */
  readonly toInsurance: Decimal
  /** What returned to the trader; zero under `bankruptcy`. */
  readonly returned: Decimal
}

/** A fact. Frozen, past tense, kept in the result. */
export type AccountEvent =
  | OrderAccepted
  | CommandRefused
  | OrderFilled
  | OrderMoved
  | OrderTriggered
  | OrderCancelled
  | OrderExpired
  | FundingPaid
  | CollateralMoved
  | LeverageChanged
  | LegLiquidated
