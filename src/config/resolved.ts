import type { Instrument } from '#domain/instrument.js'
import type { HedgedMaintenance } from '#domain/pool.js'
import type { MarginMode, PositionMode } from '#domain/position.js'
import type { PathMode } from '#domain/result.js'
import type { Decimal } from '#domain/decimal.js'
import type { PlanStep } from '#strategy/plan-steps.js'

/** A constant funding rate on multiples of `everyMs` from 00:00 UTC. */
export interface ConstantFunding {
  readonly rate: Decimal
  readonly everyMs: number
}

/** Where funding comes from (rule F4). `files` are absolute paths. */
export type FundingConfig =
  | { readonly kind: 'none' }
  | { readonly kind: 'constant'; readonly constant: ConstantFunding }
  | { readonly kind: 'series'; readonly files: readonly string[]; readonly fallback: ConstantFunding | 'zero' | null }

/** A file that a strategy looks at besides; absolute path. */
export type FeedConfig =
  | { readonly kind: 'candles'; readonly file: string; readonly maxGapMs: number }
  /** `column`: the title of the column that holds the values. */
  | { readonly kind: 'series'; readonly file: string; readonly column: string }
  | { readonly kind: 'events'; readonly file: string }

/** What market, stop and trigger fills slip by. */
export type SlippageConfig =
  | { readonly kind: 'bps'; readonly bps: Decimal }
  /** Quote currency. */
  | { readonly kind: 'half-spread'; readonly halfSpread: Decimal }
  /** Of the range of the candle of the fill. */
  | { readonly kind: 'range-share'; readonly share: Decimal }
  | { readonly kind: 'square-root'; readonly coefficient: Decimal; readonly window: number }

/** How margin, liquidation and money are simulated; every default applied. */
export interface ExecutionConfig {
  readonly slippage: SlippageConfig
  readonly path: PathMode
  /** From a command to the exchange (rule P8). */
  readonly latencyMs: number
  /** What fills a limit (rule O2): a touch, or a trade through it by one tick. */
  readonly limitFill: 'touch' | 'through'
  readonly closeAtEnd: boolean
  /** How much of a candle's volume its fills may take together (rule O9). */
  readonly liquidity: {
    /** Fraction of the volume. */
    readonly maxParticipation: Decimal
    readonly volume: 'raw' | 'normalised'
    /** Closed candles whose median volume is normal, where that is asked for. */
    readonly window: number
  }
  readonly maintenanceOn: 'mark' | 'entry'
  readonly closeFeeInTest: boolean
  readonly fundingFrom: 'collateral' | 'wallet'
  /** How an isolated liquidation settles (rule L5). */
  readonly settlement: 'bankruptcy' | 'clearance'
  /** Fraction of notional, charged under `clearance` and whenever a cross leg is liquidated (rule L6). */
  readonly clearanceFeeRate: Decimal
  readonly hedgedMaintenance: HedgedMaintenance
}

/** The run config after its one door: paths absolute, defaults written out, nothing optional. */
export interface ResolvedConfig {
  readonly name: string
  readonly data: {
    readonly pair: string
    readonly candles: string
    readonly mark: string | null
    /** Finer candles that candles are replayed in (rule P4). */
    readonly fine: string | null
    readonly from: number | null
    readonly to: number | null
    readonly maxGapMs: number
    readonly funding: FundingConfig
    readonly feeds: Readonly<Record<string, FeedConfig>>
  }
  readonly instrument: Instrument
  readonly account: {
    readonly balance: Decimal
    readonly currency: string
    readonly positionMode: PositionMode
    readonly margin: MarginMode
  }
  readonly execution: ExecutionConfig
  readonly analysis: { readonly periodsPerYear: number; readonly riskFree: number }
  /** Whether a run with a hedge leg is held against its twins. */
  readonly twins: boolean
  /** Whether a run is played again with each of its assumptions made worse. */
  readonly stress: boolean
  readonly strategy: {
    /** Absolute path of a strategy file, or null for a plan. */
    readonly use: string | null
    readonly plan: readonly PlanStep[] | null
    readonly params: Readonly<Record<string, number | string | boolean>>
    readonly legs: Readonly<Record<string, LegOverride>>
  }
  readonly seed: number
}

export interface LegOverride {
  readonly leverage?: number
  readonly margin?: MarginMode
}
