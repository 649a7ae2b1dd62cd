import type { Candles } from '#domain/candles.js'
import { type Decimal, decimal, toFloat } from '#domain/decimal.js'

/**
 * What all fills of a candle together may take, base units (rule O9); null where that has no bound. Known once the candle
 * has closed: the venue knows it, a strategy does not.
 */
export interface FillCap {
  readonly of: (candle: number) => Decimal | null
  /** The same as a float, Infinity for null: most fills are far below it. */
  readonly near: (candle: number) => number
}

export const unbounded: FillCap = { of: () => null, near: () => Number.POSITIVE_INFINITY }

/** How much of a candle's volume fills may take. */
export interface Liquidity {
  /** Fraction of the volume. */
  readonly maxParticipation: Decimal
  /** Closed candles over which a volume is normal; null takes each candle's own. */
  readonly window: number | null
}

/** The cap that a liquidity sets over candles; none where no candle has a volume. */
export function fillCap({ maxParticipation, window }: Liquidity, candles: Candles): FillCap {
  if (!hasVolume(candles)) return unbounded
  const volumeOf = rememberingCandle((candle) => {
    const own = candles.volume[candle]
    return window === null ? own : Math.min(own, medianVolume(candles, window, candle) ?? own)
  })
  const share = toFloat(maxParticipation)
  return {
    of: rememberingCandle((candle) => decimal(volumeOf(candle)).times(maxParticipation)),
    near: (candle) => volumeOf(candle) * share,
  }
}

/** What `compute` tells of a candle, kept until another is asked for. */
function rememberingCandle<Value>(compute: (candle: number) => Value): (candle: number) => Value {
  let known: { readonly candle: number; readonly value: Value } | null = null
  return (candle) => {
    if (known?.candle !== candle) known = { candle, value: compute(candle) }
    return known.value
  }
}

/** Whether any candle has a volume. */
export function hasVolume({ volume }: Candles): boolean {
  return volume.some((of) => of > 0)
}

/**
 * The median volume of the last `window` closed candles before one; null before the first. A burst of attention does not
 * move it: volume after a spike falls back to 40–60 % of its peak.
 */
export function medianVolume({ volume }: Candles, window: number, candle: number): number | null {
  const values = volume.slice(Math.max(candle - window, 0), candle).sort()
  if (values.length === 0) return null
  const middle = values.length >> 1
  return values.length % 2 === 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2
}
