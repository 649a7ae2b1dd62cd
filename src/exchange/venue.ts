import type { Candles, FineCandles } from '#domain/candles.js'
import type { Decimal } from '#domain/decimal.js'
import type { Instrument } from '#domain/instrument.js'
import type { MaintenanceRules } from '#domain/margin.js'
import type { HedgedMaintenance } from '#domain/pool.js'
import type { PositionMode } from '#domain/position.js'
import type { PathMode } from '#domain/result.js'
import type { SlippageModel } from './slippage.js'
import type { FillCap } from './volume.js'

/** The rules of the simulated venue, all settings resolved. */
export interface Venue {
  readonly instrument: Instrument
  readonly slippage: SlippageModel
  /** What all fills of a candle together may take of its volume (rule O9). */
  readonly fillCap: FillCap
  /** How far past its price a limit must be traded to fill (rule O2): zero, or a tick. */
  readonly limitDepth: Decimal
  readonly positionMode: PositionMode
  /** Maintenance of an isolated leg on its notional at the mark, or at the entry (rule L3). */
  readonly maintenanceOn: MaintenanceRules['maintenanceOn']
  /** Whether the test includes the fee of the closing order, at the taker rate in force. */
  readonly closeFeeInTest: boolean
  /** How hedged cross legs count (rule L2). */
  readonly hedgedMaintenance: HedgedMaintenance
  readonly fundingFrom: 'collateral' | 'wallet'
  /** How an isolated liquidation settles (rule L5). */
  readonly settlement: 'bankruptcy' | 'clearance'
  /** Fraction of notional, charged under `clearance` and whenever a cross leg is liquidated (rule L6). */
  readonly clearanceFeeRate: Decimal
  readonly path: PathMode
  /** How long a command is under way to the venue, milliseconds (rule P8). */
  readonly latencyMs: number
}

/** What the venue replays. `mark` is the same object as `candles` where there is no mark series (rule F5). */
export interface Market {
  readonly candles: Candles
  readonly mark: Candles
  /** What candles are replayed in, where that is finer (rule P4). */
  readonly fine: FineCandles | null
  /** Average true range of a period at the close of a candle; NaN while it has no value. */
  readonly atr: (period: number, candle: number) => number
}
