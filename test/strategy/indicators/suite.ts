import { describe, expect, it } from 'vitest'
import type { Candles } from '#domain/candles.js'
import { warmUpOf } from '#strategy/indicators/index.js'
import type { Indicator } from '#strategy/indicator.js'
import { flat, hardSeries, prefixOf, prices } from './series.js'

export interface IndicatorCase<Value> {
  readonly indicator: Indicator<Value>
  /** The same columns, recomputed the plain way; NaN where there is no value yet. */
  readonly naive: (candles: Candles) => readonly (readonly number[])[]
  /** Candles without a value, per output. */
  readonly warmUp: readonly number[]
  /** What every output is, exactly, on candles that all stand at `level`. */
  readonly onFlat: (level: number) => readonly number[]
}

/** What every indicator has to pass. */
export function behavesAsIndicator<Value>(
  name: string,
  { indicator, naive, warmUp, onFlat }: IndicatorCase<Value>,
): void {
  const longest = Math.max(...warmUp)
  const candles = prices(longest * 4 + 50)

  describe(name, () => {
    it('gives one column per output, as long as the candles', () => {
      const columns = indicator.compute(candles)
      expect(columns.map((column) => column.length)).toEqual(warmUp.map(() => candles.length))
      expect(columns).toHaveLength(indicator.outputs?.length ?? 1)
    })

    it('has no value in warm-up and one at every candle after it', () => {
      const columns = indicator.compute(candles)
      for (const [output, column] of columns.entries()) {
        expect(Array.from(column, Number.isFinite)).toEqual(Array.from(column, (_, i) => i >= warmUp[output]))
        expect(Array.from(column.slice(0, warmUp[output])).every(Number.isNaN)).toBe(true)
      }
      expect(warmUpOf(columns)).toBe(longest)
    })

    it('has no value on candles that end in warm-up, and its first on the candle that ends it', () => {
      expect(warmUpOf(indicator.compute(prefixOf(candles, 0)))).toBe(0)
      expect(warmUpOf(indicator.compute(prefixOf(candles, longest)))).toBe(longest)
      expect(warmUpOf(indicator.compute(prefixOf(candles, longest + 1)))).toBe(longest)
    })

    it('does not look ahead: on every prefix of the candles its values are those of the whole, bit for bit', () => {
      const whole = indicator.compute(candles)
      for (let length = 0; length <= candles.length; length++) {
        const prefix = indicator.compute(prefixOf(candles, length))
        expect(prefix).toEqual(whole.map((column) => column.slice(0, length)))
      }
    })

    it('leaves the candles as they are and computes the same again', () => {
      const copy = prefixOf(candles, candles.length)
      const columns = indicator.compute(candles)
      expect(candles).toEqual(copy)
      expect(indicator.compute(candles)).toEqual(columns)
    })

    it.each(hardSeries(longest * 4 + 50))('equals a naive recomputation on %s', (_, series) => {
      expectClose(indicator.compute(series), naive(series), series)
    })

    it.each([100.1, 0, -0.3, 1e-12])('is exact on candles that all stand at %d', (level) => {
      const columns = indicator.compute(flat(longest + 30, level))
      for (const [output, column] of columns.entries()) {
        expect([...new Set(column.slice(longest))].map(withoutSign)).toEqual([withoutSign(onFlat(level)[output])])
      }
    })
  })
}

/** −0 and 0 are one value here. */
function withoutSign(value: number): number {
  return value === 0 ? 0 : value
}

/** Equal to 1e-9 of the value; where values cancel to about zero, to 1e-13 of the series' height. */
function expectClose(
  columns: readonly Float64Array[],
  expected: readonly (readonly number[])[],
  series: Candles,
): void {
  const height = Math.max(...series.high.map(Math.abs), ...series.low.map(Math.abs))
  for (const [output, column] of columns.entries()) {
    for (const [i, value] of column.entries()) {
      const naive = expected[output][i]
      const tolerance = 1e-9 * Math.abs(naive) + 1e-13 * height
      const same = Number.isNaN(naive) ? Number.isNaN(value) : Math.abs(value - naive) <= tolerance
      if (!same) expect.fail(`output ${output} at candle ${i}: ${value}, recomputed ${naive}`)
    }
    expect(column).toHaveLength(expected[output].length)
  }
}
