import { indexAtOrAfter } from '#domain/candles.js'
import { type Decimal, ZERO } from '#domain/decimal.js'
import { feesAt, inForceAt } from '#domain/fees.js'
import type { Tier } from '#domain/instrument.js'
import { LiquidationPrices } from './liquidation-prices.js'
import type { TradedVolume } from './traded-volume.js'
import type { Venue } from './venue.js'

/**
 * Liquidation prices by what is in force in a candle, from its open on: the margin table (rule L2) and, where the test
 * includes the closing fee, the taker rate (rule L3). Prices are made once for each pair of the two.
 */
export class MarginTables {
  readonly #venue: Venue
  readonly #openedAt: Float64Array
  readonly #volume: TradedVolume
  /** Candles from which another dated state is in force, ascending. */
  readonly #changes: readonly number[]
  readonly #made = new Map<readonly Tier[], Map<string, LiquidationPrices>>()
  #prices: LiquidationPrices
  /** The candle from which on the dated states are others. */
  #until: number

  constructor(venue: Venue, openedAt: Float64Array, volume: TradedVolume, first: number) {
    this.#venue = venue
    this.#openedAt = openedAt
    this.#volume = volume
    const { tierStates, fees } = venue.instrument
    const dated = venue.closeFeeInTest ? [...tierStates, ...fees] : tierStates
    this.#changes = [...new Set(dated.map(({ from }) => indexAtOrAfter(openedAt, from)))].toSorted((a, b) => a - b)
    this.#prices = this.#of(first)
    this.#until = this.#changeAfter(first)
  }

  /** Those in force in the candle that was used last. */
  get prices(): LiquidationPrices {
    return this.#prices
  }

  use(candle: number): void {
    if (candle < this.#until && !this.#followsVolume) return
    this.#prices = this.#of(candle)
    this.#until = this.#changeAfter(candle)
  }

  /** The first candle from `nextCandle` on in which they may be others. */
  nextChange(nextCandle: number): number {
    if (!this.#followsVolume || nextCandle >= this.#openedAt.length) return this.#until
    if (this.#of(nextCandle) !== this.#prices) return nextCandle
    const falls = this.#volume.fallsAfter(this.#openedAt[nextCandle])
    return Math.min(this.#until, indexAtOrAfter(this.#openedAt, falls))
  }

  get #followsVolume(): boolean {
    return this.#venue.closeFeeInTest && this.#volume.counts
  }

  #changeAfter(candle: number): number {
    return this.#changes.find((change) => change > candle) ?? Number.POSITIVE_INFINITY
  }

  #of(candle: number): LiquidationPrices {
    const { instrument, maintenanceOn, hedgedMaintenance } = this.#venue
    const { tiers } = inForceAt(instrument.tierStates, this.#openedAt[candle])
    const closeFeeRate = this.#closeFeeRate(this.#openedAt[candle])
    const byRate = this.#made.get(tiers) ?? new Map<string, LiquidationPrices>()
    this.#made.set(tiers, byRate)
    const key = closeFeeRate.toFixed()
    const prices = byRate.get(key) ?? new LiquidationPrices(tiers, { maintenanceOn, closeFeeRate, hedgedMaintenance })
    byRate.set(key, prices)
    return prices
  }

  #closeFeeRate(opens: number): Decimal {
    if (!this.#venue.closeFeeInTest) return ZERO
    return feesAt(this.#venue.instrument.fees, opens, this.#volume.before(opens, [])).taker
  }
}
