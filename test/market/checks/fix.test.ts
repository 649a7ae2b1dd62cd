import { describe, expect, it } from 'vitest'
import { asRaw } from '#market/candle-columns.js'
import { checkCandles } from '#market/checks/check-candles.js'
import { type Fixed, fixed, type FixMode } from '#market/checks/fix.js'
import type { RawCandles } from '#market/raw-candles.js'
import { BEGIN, HOUR, type Hour, hours, rawHours, rowsIn } from '../raw.js'

function repaired(raw: RawCandles, mode: FixMode): Fixed & { readonly left: number } {
  const done = fixed(raw, checkCandles(raw), mode)
  return {
    ...done,
    left: checkCandles(asRaw(done.candles)).findings.filter(({ severity }) => severity === 'fault').length,
  }
}

/** 0, 1 (twice), a bad 2, 4 before 3, 3:30, 6; the last two at 9 and 10. */
const broken = rawHours([
  [0],
  [1, 100, 101, 99, 100.5],
  [1],
  [2, 100, 98, 99, 100],
  [4],
  [3],
  [3.5],
  [5],
  [6],
  [7],
  [9],
  [10],
])
const dropped: readonly Hour[] = [[0], [1, 100, 101, 99, 100.5], [3], [4], [5], [6], [7], [9], [10]]
const plain = (rows: readonly Hour[]) => rowsIn(rawHours(rows))

describe('a repaired copy', () => {
  it('drop: is without unusable rows, each time once, in order; its gaps stay', () => {
    const done = repaired(broken, 'drop')
    expect(rowsIn(done.candles)).toEqual(plain(dropped))
    expect(done).toMatchObject({ dropped: 3, filled: [], unfilled: [], left: 2 })
  })

  it('fill: has flat candles without volume, besides, at the close before the gap', () => {
    const done = repaired(broken, 'fill')
    const flat = (hour: number, price: number): Hour => [hour, price, price, price, price, 0]
    expect(rowsIn(done.candles)).toEqual(
      plain([...dropped, flat(2, 100.5), flat(8, 100)].toSorted(([a], [b]) => a - b)),
    )
    expect(done).toMatchObject({
      dropped: 3,
      filled: [
        { from: BEGIN + 2 * HOUR, to: BEGIN + 2 * HOUR, candles: 1 },
        { from: BEGIN + 8 * HOUR, to: BEGIN + 8 * HOUR, candles: 1 },
      ],
      left: 0,
    })
  })

  it('of a sound file is the same', () => {
    const raw = rawHours(hours(0, 9))
    expect(rowsIn(repaired(raw, 'fill').candles)).toEqual(rowsIn(raw))
  })

  it('is in order where the file had the newest first', () => {
    const raw = rawHours(hours(0, 9).toReversed())
    expect(rowsIn(repaired(raw, 'drop').candles)).toEqual(rowsIn(rawHours(hours(0, 9))))
  })

  it('leaves a gap of more candles than the file has: more likely, a time is wrong', () => {
    const done = repaired(rawHours([...hours(0, 9), [500]]), 'fill')
    expect(done).toMatchObject({ filled: [], unfilled: [{ candles: 490 }], left: 1 })
    expect(done.candles.time).toHaveLength(11)
  })

  it('fills no weekend and no holiday', () => {
    // 2025-01-01 is a Wednesday: days 3 and 4, 10 and 11, … are weekends; days 12 to 15 and 20 are missing.
    const weekdays = Array.from({ length: 40 }, (_, day) => day).filter((day) => day % 7 !== 3 && day % 7 !== 4)
    const there = weekdays.filter((day) => (day < 12 || day > 15) && day !== 20)
    const raw = rawHours(
      there.map((day): Hour => [day]),
      24 * HOUR,
    )
    const done = repaired(raw, 'fill')
    expect(done.filled).toMatchObject([{ candles: 4 }])
    expect(rowsIn(done.candles).map(([hour]) => hour / 24)).toEqual(weekdays.filter((day) => day !== 20))
  })

  it('of a file without a usable row is empty', () => {
    expect(
      repaired(
        rawHours([
          [0, 0],
          [1, 0],
        ]),
        'fill',
      ).candles.time,
    ).toHaveLength(0)
  })
})
