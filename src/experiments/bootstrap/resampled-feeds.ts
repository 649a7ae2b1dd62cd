import {
  type Candles,
  type DatedEvent,
  type Feed,
  indexAtOrAfter,
  type MarketData,
  type Series,
} from '#domain/candles.js'
import { InputError } from '#domain/failure.js'
import { timeframeName } from '#domain/time.js'

/**
 * The feeds of a history in the order of its candles. Candles of the same timeframe go along as ratios to their own close
 * before, chained; one that the feed lacks is lacking on the path, too. Values and events travel with the candle in which
 * they become known, at the same distance from its open; where a block begins, the value that held there holds. What was
 * known before the run stays. Throws `InputError` for candles of another timeframe.
 */
export function resampledFeeds(data: MarketData, source: Int32Array): Readonly<Record<string, Feed>> {
  checkFeedTimeframes(data)
  return Object.fromEntries(Object.entries(data.feeds).map(([name, feed]) => [name, resampledFeed(feed, data, source)]))
}

/** Throws `InputError` where a feed has candles that do not divide into the same blocks. */
export function checkFeedTimeframes({ feeds, candles: { timeframeMs } }: MarketData): void {
  for (const [name, feed] of Object.entries(feeds)) {
    if (feed.kind !== 'candles' || feed.candles.timeframeMs === timeframeMs) continue
    const own = timeframeName(timeframeMs)
    throw new InputError(
      'bootstrap-feed-timeframe',
      `found candles of ${timeframeName(feed.candles.timeframeMs)}; expected ${own}, as the run's own, to resample both together`,
      {
        where: `data.feeds.${name}`,
        hint: `Give the feed as candles of ${own}; hedgerow data resample makes longer ones.`,
      },
    )
  }
}

function resampledFeed(feed: Feed, { candles }: MarketData, source: Int32Array): Feed {
  switch (feed.kind) {
    case 'candles':
      return { ...feed, candles: alongCandles(feed.candles, candles, source) }
    case 'series':
      return { ...feed, series: alongSeries(feed.series, candles, source) }
    default:
      return { ...feed, events: alongEvents(feed.events, candles, source) }
  }
}

function alongCandles(feed: Candles, base: Candles, source: Int32Array): Candles {
  const before = indexAtOrAfter(feed.openedAt, base.openedAt[0])
  const room = before + source.length
  const column = (values: Float64Array): Float64Array => {
    const path = new Float64Array(room)
    path.set(values.subarray(0, before))
    return path
  }
  const openedAt = column(feed.openedAt)
  const path = {
    open: column(feed.open),
    high: column(feed.high),
    low: column(feed.low),
    close: column(feed.close),
    volume: column(feed.volume),
  }
  const closeBefore = (at: number): number => (at === 0 ? feed.open[0] : feed.close[at - 1])
  let length = before
  let level = closeBefore(Math.min(before, feed.length - 1))
  for (let candle = 0; candle < source.length; candle++) {
    const from = indexAtOrAfter(feed.openedAt, base.openedAt[source[candle]])
    if (feed.openedAt[from] !== base.openedAt[source[candle]]) continue
    const scale = level / closeBefore(from)
    openedAt[length] = base.openedAt[candle]
    path.open[length] = feed.open[from] * scale
    path.high[length] = feed.high[from] * scale
    path.low[length] = feed.low[from] * scale
    path.close[length] = level = feed.close[from] * scale
    path.volume[length] = feed.volume[from]
    length++
  }
  const cut = (values: Float64Array): Float64Array => values.subarray(0, length)
  return {
    length,
    timeframeMs: feed.timeframeMs,
    openedAt: cut(openedAt),
    open: cut(path.open),
    high: cut(path.high),
    low: cut(path.low),
    close: cut(path.close),
    volume: cut(path.volume),
  }
}

function alongSeries({ at, values }: Series, base: Candles, source: Int32Array): Series {
  const times: number[] = []
  const known: number[] = []
  const push = (time: number, value: number): void => {
    times.push(time)
    known.push(value)
  }
  const before = indexAtOrAfter(at, base.openedAt[0])
  for (let item = 0; item < before; item++) push(at[item], values[item])
  for (let candle = 0; candle < source.length; candle++) {
    const { from, to, opens } = within(at, base, source[candle])
    const isNewBlock = candle > 0 && source[candle] !== source[candle - 1] + 1
    if (isNewBlock && from > 0 && at[from] !== opens) push(base.openedAt[candle], values[from - 1])
    for (let item = from; item < to; item++) push(movedTo(base, candle, at[item] - opens), values[item])
  }
  return { at: Float64Array.from(times), values: Float64Array.from(known) }
}

function alongEvents(events: readonly DatedEvent[], base: Candles, source: Int32Array): readonly DatedEvent[] {
  const at = Float64Array.from(events, (event) => event.at)
  const path = events.slice(0, indexAtOrAfter(at, base.openedAt[0]))
  for (let candle = 0; candle < source.length; candle++) {
    const { from, to, opens } = within(at, base, source[candle])
    for (let item = from; item < to; item++) {
      path.push({ ...events[item], at: movedTo(base, candle, at[item] - opens) })
    }
  }
  return path
}

/** The items from the open of a candle to the next one's; in a gap they belong to the candle before it. */
function within(at: Float64Array, { openedAt, length, timeframeMs }: Candles, candle: number) {
  const opens = openedAt[candle]
  const ends = candle + 1 < length ? openedAt[candle + 1] : opens + timeframeMs
  return { from: indexAtOrAfter(at, opens), to: indexAtOrAfter(at, ends), opens }
}

/** Never past the end of the candle, so that what lay in a gap stays in order. */
function movedTo({ openedAt, timeframeMs }: Candles, candle: number, offset: number): number {
  return openedAt[candle] + Math.min(offset, timeframeMs - 1)
}
