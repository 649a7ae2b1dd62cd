import type { Candles } from '#domain/candles.js'
import type { Decimal } from '#domain/decimal.js'
import type { Instrument } from '#domain/instrument.js'
import type { MaintenanceRules } from '#domain/margin.js'
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
  readonly maintenance: MaintenanceRules
  readonly fundingFrom: 'collateral' | 'wallet'
  /** How an isolated liquidation settles (rule L5); the fee is a fraction of notional. */
  readonly settlement: { readonly kind: 'bankruptcy' } | { readonly kind: 'clearance'; readonly feeRate: Decimal }
  readonly path: PathMode
}

/** What the venue replays. `mark` is the same object as `candles` where there is no mark series (rule F5). */
export interface Market {
  readonly candles: Candles
  readonly mark: Candles
  /** Average true range of a period at the close of a candle; NaN while it has no value. */
  readonly atr: (period: number, candle: number) => number
}
