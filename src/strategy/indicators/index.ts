/**
 * The indicators a strategy declares. Each is a recipe (`Indicator`), computed once per candle series.
 *
 * Which are technicalindicators' own, and which are written here (measured with its version 3.1.0):
 * - atr, rsi: the package's Wilder averages, right on every series. Of rsi only the last division is ours: the package
 *   rounds it to two decimals and calls a flat series 100.
 * - ema, macd: ours. The package takes a first average of exactly 0 for "none yet" and drops a signal of exactly 0.
 * - sma, bollinger, standardDeviation: ours. The package keeps a running sum, which drifts, and gives no bands where
 *   the mean is 0.
 * - highest, lowest: ours. The package's highest starts from 0, so it is 0 on a negative series.
 */
export { atr } from './atr.js'
export { bollinger, type Bollinger } from './bollinger.js'
export { highest, lowest } from './extremes.js'
export { macd, type Macd, type MacdOptions } from './macd.js'
export { ema, sma } from './moving-averages.js'
export { rsi } from './rsi.js'
export type { SourceOptions } from './source.js'
export { standardDeviation } from './standard-deviation.js'
export { indicator, type StreamingOptions } from './streaming.js'
export { warmUpOf } from './warm-up.js'
