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
export { backtest, compare } from './library.js'
export type {
  BacktestAnswer,
  BacktestCall,
  CompareCall,
  ComparedRun,
  Comparison,
  ConfigInput,
  ConfigValues,
  RunParting,
} from './library.js'
