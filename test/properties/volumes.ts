import { type Decimal, decimal, min, ZERO } from '#domain/decimal.js'
import type { FillResult } from '#domain/result.js'
import { dataOf, type DrawnRun } from './arbitrary-run.js'

/** What is left of each candle's volume as its fills take their parts, by the words of rule O9. */
export class Volumes {
  readonly #left = new Map<number, Decimal>()
  readonly #isBound: boolean

  constructor(drawn: DrawnRun) {
    const { candles } = dataOf(drawn)
    const { thousandths, window } = drawn.venue.liquidity
    const volumes = [...candles.volume]
    this.#isBound = volumes.some((volume) => volume > 0)
    for (const [at, volume] of volumes.entries()) {
      const before =
        window === null ? [] : volumes.slice(Math.max(0, at - window), at).toSorted((one, other) => one - other)
      const own = decimal(volume)
      const counted = before.length === 0 ? own : min(own, medianOf(before))
      this.#left.set(candles.openedAt[at], counted.times(thousandths).div(1_000))
    }
  }

  /** What is left after a fill. The venue's own fills, and those of the last close, take nothing. */
  take({ at, reason, quantity }: FillResult): Decimal {
    if (!this.#isBound || reason === 'liquidation' || reason === 'end-of-data') return decimal(Infinity)
    // Inside a fine candle a fill bears the open of that one.
    const candle = Math.max(...[...this.#left.keys()].filter((openedAt) => openedAt <= at))
    const left = (this.#left.get(candle) ?? ZERO).minus(quantity)
    this.#left.set(candle, left)
    return left
  }
}

function medianOf(ascending: readonly number[]): Decimal {
  const last = ascending.length - 1
  return decimal(ascending[Math.floor(last / 2)])
    .plus(ascending[Math.ceil(last / 2)])
    .div(2)
}
