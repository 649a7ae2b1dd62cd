import type { Candles, DataFact } from './candles.js'
import type { DecimalText } from './decimal.js'
import type { FillPhase, FillReason, Liquidity, OrderCancelled, RefusalCode } from './event.js'
import type { Entry } from './journal.js'
import type { LegSide, MarginMode, OrderSide, PositionMode } from './position.js'

/** PnL of one leg by cause, signed as money moves; `price` at expected prices; `net` is the sum of the others. */
export interface Attribution {
  readonly price: DecimalText
  readonly slippage: DecimalText
  readonly fees: DecimalText
  readonly funding: DecimalText
  readonly liquidation: DecimalText
  readonly unrealized: DecimalText
  readonly net: DecimalText
}

export type ExitReason = Exclude<FillReason, 'entry' | 'scale' | 'reduce'>

/** One opening of a leg, flat to flat. Names repeat, ids do not. */
export interface LegResult {
  readonly id: number
  readonly name: string
  readonly pair: string
  readonly side: LegSide
  readonly margin: MarginMode
  readonly leverage: DecimalText
  readonly openedAt: number
  readonly closedAt: number | null
  /** Average fill price of what was bought into the leg. */
  readonly entry: DecimalText
  /** Average fill price of what was closed; null while nothing was. */
  readonly exit: DecimalText | null
  /** The largest quantity held, base units. */
  readonly quantity: DecimalText
  /** Collateral put in by entries, quote currency. */
  readonly initialMargin: DecimalText
  /** The last one in force; null where no price liquidates it, and for cross, whose legs are liquidated together. */
  readonly liquidationPrice: DecimalText | null
  readonly exitReason: ExitReason | null
  readonly pnl: Attribution
  /** net ÷ peak collateral. */
  readonly returnOnMargin: DecimalText | null
  /** Worst and best open PnL of the leg along the chosen path, quote currency, before costs: ≤ 0 and ≥ 0. */
  readonly mae: DecimalText
  readonly mfe: DecimalText
  /** Candles in which the leg was open, the first and last included. */
  readonly candles: number
}

export interface FillResult {
  readonly at: number
  /** Id of the leg in `legs`. */
  readonly leg: number
  readonly name: string
  /** Id of the order; null for liquidations. */
  readonly order: number | null
  readonly side: OrderSide
  readonly price: DecimalText
  readonly expected: DecimalText
  readonly quantity: DecimalText
  readonly fee: DecimalText
  readonly slippage: DecimalText
  readonly liquidity: Liquidity
  readonly reason: FillReason
  readonly phase: FillPhase
}

export interface RefusalResult {
  readonly at: number
  readonly leg: string
  readonly code: RefusalCode
  readonly message: string
}

/** An order that the venue did not book to a position of its leg's own (rules M2–M4). */
export interface MergeResult {
  readonly at: number
  /** The leg that ordered. */
  readonly leg: string
  /** Number of the position, as in `legs`. */
  readonly position: number
  /**
   * An entry was added to a position that another opening had begun, or taken off one of the other side; an exit found
   * less than it closes, because others had netted it, and went to the other side.
   */
  readonly what: 'merged' | 'netted' | 'turned'
  readonly quantity: DecimalText
}

/** A stop, target or liquidation price of a leg and since when; for the chart and for naked-stop checks. */
export interface LevelChange {
  readonly at: number
  readonly leg: number
  /** Of a stop or a target: its order, of which a position that was merged has one for each of its legs. */
  readonly order?: number
  readonly what: 'stop' | 'target' | 'liquidation'
  /** Null: from here on there is none. */
  readonly price: DecimalText | null
}

/** A stop or a target for as long as it worked. Counts of fills tell what came first, also inside one candle. */
export interface ExitResult {
  readonly order: number
  /** Name of its leg. */
  readonly leg: string
  /** Number of the leg's opening: in `multi-trade` its id in `legs`. */
  readonly opening: number
  readonly side: OrderSide
  readonly what: 'stop' | 'target' | 'trailing'
  /** As it was set; null for a trailing stop before its activation. `levels` has how it moved. */
  readonly price: DecimalText | null
  /** How many fills there had been when it was set. */
  readonly setAfter: number
  /** When it went, after how many fills, and why; null while it works. */
  readonly gone: {
    readonly at: number
    readonly after: number
    readonly why: 'filled' | 'expired' | OrderCancelled['cause']
  } | null
}

