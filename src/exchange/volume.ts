import type { Candles } from '#domain/candles.js'
import { type Decimal, decimal, min } from '#domain/decimal.js'

/**
 * What all fills of a candle together may take, base units (rule O9); null where that has no bound. Known once the candle
 * has closed: the venue knows it, a strategy does not.
 */
export type FillCap = (candle: number) => Decimal | null

/** How much of a candle's volume fills may take. */
export interface Liquidity {
  /** Fraction of the volume. */
  readonly maxParticipation: Decimal
  /** Closed candles over which a volume is normal; null takes each candle's own. */
  readonly window: number | null
}

/** The cap that a liquidity sets over candles; none where no candle has a volume. */
export function fillCap({ maxParticipation, window }: Liquidity, candles: Candles): FillCap {
  if (!hasVolume(candles)) return () => null
  const volumeOf = (candle: number): Decimal => {
    const own = decimal(candles.volume[candle])
    const normal = window === null ? null : medianVolume(candles, window, candle)
    return normal === null ? own : min(own, decimal(normal))
  }
  let known = -1
  let cap = decimal(0)
  return (candle) => {
    if (candle !== known) {
      cap = volumeOf(candle).times(maxParticipation)
      known = candle
    }
    return cap
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
