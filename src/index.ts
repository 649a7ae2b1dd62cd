export { defineStrategy } from '#strategy/define.js'
export type {
  ClosedCandle,
  FillNotice,
  LegDeclaration,
  RefusalNotice,
  Strategy,
  StrategyContext,
  StrategyDefinition,
} from '#strategy/define.js'
export type {
  Adjustment,
  Lasting,
  LegHandle,
  Level,
  OpenOrder,
  PartialTarget,
  Percent,
  ReduceOrder,
  ScaleOrder,
} from '#strategy/leg-handle.js'
export { choice, number } from '#strategy/params.js'
export type { NumberRange, ParamDeclaration } from '#strategy/params.js'
export { decide } from '#strategy/decide.js'
export type { DecisionView, LegState } from '#strategy/decide.js'
export type { Command } from '#domain/command.js'
export {
  adx,
  atr,
  bollinger,
  donchian,
  ema,
  highest,
  indicator,
  keltner,
  lowest,
  macd,
  rateOfChange,
  rsi,
  sma,
  standardDeviation,
  stochastic,
  supertrend,
  wma,
} from '#strategy/indicators/index.js'
export type {
  Adx,
  Bollinger,
  Channel,
  KeltnerOptions,
  Macd,
  MacdOptions,
  SourceOptions,
  Stochastic,
  StochasticOptions,
  StreamingOptions,
  Supertrend,
} from '#strategy/indicators/index.js'
export type { CandleValues, Indicator } from '#strategy/indicator.js'
