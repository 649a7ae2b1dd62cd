import type { Indicator } from './indicator.js'

/**
 * An indicator over a declared feed instead of the traded candles: `over('btc', ema(20))`. It is computed from the feed's
 * own candles, or the values of a series, and shows at each close what is known by then (rule T3). Over an optional feed
 * it is `null` until it has a value, and the run does not wait for it.
 */
export function over<const Feed extends string, Value>(
  feed: Feed,
  indicator: Indicator<Value>,
): Indicator<Value, Feed> {
  const { key, outputs, compute } = indicator
  return { key, outputs, compute, feed }
}
