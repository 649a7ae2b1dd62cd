import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import type { Candles } from '#domain/candles.js'

/** One-hour candles around the given closes: each opens at the close before; `wick` is added above and below. */
export function candlesOf(closes: readonly number[], wick: (i: number) => number = () => 0): Candles {
  const open = Float64Array.from(closes, (close, i) => closes[i - 1] ?? close)
  return {
    length: closes.length,
    timeframeMs: 3_600_000,
    openedAt: Float64Array.from(closes, (_, i) => i * 3_600_000),
    open,
    high: Float64Array.from(closes, (close, i) => Math.max(open[i], close) + wick(i)),
    low: Float64Array.from(closes, (close, i) => Math.min(open[i], close) - wick(i)),
    close: Float64Array.from(closes),
    volume: Float64Array.from(closes, (_, i) => 10 + (i % 7)),
  }
}

/** The first `length` candles, as copies. */
export function prefixOf(candles: Candles, length: number): Candles {
  return {
    length,
    timeframeMs: candles.timeframeMs,
    openedAt: candles.openedAt.slice(0, length),
    open: candles.open.slice(0, length),
    high: candles.high.slice(0, length),
    low: candles.low.slice(0, length),
    close: candles.close.slice(0, length),
    volume: candles.volume.slice(0, length),
  }
}

/** A walk of a price above zero, steps of up to 2 %. */
export function prices(length: number, seed = 7): Candles {
  const random = randomOf(seed)
  let close = 250
  const closes = Array.from({ length }, () => (close *= 1 + (random() - 0.5) * 0.04))
  return candlesOf(closes, () => random())
}

export function flat(length: number, level: number): Candles {
  return candlesOf(Array.from({ length }, () => level))
}

/** Where the formulas are most easily wrong: at, below and across zero, without movement, after a burst. */
export function hardSeries(length: number): readonly (readonly [string, Candles])[] {
  const positive = prices(length)
  const random = randomOf(11)
  let level = 0
  const acrossZero = Array.from({ length }, () => (level = level * 0.98 + (random() - 0.5) * 3))
  return [
    ['a price series', positive],
    [
      'a negative series',
      candlesOf(
        Array.from(positive.close, (close) => -close),
        () => random(),
      ),
    ],
    ['a flat series', flat(length, 100.1)],
    ['a flat negative series', flat(length, -0.3)],
    ['a series of zeros', flat(length, 0)],
    ['a series across zero', candlesOf(acrossZero, () => random())],
    ['a series whose first averages are exactly zero', candlesOf(acrossZero.map((x, i) => (i < 60 ? (-1) ** i : x)))],
    ['a series that rises without a fall', candlesOf(Array.from({ length }, (_, i) => 50 + i / 3))],
    ['a series that stands still and then moves', candlesOf(Array.from(positive.close, (x, i) => (i < 60 ? 250 : x)))],
    ['a small spread on a high level', candlesOf(Array.from(acrossZero, (x) => 1e6 + x / 100))],
  ]
}

function randomOf(seed: number): () => number {
  const generator = xoroshiro128plus(seed)
  return () => uniformFloat64(generator)
}
