import { decimal } from '#domain/decimal.js'
import type { Tier } from '#domain/instrument.js'

/** Rows of up to, maximum leverage, rate, amount as a table. */
export function tierTable(rows: readonly (readonly [number, number, number, number])[]): readonly Tier[] {
  return rows.map(([upTo, maxLeverage, rate, amount]) => ({
    upTo: decimal(upTo),
    maxLeverage: decimal(maxLeverage),
    rate: decimal(rate),
    amount: decimal(amount),
  }))
}

/** The TAO brackets of Binance in force since October 2024. */
export const taoTiers: readonly Tier[] = tierTable([
  [10_000, 75, 0.01, 0],
  [100_000, 50, 0.015, 50],
  [500_000, 25, 0.02, 550],
  [1_000_000, 20, 0.025, 3_050],
  [5_000_000, 10, 0.05, 28_050],
  [10_000_000, 5, 0.1, 278_050],
  [12_500_000, 4, 0.125, 528_050],
  [25_000_000, 2, 0.25, 2_090_550],
  [50_000_000, 1, 0.5, 8_340_550],
])
