import type { LegSide } from '#domain/position.js'

/** A share in percent, e.g. `'5%'`. */
export type Percent = `${number}%`

/** A price, a percentage from the average entry, or the average entry itself (break-even). */
export type Level = number | Percent | 'entry'

/** Exactly one of the sizes of rule O11. */
type SizeForms = {
  /** Base units. */
  readonly quantity: number
  /** Quote currency. */
  readonly notional: number
  /** Collateral, quote currency; notional = margin × leverage. */
  readonly margin: number
  /** Notional as a fraction of equity at the fill. */
  readonly fractionOfEquity: number
}

type Nothing<K extends PropertyKey> = { readonly [P in K]?: never }
type AllSizes = keyof SizeForms | 'riskOfEquity' | 'ratioOf' | 'ratio'
type OneSize<Leg extends string> =
  | { [K in keyof SizeForms]: Pick<SizeForms, K> & Nothing<Exclude<AllSizes, K>> }[keyof SizeForms]
  /** Notional as a multiple of another leg's at the fill. */
  | ({ readonly ratioOf: Leg; readonly ratio: number } & Nothing<Exclude<AllSizes, 'ratioOf' | 'ratio'>>)

/** At market, at a limit, or at market once a trigger is reached; with both a stop-limit: from the trigger on, at the limit. */
type Waiting =
  | { readonly limit: number; readonly postOnly?: boolean; readonly trigger?: number }
  | { readonly trigger?: number; readonly limit?: undefined; readonly postOnly?: never }

/**
 * How long an order works: until it is filled (`gtc`, by default), for what fills at once (`ioc`), all at once or not at all
 * (`fok`), or until an instant in ms since 1970 (`gtd`).
 */
export type Lasting =
  | { readonly timeInForce?: 'gtc' | 'ioc' | 'fok'; readonly until?: never }
  | { readonly timeInForce: 'gtd'; readonly until: number }

/**
 * A stop that follows the market and never loosens: behind the extreme by a price, a percentage of it, or multiples of
 * the average true range at each close. With `activation`, from that price on.
 */
export interface TrailingOrder {
  readonly distance: number | Percent | { readonly atr: number; readonly multiple: number }
  readonly activation?: number
}

interface Stop {
  readonly stop: Level
  /** Makes it a stop-limit: once the stop triggers it is a limit at this price, which may stay unfilled. */
  readonly stopLimit?: Level
}

interface OtherExits {
  readonly trailing?: TrailingOrder
  /** What the stop looks at; `last` by default. */
  readonly stopOn?: 'last' | 'mark'
}

/** One of several targets: where it lies, and the share of the leg that it closes, above 0 and at most 1. */
export interface PartialTarget {
  readonly at: Level
  readonly share: number
}

/** One target for all of the leg, or several for shares that sum to at most 1; what they leave is the stop's. */
type Targets =
  | { readonly target?: Level; readonly targets?: never }
  | { readonly targets: readonly PartialTarget[]; readonly target?: never }

/** How to open a leg. `riskOfEquity` is the fraction of equity lost at the stop, which it needs. */
export type OpenOrder<Leg extends string = string> = Waiting &
  Lasting &
  OtherExits &
  Targets & { readonly leverage?: number } & (
    | (OneSize<Leg> & (Stop | { readonly stop?: Level; readonly stopLimit?: never }))
    | ({ readonly riskOfEquity: number } & Stop & Nothing<Exclude<AllSizes, 'riskOfEquity'>>)
  )

/** How to add to a leg. `riskOfEquity` is measured to the stop that the leg has. */
export type ScaleOrder<Leg extends string = string> = Waiting &
  Lasting &
  (OneSize<Leg> | ({ readonly riskOfEquity: number } & Nothing<Exclude<AllSizes, 'riskOfEquity'>>))

/** How much to take off: base units, or a fraction of what the leg then holds. */
export type ReduceOrder = Lasting &
  ({ readonly quantity: number; readonly fraction?: never } | { readonly fraction: number; readonly quantity?: never })

/** Exits to set, or null to remove; what is not named stays. `target` and `targets` replace all targets. */
export type Adjustment = AdjustedStops &
  (
    | { readonly target?: Level | null; readonly targets?: never }
    | { readonly targets: readonly PartialTarget[] | null; readonly target?: never }
  )

interface AdjustedStops {
  readonly trailing?: TrailingOrder | null
  readonly stop?: Level | null
  /** Null makes a stop-limit a stop-market. */
  readonly stopLimit?: Level | null
  readonly stopOn?: 'last' | 'mark'
}

/** One opening of a leg that may be many: the same verbs, for it alone. */
export type OpeningHandle<Leg extends string = string> = Omit<LegHandle<Leg>, 'open' | 'openings'> & {
  /** Its number in the run, as in the result. */
  readonly id: number
}

/**
 * A leg in a strategy's hands. What it shows is the state at this close; its verbs record commands and change nothing:
 * after `close()` it `isOpen` still, because it is.
 */
export interface LegHandle<Leg extends string = string> {
  readonly name: string
  readonly side: LegSide
  /** Neither open nor opening. */
  readonly isFlat: boolean
  /** Not open, and an entry works at the exchange. */
  readonly isOpening: boolean
  readonly isOpen: boolean
  /** Base units; 0 when flat. */
  readonly quantity: number
  /** quantity × mark close, quote currency. */
  readonly notional: number
  /** Average entry; null when flat. */
  readonly entry: number | null
  readonly collateral: number
  /** At the mark close, before fees and funding. */
  readonly unrealizedPnl: number
  /** Null when flat, where no price liquidates it, and for cross, whose legs are liquidated together. */
  readonly liquidationPrice: number | null
  /**
   * What of the leg is open, oldest first: at most one, unless it is declared `many: true`. The handle itself then shows
   * their sum, and its verbs mean all of them; `open` adds another.
   */
  readonly openings: readonly OpeningHandle<Leg>[]
  open(order: OpenOrder<Leg>): void
  scale(order: ScaleOrder<Leg>): void
  reduce(order: ReduceOrder): void
  close(order?: Lasting): void
  adjust(adjustment: Adjustment): void
  /** Withdraws the leg's working entry, or what that has still to fill. */
  cancel(): void
  /** Moves quote currency into the collateral of the open leg, at this close (rule L7). */
  addMargin(amount: number): void
  /** Takes quote currency out of it, as far as it may be taken. */
  removeMargin(amount: number): void
  /** Changes the leverage of the open leg; collateral moves with its initial margin. */
  setLeverage(leverage: number): void
}
