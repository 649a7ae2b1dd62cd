import { describe, expect, it } from 'vitest'
import { checkCandles, type CheckOptions, defaultCheck } from '#market/checks/check-candles.js'
import type { Finding } from '#market/checks/finding.js'
import { findingText } from '#market/checks/finding-text.js'
import type { RawCandles } from '#market/raw-candles.js'
import { BEGIN, HOUR, type Hour, hours, rawHours } from '../raw.js'

const DAY = 24 * HOUR

function found(raw: RawCandles, options: Partial<CheckOptions> = {}): readonly string[] {
  const { findings } = checkCandles(raw, { ...defaultCheck, ...options })
  return findings.map((finding) => `${finding.severity} ${finding.line} ${finding.kind}: ${findingText(finding)}`)
}

describe('a check of candles', () => {
  it('finds nothing in sound ones, and says what they are', () => {
    const check = checkCandles(rawHours(hours(0, 9)))
    expect(check).toMatchObject({
      rows: 10,
      first: BEGIN,
      last: BEGIN + 9 * HOUR,
      grid: { name: '1h', timeframeMs: HOUR },
      direction: 'oldest-first',
      gaps: { count: 0, missing: 0 },
      closings: null,
      zeroVolume: 0,
      findings: [],
    })
    expect([...check.sound]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  })

  it('tells cells that cannot be read, and leaves their row out', () => {
    const raw = rawHours(hours(0, 4))
    raw.close[2] = Number.NaN
    const unreadable = [{ line: 4, column: 'close', found: 'abc' }]
    expect(found({ ...raw, unreadable })).toEqual([
      "fault 4 unreadable: 'abc' in the column close, where a number was expected",
    ])
    expect([...checkCandles({ ...raw, unreadable }).sound]).toEqual([0, 1, 3, 4])
  })

  it('a row whose time cannot be read is no candle: there is a gap', () => {
    const raw = rawHours(hours(0, 4))
    raw.time[2] = Number.NaN
    expect(found({ ...raw, unreadable: [{ line: 4, column: 'time', found: '' }] })).toEqual([
      'fault 4 unreadable: nothing in the column time, where a time was expected',
      'fault 5 gap: 1 missing, 2025-01-01T02:00:00Z',
    ])
  })

  it.each<[string, Hour, string]>([
    ['a price of zero', [2, 100, 101, 0, 100], 'fault 4 not-positive: low 0 at 2025-01-01T02:00:00Z is not above zero'],
    [
      'a volume below zero',
      [2, 100, 101, 99, 100, -1],
      'fault 4 not-positive: volume -1 at 2025-01-01T02:00:00Z is below zero',
    ],
    [
      'a high below the low',
      [2, 100, 98, 99, 100],
      'fault 4 inconsistent: high 98 below low 99 at 2025-01-01T02:00:00Z',
    ],
    [
      'an open above the high',
      [2, 102, 101, 99, 100],
      'fault 4 inconsistent: open 102 outside low 99 … high 101 at 2025-01-01T02:00:00Z',
    ],
    [
      'a close below the low',
      [2, 100, 101, 99, 98.5],
      'fault 4 inconsistent: close 98.5 outside low 99 … high 101 at 2025-01-01T02:00:00Z',
    ],
  ])('finds %s, and leaves the row out', (_, bad, told) => {
    const raw = rawHours([[0], [1], bad, [3], [4]])
    expect(found(raw)).toEqual([told])
    expect([...checkCandles(raw).sound]).toEqual([0, 1, 3, 4])
  })

  it('finds a candle that comes twice, whether with the same values or others', () => {
    expect(found(rawHours([[0], [1], [1], [2], [2, 100, 102, 99, 100.5], [3]]))).toEqual([
      'fault 4 duplicate: 2025-01-01T01:00:00Z again, as on line 3, with the same values',
      'fault 6 duplicate: 2025-01-01T02:00:00Z again, as on line 5, with another high and close',
    ])
  })

  it('keeps the one of two rows that can be used', () => {
    const raw = rawHours([[0], [1, 100, 98, 99, 100], [1], [2]])
    expect(found(raw)[0]).toMatch(/^fault 3 duplicate: .* as on line 4, with another high$/)
    expect([...checkCandles(raw).sound]).toEqual([0, 2, 3])
  })

  it('names the one row that is out of order, and not all that follow it', () => {
    expect(found(rawHours([[0], [1], [2], [9], [3], [4], [5], [6], [7], [8], [10]]))).toEqual([
      'fault 5 unordered: 2025-01-01T09:00:00Z is out of order: the row above is 2025-01-01T02:00:00Z',
    ])
  })

  it('a candle that comes twice is not out of order, where another one is', () => {
    const kinds = checkCandles(rawHours([[0], [1], [1], [2], [9], [3], [4], [5], [6], [7], [8]])).findings
    expect(kinds.map(({ kind, line }) => [kind, line])).toEqual([
      ['duplicate', 4],
      ['unordered', 6],
    ])
  })

  it('a file with the newest candle first is in order', () => {
    const raw = rawHours(hours(0, 9).toReversed())
    expect(checkCandles(raw)).toMatchObject({ direction: 'newest-first', findings: [], first: BEGIN })
    expect([...checkCandles(raw).sound]).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0])
  })

  it('counts gaps and what is missing in them', () => {
    const raw = rawHours([...hours(0, 3), ...hours(5, 8), ...hours(12, 14)])
    expect(found(raw)).toEqual([
      'fault 6 gap: 1 missing, 2025-01-01T04:00:00Z',
      'fault 10 gap: 3 missing, 2025-01-01T09:00:00Z to 2025-01-01T11:00:00Z',
    ])
    expect(checkCandles(raw).gaps).toEqual({ count: 2, missing: 4 })
  })

  it('a gap up to the length that is allowed is a remark', () => {
    const raw = rawHours([...hours(0, 3), ...hours(5, 8), ...hours(12, 14)])
    expect(found(raw, { maxGapMs: 2 * HOUR }).map((line) => line.split(' ')[0])).toEqual(['remark', 'fault'])
    expect(found(raw, { maxGapMs: 3 * HOUR }).map((line) => line.split(' ')[0])).toEqual(['remark', 'remark'])
  })

  it('finds a candle beside the grid, which ends no gap', () => {
    expect(found(rawHours([[0], [1], [2], [3.5], [5], [6], [7]]))).toEqual([
      'fault 5 off-grid: 2025-01-01T03:30:00Z is between two candles',
      'fault 6 gap: 2 missing, 2025-01-01T03:00:00Z to 2025-01-01T04:00:00Z',
    ])
  })

  it('takes the grid of most candles, wherever it begins', () => {
    expect(found(rawHours([[0.25], [1.25], [2.25], [3.25], [4.25]]))).toEqual([])
  })

  it.each([
    [4, 'fault 62 other-timeframe: 30 steps of 4h from 2025-01-03T12:00:00Z on, to line 92'],
    [0.5, 'fault 62 other-timeframe: 30 steps of 30m from 2025-01-03T12:00:00Z on, to line 92'],
  ])('a stretch of another timeframe, %s h, is one fault', (step, told) => {
    const others = Array.from({ length: 30 }, (_, at): Hour => [60 + (at + 1) * step])
    expect(found(rawHours([...hours(0, 60), ...others]))).toEqual([told])
  })

  it('measures by the timeframe that it is told', () => {
    const raw = rawHours(hours(0, 9).map(([hour]): Hour => [hour * 2]))
    expect(found(raw)).toEqual([])
    expect(checkCandles(raw, { ...defaultCheck, timeframeMs: HOUR }).gaps).toEqual({ count: 9, missing: 9 })
  })

  it('remarks a wick of many median ranges, and a candle apart from both neighbours', () => {
    const wick: Hour = [10, 100, 101, 60, 100]
    const apart: Hour = [20, 1000, 1001, 999, 1000]
    const raw = rawHours(hours(0, 39).map((hour) => [wick, apart].find(([at]) => at === hour[0]) ?? hour))
    // Ranges are 2: the wick is 40 long; the other's low is 898 above its neighbours' high.
    expect(found(raw)).toEqual([
      "remark 12 outlier: low 60 of 2025-01-01T10:00:00Z stands 20.0 median ranges out of the candle's body",
      'remark 22 outlier: the candle at 1000 of 2025-01-01T20:00:00Z stands 449.0 median ranges apart from both neighbours',
    ])
    expect(found(raw, { outlierMultiple: 20 })).toHaveLength(1)
  })

  it('a price that stays where it went is no outlier, nor what lies beyond a gap', () => {
    expect(found(rawHours(hours(0, 39).map(([hour]) => (hour < 20 ? [hour] : [hour, 500, 501, 499, 500]))))).toEqual([])
    const island = hours(0, 39).flatMap(([hour]): readonly Hour[] =>
      hour === 19 || hour === 21 ? [] : hour === 20 ? [[20, 500, 501, 499, 500]] : [[hour]],
    )
    expect(found(rawHours(island)).every((line) => line.includes(' gap: '))).toBe(true)
  })

  it('the median is of the candles around: a calm year does not make a wild one outlying', () => {
    const calm = hours(0, 499)
    const wild = hours(500, 999).map(([hour]): Hour => [hour, 100, 150, 60, 100])
    expect(found(rawHours([...calm, ...wild])).length).toBeLessThanOrEqual(101)
    expect(found(rawHours([...calm, ...wild]), { outlierMultiple: 26 })).toEqual([])
  })

  it('the median is that of the candle and a hundred on each side, or as many at an end of the file', () => {
    // Ranges of 1 to 101 in no order; each wick is half a range long.
    const ranges = Array.from({ length: 500 }, (_, at) => ((at * 37) % 101) + 1)
    const raw = rawHours(ranges.map((range, hour): Hour => [hour, 200, 200 + range / 2, 200 - range / 2, 200]))
    const { findings } = checkCandles(raw, { ...defaultCheck, outlierMultiple: 1e-9 })
    const naive = ranges.map((range, at) => {
      const first = Math.max(0, Math.min(at - 100, ranges.length - 201))
      const around = ranges.slice(first, first + 201).toSorted((a, b) => a - b)
      return range / 2 / around[100]
    })
    expect(findings.map((finding) => (finding.kind === 'outlier' ? finding.medianRanges : null))).toEqual(naive)
  })

  it('remarks runs of candles without volume', () => {
    const raw = rawHours(hours(0, 9).map(([hour]) => [hour, 100, 101, 99, 100, [2, 3, 7].includes(hour) ? 0 : 10]))
    expect(found(raw)).toEqual([
      'remark 4 zero-volume: 2 candles without volume, 2025-01-01T02:00:00Z to 2025-01-01T03:00:00Z, to line 5',
      'remark 9 zero-volume: 1 candle without volume, 2025-01-01T07:00:00Z',
    ])
    expect(checkCandles(raw).zeroVolume).toBe(3)
  })

  it('a file without any volume has none, which is no remark', () => {
    const raw = rawHours(hours(0, 9).map(([hour]) => [hour, 100, 101, 99, 100, 0]))
    expect(checkCandles(raw)).toMatchObject({ zeroVolume: null, findings: [] })
  })

  it('a last candle that closed after the file was written was not finished', () => {
    const raw = rawHours(hours(0, 4))
    const closes = BEGIN + 5 * HOUR
    expect(found(raw, { writtenAt: closes })).toEqual([])
    expect(found(raw, { writtenAt: closes - 1 })).toEqual([
      'fault 6 unfinished: the candle of 2025-01-01T04:00:00Z closes at 2025-01-01T05:00:00Z, after the file was written',
    ])
    // A time of writing that is before the candles is one that an archive has put there.
    expect(found(raw, { writtenAt: 0 })).toEqual([])
  })

  it('one candle has no timeframe, and no candle nothing at all', () => {
    expect(checkCandles(rawHours([[0]]))).toMatchObject({ grid: null, findings: [], rows: 1 })
    expect(checkCandles(rawHours([]))).toMatchObject({ grid: null, first: null, last: null, rows: 0 })
  })
})

