import type { LegSide, MarginMode } from './position.js'

/** A share of a whole: 0.05 is 5 %. Of a price when it sets an exit, of a leg when it sets a reduction. */
export interface Fraction {
  readonly fraction: number
}

/** What a trigger looks at: the price of the last trade or the venue's mark (rule O10). */
export type TriggerSource = 'last' | 'mark'

/** A price, or a fraction of the average entry, taken at the first fill (rule O6). */
export type ExitLevel = number | Fraction

/** One of several targets of a leg: where it lies, and the share of the leg that it closes (0.5 is half). */
export interface TargetShare {
  readonly at: ExitLevel
  readonly share: number
}

/** How far a trailing stop stays behind the extreme: a price, a fraction of the extreme, or multiples of an average true range. */
export type TrailingDistance = number | Fraction | { readonly atr: number; readonly multiple: number }

/** A stop that follows the market and never loosens (rule O5); with `activation`, from that price on. */
export interface Trailing {
  readonly distance: TrailingDistance
  readonly activation?: number
}

/** How large an entry is. Exactly one form (rule O11). */
export type Size =
  /** Base units. */
  | { readonly quantity: number }
  /** Quote currency. */
  | { readonly notional: number }
  /** Collateral, quote currency; notional = margin × leverage. */
  | { readonly margin: number }
  /** Notional as a fraction of equity at the fill. */
  | { readonly fractionOfEquity: number }
  /** Fraction of equity at the fill that is lost at the stop, fees left out. Needs a stop. */
  | { readonly riskOfEquity: number }
  /** Notional as a multiple of another leg's notional at the fill. */
  | { readonly ratioOf: string; readonly ratio: number }

/** Quantity in base units, or a fraction of what the leg holds when the order fills. */
export type Reduction = { readonly quantity: number } | Fraction

/** Where an entry waits: nowhere (market), at a limit, or at a trigger that the path must reach; with both, then at the limit. */
export interface Waiting {
  readonly limit?: number
  /** Refuse the limit rather than let it take (rule O2). */
  readonly postOnly?: boolean
  readonly trigger?: number
}

/** A leg, and of one that may be many the opening that is meant; all of them where none is named. */
interface OfLeg {
  readonly leg: string
  readonly opening?: number
}

/**
 * How long an order works: until it is filled (`gtc`), for what fills at once (`ioc`), all at once or not at all (`fok`),
 * or until an instant (`gtd`).
 */
export type TimeInForce = 'gtc' | 'ioc' | 'fok' | 'gtd'

export interface Lasting {
  /** `gtc` by default. */
  readonly timeInForce?: TimeInForce
  /** Of `gtd`: ms since 1970. It works in candles that open before. */
  readonly until?: number
}

export interface OpenCommand extends Waiting, Lasting {
  readonly kind: 'open'
  readonly leg: string
  /** The leg may be open already: this opens another of its name (rule M1). */
  readonly many?: true
  readonly side: LegSide
  readonly size: Size
  readonly leverage: number
  readonly margin: MarginMode
  readonly stop?: ExitLevel
  /** Makes the stop a stop-limit: the limit that it becomes once it triggers (rule O3). */
  readonly stopLimit?: ExitLevel
  /** What the stop looks at; `last` by default. */
  readonly stopOn?: TriggerSource
  /** For all of the leg; not beside `targets`. */
  readonly target?: ExitLevel
  /** Shares that sum to at most 1; what they leave is the stop's. */
  readonly targets?: readonly TargetShare[]
  readonly trailing?: Trailing
}

export interface ScaleCommand extends Waiting, Lasting, OfLeg {
  readonly kind: 'scale'
  readonly size: Size
}

export interface ReduceCommand extends Lasting, OfLeg {
  readonly kind: 'reduce'
  readonly by: Reduction
}

export interface CloseCommand extends Lasting, OfLeg {
  readonly kind: 'close'
}

/** Sets what is named, removes what is null, leaves the rest. */
export interface AdjustCommand extends OfLeg {
  readonly kind: 'adjust'
  readonly stop?: ExitLevel | null
  /** Null makes a stop-limit a stop-market. */
  readonly stopLimit?: ExitLevel | null
  readonly stopOn?: TriggerSource
  readonly target?: ExitLevel | null
  /** Replaces all targets, as `target` does. */
  readonly targets?: readonly TargetShare[] | null
  readonly trailing?: Trailing | null
}

/** Withdraws the leg's working entries (its `open` or `scale` orders). Stops and targets are withdrawn by `adjust`. */
export interface CancelCommand extends OfLeg {
  readonly kind: 'cancel'
}

/** Moves quote currency from what is available into an isolated leg's collateral (rule L7). */
export interface AddMarginCommand extends OfLeg {
  readonly kind: 'addMargin'
  readonly amount: number
}

/** Moves it back, as far as it may be taken. */
export interface RemoveMarginCommand extends OfLeg {
  readonly kind: 'removeMargin'
  readonly amount: number
}

/** Changes the leverage of an open leg: its collateral moves by the change of its initial margin. */
export interface SetLeverageCommand extends OfLeg {
  readonly kind: 'setLeverage'
  readonly leverage: number
}

/** A wish of the strategy or the plan. It is given at a candle's close and carried out, or refused, by the exchange. */
export type Command =
  | OpenCommand
  | ScaleCommand
  | ReduceCommand
  | CloseCommand
  | AdjustCommand
  | CancelCommand
  | AddMarginCommand
  | RemoveMarginCommand
  | SetLeverageCommand
