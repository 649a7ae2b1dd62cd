import { describe, expect, it } from 'vitest'
import { durationMs } from '#domain/time.js'
import { resample, type Resampled } from '#market/resample.js'
import { failureOf } from './failure-of.js'
import { BEGIN, columnsOf, HOUR, type Hour, hours, rowsIn } from './raw.js'

const DAY = 24 * HOUR
const hourly = (rows: readonly Hour[], to: string): Resampled =>
  resample(columnsOf(rows), HOUR, durationMs(to), 'f.csv')

describe('longer candles', () => {
  it('have the first open, the extremes, the last close and the whole volume', () => {
    const { candles, begin, end, short } = hourly(
      [
        [0, 100, 103, 99, 102, 1.1],
        [1, 102, 110, 101, 105, 2.2],
        [2, 105, 106, 90, 91, 3.3],
        [3, 91, 95, 90.5, 94, 0.1],
        ...hours(4, 7),
      ],
      '4h',
    )
    expect(rowsIn(candles)).toEqual([
      // 1.1 + 2.2 + 3.3 + 0.1 is 6.699999999999999 in floats.
      [0, 100, 110, 90, 94, 6.7],
      [4, 100, 101, 99, 100, 40],
    ])
    expect({ begin, end, short }).toEqual({ begin: null, end: null, short: [] })
  })

  it('are cut in UTC; what the data does not fill at its begin and its end is left out', () => {
    const { candles, begin, end } = hourly(hours(2, 13), '4h')
    expect(rowsIn(candles).map(([hour]) => hour)).toEqual([4, 8])
    expect(begin).toEqual({ at: BEGIN, candles: 2 })
    expect(end).toEqual({ at: BEGIN + 12 * HOUR, candles: 2 })
  })

  it('a gap inside shortens a candle, and a gap as long as one leaves it out', () => {
    const { candles, short, begin, end } = hourly([...hours(0, 3), [4], ...hours(7, 11), ...hours(16, 19)], '4h')
    expect(rowsIn(candles).map(([hour, , , , , volume]) => [hour, volume])).toEqual([
      [0, 40],
      [4, 20],
      [8, 40],
      [16, 40],
    ])
    expect(short).toEqual([{ at: BEGIN + 4 * HOUR, candles: 2 }])
    expect([begin, end]).toEqual([null, null])
  })

  it('weeks begin on Mondays', () => {
    // 2025-01-01 is a Wednesday; 2025-01-06 and 2025-01-13 are Mondays.
    const days = Array.from({ length: 14 }, (_, day): Hour => [day])
    const { candles, begin, end } = resample(columnsOf(days, DAY), DAY, 7 * DAY, 'f.csv')
    expect(rowsIn(candles).map(([hour]) => hour / 24)).toEqual([5])
    expect([begin?.candles, end?.candles]).toEqual([5, 2])
  })

  it.each([
    ['90m', 'resample-timeframe', /cannot be made/],
    ['1h', 'resample-timeframe', /cannot be made/],
    ['5h', 'resample-timeframe', /does not divide a day/],
    ['36h', 'resample-timeframe', /does not divide a day/],
    ['1d', 'resample-empty', /found 12 candles of 1h, which fill no candle of 1d/],
  ])('of %s are refused', async (to, code, message) => {
    const failure = await failureOf(() => hourly(hours(0, 11), to))
    expect(failure).toMatchObject({ code, where: 'f.csv' })
    expect(failure.message).toMatch(message)
  })

  it('of candles that do not begin at multiples of their length are refused', async () => {
    const shifted = hours(0, 11).map(([hour]): Hour => [hour + 0.5])
    expect(await failureOf(() => hourly(shifted, '4h'))).toMatchObject({ code: 'resample-timeframe' })
  })
})