/** A candle, or a fine one inside it, in which the order of high and low decided (rule P3). */
export interface PathChoice {
  /** Its open. */
  readonly at: number
  /** What came first on the path that was taken. */
  readonly first: 'high' | 'low'
  /** Of the fills at this instant, counted from 0, those that the other order would not have had. */
  readonly decided: readonly number[]
}

/**
 * What stays constant between two account changes, so that any per-candle figure is a formula of the close:
 * equity = `offset` + `netQuantity` × mark close; gross exposure = `grossQuantity` × mark close.
 */
export interface AccountSpan {
  /** The candle from whose close on this holds. */
  readonly fromCandle: number
  readonly wallet: number
  /** Collateral of isolated legs and initial margin of cross legs. */
  readonly collateral: number
  readonly offset: number
  readonly netQuantity: number
  readonly grossQuantity: number
  /** Nearest liquidation price below and above; NaN where there is none. */
  readonly liquidationBelow: number
  readonly liquidationAbove: number
}

/** Equity of each candle of the run at its close; index 0 is candle `first` of the candles. */
export interface EquityCurve {
  readonly equity: Float64Array
  readonly spans: readonly AccountSpan[]
}

export interface IndicatorColumn {
  /** `trend`, or `bands.upper` for one of several outputs. */
  readonly name: string
  /** One value per candle of the candle columns, NaN in the warm-up. */
  readonly values: Float64Array
}

/** Every metric as its least and greatest value over runs along several price paths (rule P7); null where one is undefined. */
export interface Bracket {
  readonly paths: readonly BracketPath[]
  readonly metrics: Readonly<Record<string, { readonly min: number | null; readonly max: number | null }>>
}

/** One finished run as plain data. Money and prices that were booked are decimal text; marks are floats (rule A4). */
export interface BacktestResult {
  readonly status: 'complete' | 'incomplete'
  readonly error: string | null
  readonly name: string
  readonly strategy: StrategyFacts
  readonly data: readonly DataFact[]
  readonly assumptions: readonly string[]
  readonly warnings: readonly string[]
  readonly account: {
    readonly currency: string
    readonly initial: DecimalText
    /** Equity at the last close. */
    readonly final: DecimalText
    readonly wallet: DecimalText
    readonly ledgerSum: DecimalText
    readonly entries: number
    /** What the insurance fund received from the legs, less what it paid. */
    readonly insurance: DecimalText
    /** What it paid: losses beyond what the account, or an isolated leg, had to bear them with. */
    readonly shortfall: DecimalText
    readonly liquidation: { readonly below: DecimalText | null; readonly above: DecimalText | null }
  }
  readonly legs: readonly LegResult[]
  readonly fills: readonly FillResult[]
  readonly refusals: readonly RefusalResult[]
  readonly positions: { readonly mode: PositionMode; readonly merges: readonly MergeResult[] }
  readonly journal: readonly Entry[]
  readonly levels: readonly LevelChange[]
  /** Stops and targets in the order in which they were set. */
  readonly exits: readonly ExitResult[]
  readonly path: {
    readonly mode: PathMode
    readonly ambiguousCandles: number
    readonly ambiguousAt: readonly number[]
    /** What was taken in these candles; of a candle that was replayed in fine ones, each of them that was ambiguous. */
    readonly choices: readonly PathChoice[]
    /** Candles with something inside that lack fine ones (rule P4); null where no finer series was given. */
    readonly missingFine: number | null
    /** Null where the run was not bracketed. */
    readonly bracket: Bracket | null
  }
  /** Candles as replayed, with the index range of the run. */
  readonly candles: Candles
  readonly mark: Candles
  readonly first: number
  /** One past the last candle that was replayed. */
  readonly end: number
  /** Candles of the run before every indicator had a value. */
  readonly warmUp: number
  readonly curve: EquityCurve
  readonly indicators: readonly IndicatorColumn[]
}

export interface StrategyFacts {
  readonly name: string
  readonly params: Readonly<Record<string, number | string | boolean>>
  /** Declared legs; `hedges` names the leg that this one hedges. */
  readonly legs: readonly {
    readonly name: string
    readonly side: LegSide | null
    readonly leverage: number
    readonly hedges: string | null
  }[]
}

export type PathMode = 'ohlc' | 'olhc' | 'nearest' | 'worst' | 'best'

/** A path of a bracket: `worst-fine` inside the fine series, `worst` without it. */
export type BracketPath = PathMode | `${PathMode}-fine`
