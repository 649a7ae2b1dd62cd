export type { ClosedCandle } from '#strategy/closed-candle.js'
export { defineStrategy } from '#strategy/define.js'
export type {
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
export { candleFeed, eventFeed, seriesFeed } from '#strategy/feeds.js'
export type { EventNotice, FeedDeclaration, FeedOptions } from '#strategy/feeds.js'
export { choice, number } from '#strategy/params.js'
export type { NumberRange, ParamDeclaration } from '#strategy/params.js'
export { over } from '#strategy/over.js'
export { decide } from '#strategy/decide.js'
export type { DecisionView, LegState, StatedEvent } from '#strategy/decide.js'
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
export type { ConfigInput, ConfigValues, VariedValues } from './config-input.js'
export { backtest, compare } from './library.js'
export type { BacktestAnswer, BacktestCall, CompareCall, ComparedRun, Comparison, RunParting } from './library.js'
export { sweep } from './library-sweep.js'
export type { SweepAnswer, SweepCall, SweepRun, WalkForwardAnswer } from './library-sweep.js'
export { bootstrap } from './library-bootstrap.js'
export type { BootstrapAnswer, BootstrapCall } from './library-bootstrap.js'
export { toDataFrame } from './data-frame.js'
export type { BacktestFrameOptions, DataFrameOptions, Danfo } from './data-frame.js'
