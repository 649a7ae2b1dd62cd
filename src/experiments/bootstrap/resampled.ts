import type { Candles, FundingDue, MarketData } from '#domain/candles.js'
import { timeframeName } from '#domain/time.js'
import { randomOf } from '../random.js'
import { blockIndices } from './block-indices.js'
import { resampledFeeds } from './resampled-feeds.js'

export interface BootstrapOptions {
  /** Mean length of a block, in ms; at least one candle. */
  readonly blockMs: number
  readonly seed: number
  /** Number of the path, from 0: each is the same whichever others are made. */
  readonly path: number
  /** Prices are rounded to it and stay above it. */
  readonly tick: number
}

/**
 * The history of a run resampled: its candles in blocks of another order, on the clock of the original. Candles of the
 * warm-up stay as they are.
 *
 * Prices go as ratios to the traded close before them and are chained, so that a block goes on from wherever the path is;
 * the mark as a ratio to the same traded close, so that its premium is that of its block and does not add up. Volume goes
 * as a value. What happens in a candle (funding, dated events) travels with it, at the same distance from its open. All of
 * them by one order of blocks. Instants, gaps and what depends on dates (margin tiers) are the original's, in their order.
 * Feeds go along (`resampledFeeds`); finer candles are left out. Throws `InputError` where a feed cannot go along.
 */
export function resampledMarket(data: MarketData, options: BootstrapOptions): MarketData {
  const source = pathSource(data, options)
  const candles = resampledCandles(data.candles, data.candles, source, options.tick)
  return {
    ...data,
    candles,
    mark: data.mark === data.candles ? candles : resampledCandles(data.mark, data.candles, source, options.tick),
    fine: null,
    funding: travelledFunding(data, source),
    feeds: resampledFeeds(data, source),
    end: source.length,
    assumptions: [...data.assumptions, sentence(options), ...(data.fine === null ? [] : [fineSentence])],
    isResampled: true,
  }
}

/** For each candle up to the end of the run the one whose place it takes: itself in the warm-up. */
export function pathSource(data: MarketData, { blockMs, seed, path }: Omit<BootstrapOptions, 'tick'>): Int32Array {
  const { candles, first, end } = data
  const drawn = blockIndices(end - first, Math.max(blockMs / candles.timeframeMs, 1), randomOf(seed, path))
  return Int32Array.from({ length: end }, (_, candle) => (candle < first ? candle : first + drawn[candle - first]))
}

/**
 * The candles that `source` names, in its order, at the instants of the original. `base` are the traded candles to whose
 * closes the ratios are taken: those of `candles` themselves, or the ones beside which they were quoted.
 */
export function resampledCandles(candles: Candles, base: Candles, source: Int32Array, tick: number): Candles {
  const { length } = source
  const column = () => new Float64Array(length)
  const path = { open: column(), high: column(), low: column(), close: column(), volume: column() }
  const toTick = rounding(tick)
  let level = closeBefore(base, 0)
  for (let candle = 0; candle < length; candle++) {
    const from = source[candle]
    const scale = level / closeBefore(base, from)
    path.open[candle] = toTick(candles.open[from] * scale)
    path.high[candle] = toTick(candles.high[from] * scale)
    path.low[candle] = toTick(candles.low[from] * scale)
    path.close[candle] = toTick(candles.close[from] * scale)
    path.volume[candle] = candles.volume[from]
    level = base.close[from] * scale
  }
  const { timeframeMs, openedAt } = candles
  return { length, timeframeMs, openedAt: openedAt.subarray(0, length), ...path }
}

/** The first candle has none before it: its open stands in, as if it had opened where the market was. */
function closeBefore(candles: Candles, candle: number): number {
  return candle === 0 ? candles.open[0] : candles.close[candle - 1]
}

/** To the nearest multiple, one tick at least. By division where the tick is a decimal fraction, so that 0.1 × 3 is 0.3. */
function rounding(tick: number): (price: number) => number {
  const perUnit = Math.round(1 / tick)
  const isFraction = perUnit >= 1 && Math.abs(perUnit * tick - 1) < 1e-12
  return (price) => {
    const ticks = Math.max(Math.round(isFraction ? price * perUnit : price / tick), 1)
    return isFraction ? ticks / perUnit : ticks * tick
  }
}

/** Payments travel with their candle; one that waited for it in a gap falls due at its open. */
function travelledFunding(data: MarketData, source: Int32Array): readonly FundingDue[] {
  const { openedAt } = data.candles
  return travelled(
    data.funding,
    (due) => due.candle,
    source,
    (due, candle) => {
      const offset = Math.max(due.at - openedAt[due.candle], 0)
      return { ...due, candle, at: openedAt[candle] + offset }
    },
  )
}

/**
 * What happens in candles, moved with them: each of `items` as often as the candle that `candleOf` names comes, in the order
 * of the path; those of one candle in their own order.
 */
export function travelled<Item>(
  items: readonly Item[],
  candleOf: (item: Item) => number,
  source: Int32Array,
  moved: (item: Item, candle: number) => Item,
): readonly Item[] {
  const byCandle = new Map<number, Item[]>()
  for (const item of items) {
    const there = byCandle.get(candleOf(item))
    if (there === undefined) byCandle.set(candleOf(item), [item])
    else there.push(item)
  }
  const path: Item[] = []
  for (let candle = 0; candle < source.length; candle++) {
    for (const item of byCandle.get(source[candle]) ?? []) path.push(moved(item, candle))
  }
  return path
}

const fineSentence = 'The finer candles are left out: blocks are made of the candles of the run.'

function sentence({ blockMs, seed, path }: BootstrapOptions): string {
  const block = timeframeName(blockMs)
  return `The history is resampled (stationary bootstrap, blocks of ${block} on average, seed ${seed}, path ${path + 1}): it never happened.`
}
