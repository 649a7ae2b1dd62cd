/**
 * The indicators a strategy declares. Each is a recipe (`Indicator`), computed once per candle series.
 *
 * Which are technicalindicators' own, and which are written here (measured with its version 3.1.0):
 * - atr, rsi: the package's Wilder averages, right on every series. Of rsi only the last division is ours: the package
 *   rounds it to two decimals and calls a flat series 100.
 * - ema, macd: ours. The package takes a first average of exactly 0 for "none yet" and drops a signal of exactly 0.
 * - sma, bollinger, standardDeviation: ours. The package keeps a running sum, which drifts, and gives no bands where
 *   the mean is 0.
 * - highest, lowest, donchian, stochastic: ours. The package's highest starts from 0, so it is 0 on a negative series.
 * - adx, supertrend, keltner: on the package's average true range, the rest ours. Its ADX is NaN for ever once a price
 *   has stood still, its Keltner channel has its EMA; it has no supertrend.
 * - wma, rateOfChange: ours. The package's WMA of a flat series is off in the last digit and takes `period` steps a
 *   value; its rate of change is in percent and infinite from 0.
 */
export { adx, type Adx } from './adx.js'
export { atr } from './atr.js'
export { bollinger, type Bollinger } from './bollinger.js'
export { type Channel, donchian, keltner, type KeltnerOptions } from './channels.js'
export { highest, lowest } from './extremes.js'
export { macd, type Macd, type MacdOptions } from './macd.js'
export { ema, sma, wma } from './moving-averages.js'
export { rateOfChange } from './rate-of-change.js'
export { rsi } from './rsi.js'
export type { SourceOptions } from './source.js'
export { standardDeviation } from './standard-deviation.js'
export { stochastic, type Stochastic, type StochasticOptions } from './stochastic.js'
export { indicator, type StreamingOptions } from './streaming.js'
export { supertrend, type Supertrend } from './supertrend.js'
export { warmUpOf } from './warm-up.js'