describe('a market that closes', () => {
  // 2025-01-01 is a Wednesday: days 3 and 4, 10 and 11, … are weekends.
  const weekdays = Array.from({ length: 40 }, (_, day) => day).filter((day) => day % 7 !== 3 && day % 7 !== 4)
  const without = (...days: readonly number[]) =>
    rawHours(
      weekdays.filter((day) => !days.includes(day)).map((day): Hour => [day]),
      DAY,
    )

  it('has no gaps at weekends', () => {
    expect(checkCandles(without())).toMatchObject({
      grid: { name: '1d' },
      gaps: { count: 0, missing: 0 },
      closings: { weekends: 5, longestMs: 3 * DAY },
      findings: [],
    })
  })

  it('has holidays of up to three weekdays, and gaps beyond', () => {
    expect(found(without(13))).toEqual([
      'remark 11 holiday: 1 weekday missing, 2025-01-14T00:00:00Z, taken for a holiday',
    ])
    expect(found(without(12, 13, 14))).toEqual([
      'remark 10 holiday: 3 weekdays missing, 2025-01-11T00:00:00Z to 2025-01-15T00:00:00Z, taken for a holiday',
    ])
    expect(found(without(12, 13, 14, 15))).toEqual([
      'fault 10 gap: 4 missing, 2025-01-11T00:00:00Z to 2025-01-16T00:00:00Z',
    ])
  })

  it('a single candle on a Saturday shows that it does not close', () => {
    const raw = rawHours(
      [...weekdays, 3].toSorted((a, b) => a - b).map((day): Hour => [day]),
      DAY,
    )
    expect(checkCandles(raw).closings).toBeNull()
    expect(checkCandles(raw).gaps.count).toBe(5)
  })
})

describe('candles of months', () => {
  const monthly = (...dates: readonly string[]) => {
    const raw = rawHours(dates.map((): Hour => [0]))
    dates.forEach((date, row) => (raw.time[row] = Date.parse(date)))
    return raw
  }

  it('begin on the first of each', () => {
    expect(checkCandles(monthly('2024-01-01', '2024-02-01', '2024-03-01', '2024-04-01'))).toMatchObject({
      grid: { name: '1mo', timeframeMs: null },
      findings: [],
    })
    const gap: Partial<Finding> = {
      kind: 'gap',
      from: Date.UTC(2024, 3, 1),
      to: Date.UTC(2024, 3, 1),
      severity: 'fault',
    }
    expect(checkCandles(monthly('2024-01-01', '2024-02-01', '2024-03-01', '2024-05-01')).findings).toMatchObject([gap])
  })

  it('often end with the month that goes on, which is a remark', () => {
    expect(found(monthly('2023-11-01', '2023-12-01', '2024-01-01', '2024-01-29'))).toEqual([
      'remark 5 off-grid: 2024-01-29T00:00:00Z is between two candles; as the last row, it may be one that was not finished',
    ])
  })
})
