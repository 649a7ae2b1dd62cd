import { describe, expect, it } from 'vitest'
import { CandleRows, type ReadCandles } from '#market/candle-rows.js'
import { linesOf } from '#market/row-source.js'
import { HOUR_MS } from '#domain/time.js'
import { failureOf } from './failure-of.js'

const DAY_OF_GAP = 24 * HOUR_MS
const header = 'open_time,open,high,low,close,volume'

/** Rows without quotation marks, split as the CSV reader would; blank lines are skipped and counted. */
function read(lines: readonly string[], { volumeNeeded = true, maxGapMs = DAY_OF_GAP } = {}): ReadCandles {
  const rows = new CandleRows(linesOf('tao.csv'), { volumeNeeded })
  lines.forEach((line, index) => line !== '' && rows.row(line.split(','), index + 1))
  return rows.finish(maxGapMs)
}

/** Hourly rows from 2025-01-01, flat at 100; `change` replaces single lines of data, counted from 0. */
function hours(count: number, change: Readonly<Record<number, string>> = {}): string[] {
  return Array.from({ length: count }, (_, hour) => change[hour] ?? `${at(hour)},100,101,99,100,5`)
}

function at(hour: number): number {
  return Date.UTC(2025, 0, 1) + hour * HOUR_MS
}

describe('columns', () => {
  it('reads the columns by their names, in any order and case, and ignores the others', () => {
    const lines = ['Close,TRADES,Open Time,High,Volume,LOW,open', `3,7,${at(0)},4,5,1,2`, `2,7,${at(1)},2,6,2,2`]
    const { candles } = read(lines)
    expect([...candles.openedAt]).toEqual([at(0), at(1)])
    expect([...candles.open]).toEqual([2, 2])
    expect([...candles.high]).toEqual([4, 2])
    expect([...candles.low]).toEqual([1, 2])
    expect([...candles.close]).toEqual([3, 2])
    expect([...candles.volume]).toEqual([5, 6])
    expect(candles.length).toBe(2)
    expect(candles.timeframeMs).toBe(HOUR_MS)
  })

  it.each(['time', 'Timestamp', 'DATE', 'datetime', 'open_time', 'openTime', 'unix'])(
    'knows %s as the time',
    (name) => {
      expect(read([`${name},o,h,l,c,vol`, ...hours(2)]).candles.openedAt[1]).toBe(at(1))
    },
  )

  it('reads a file without a header in the order of Binance klines and says so', () => {
    const lines = hours(2).map((line) => `${line},1767229199999,500,12,2,200,0`)
    const { candles, notes } = read(lines)
    expect([...candles.volume]).toEqual([5, 5])
    expect(notes).toContain('no header row: columns are read in the order of Binance klines')
  })

  it('takes the leftmost of two columns for one thing and notes the other', () => {
    const { candles, notes } = read([`unix,date,o,h,l,c,v`, `${at(0)},x,1,1,1,1,1`, `${at(1)},x,1,1,1,1,1`])
    expect([...candles.openedAt]).toEqual([at(0), at(1)])
    expect(notes).toContain("the column 'unix' is read as time, 'date' is ignored")
  })

  it('notes a volume in contracts', () => {
    const lines = ['open_time,open,high,low,close,volume_contracts', ...hours(2)]
    expect(read(lines).notes).toContain('the volume is in contracts, not in the base asset')
  })

  it('wants no volume of mark candles', () => {
    const lines = ['time,open,high,low,close', `${at(0)},1,1,1,1`, `${at(1)},1,1,1,1`]
    expect([...read(lines, { volumeNeeded: false }).candles.volume]).toEqual([0, 0])
  })

  it('refuses a header without a needed column and names the nearest one', async () => {
    expect(await failureOf(() => read(['open_time,opne,high,low,close,volume', ...hours(2)]))).toEqual({
      code: 'column-missing',
      where: 'tao.csv:1',
      message:
        'found the columns open_time, opne, high, low, close, volume; expected a column for the open, named open or o, in a header row with commas between the names',
      hint: "Rename the column 'opne' to 'open'.",
    })
    const suffixed = await failureOf(() => read(['time,open,high,low,close,Volume BTC', ...hours(2)]))
    expect(suffixed.hint).toBe("Rename the column 'Volume BTC' to 'volume'.")
    const other = await failureOf(() => read(['time;open;high;low;close;volume']))
    expect(other.message).toMatch(
      /^found one column, 'time;open;high;low;close;volume'; expected a column for the time/,
    )
    expect(other.hint).toBe("Separate the columns by commas instead of ';'.")
    const absent = await failureOf(() => read(['time,open,high,low,close', ...hours(2)]))
    expect(absent.hint).toBe("Name the volume column 'volume'.")
  })

  it.each([
    ['100,101,99,100', 'found 5 columns; expected 6, as in the first row'],
    ['100,101,99,100,5,7', 'found 7 columns; expected 6, as in the first row'],
  ])('refuses a row with too few or too many columns: %s', async (rest, message) => {
    const lines = [header, ...hours(3, { 1: `${at(1)},${rest}` })]
    expect(await failureOf(() => read(lines))).toMatchObject({ code: 'column-count', where: 'tao.csv:3', message })
  })

  it('refuses a file without header and with too few columns for klines', async () => {
    expect(await failureOf(() => read(['1735689600000,1,1,1,1']))).toMatchObject({
      code: 'column-count',
      where: 'tao.csv:1',
      message:
        'found 5 columns and no header row; expected 6 or more in the order of Binance klines: time, open, high, low, close, volume',
    })
  })

  it.each([
    [[], 'found an empty file; expected a header row and rows of data'],
    [[header], 'found a header row alone; expected a header row and rows of data'],
  ])('refuses a file without data', async (lines, message) => {
    expect(await failureOf(() => read(lines))).toMatchObject({ code: 'file-empty', where: 'tao.csv', message })
  })
})

describe('times', () => {
  it.each([
    ['seconds', (instant: number) => `${instant / 1000}`, 'times are in seconds since 1970, converted to milliseconds'],
    [
      'seconds with a fraction',
      (instant: number) => `${instant / 1000}.0`,
      'times are in seconds since 1970, converted to milliseconds',
    ],
    ['milliseconds', (instant: number) => `${instant}`, 'times are in milliseconds since 1970'],
    [
      'microseconds',
      (instant: number) => `${instant}000`,
      'times are in microseconds since 1970, converted to milliseconds',
    ],
    [
      'ISO 8601',
      (instant: number) => new Date(instant).toISOString(),
      'times are ISO 8601, read as UTC where no zone is given',
    ],
    [
      'no zone',
      (instant: number) => new Date(instant).toISOString().slice(0, 19).replace('T', ' '),
      'times are ISO 8601, read as UTC where no zone is given',
    ],
    [
      'another zone',
      (instant: number) => new Date(instant + HOUR_MS).toISOString().replace('Z', '+01:00'),
      'times are ISO 8601, read as UTC where no zone is given',
    ],
  ])('reads %s and says so', (_, write, note) => {
    const { candles, notes } = read([header, ...[0, 1, 2].map((hour) => `${write(at(hour))},100,101,99,100,5`)])
    expect([...candles.openedAt]).toEqual([at(0), at(1), at(2)])
    expect(notes).toEqual([note])
  })

  it.each(['', 'soon', '20250101', '1735689600000000000', '2025-13-01', '-1735689600000'])(
    "refuses the time '%s'",
    async (cell) => {
      const failure = await failureOf(() => read([header, ...hours(2), `${cell},100,101,99,100,5`]))
      expect(failure).toMatchObject({ code: 'bad-time', where: 'tao.csv:4' })
      expect(failure.message).toBe(
        `found ${cell === '' ? 'no time' : `the time '${cell}'`}; expected ISO 8601, or seconds, milliseconds or microseconds since 1970`,
      )
    },
  )

  it.each([
    [`${at(2)}000`, 'microseconds'],
    [`${at(2) / 1000}`, 'seconds'],
    ['2025-01-01T02:00Z', 'ISO 8601'],
  ])('refuses a change of the unit within a file: %s', async (cell, unit) => {
    const failure = await failureOf(() => read([header, ...hours(2), `${cell},100,101,99,100,5`]))
    expect(failure).toMatchObject({
      code: 'time-unit-changes',
      where: 'tao.csv:4',
      message: `found the time '${cell}' in ${unit}; expected milliseconds, as in the rows above`,
    })
  })
})

describe('values', () => {
  it.each([
    ['abc', "found 'abc' in the column high; expected a number"],
    ['', 'found nothing in the column high; expected a number'],
    ['NaN', "found 'NaN' in the column high; expected a number"],
    ['Infinity', "found 'Infinity' in the column high; expected a number"],
    ['0x65', "found '0x65' in the column high; expected a number"],
    ['1e400', "found '1e400' in the column high; expected a number"],
    ['1 000', "found '1 000' in the column high; expected a number"],
  ])("refuses '%s' as a price", async (cell, message) => {
    const lines = [header, ...hours(3, { 1: `${at(1)},100,${cell},99,100,5` })]
    expect(await failureOf(() => read(lines))).toMatchObject({ code: 'not-a-number', where: 'tao.csv:3', message })
  })

  it.each([
    ['0,101,99,100,5', 'found open 0; expected a price above zero'],
    ['100,101,-99,100,5', 'found low -99; expected a price above zero'],
    ['100,101,99,100,-5', 'found volume -5; expected a volume of zero or more'],
  ])('refuses %s: a price of zero, or anything negative', async (rest, message) => {
    const lines = [header, ...hours(3, { 1: `${at(1)},${rest}` })]
    expect(await failureOf(() => read(lines))).toMatchObject({ code: 'not-positive', where: 'tao.csv:3', message })
  })

  it.each([
    ['100,98,99,100', 'found high 98 below low 99; expected low ≤ open, close ≤ high'],
    ['102,101,99,100', 'found open 102 outside low 99 … high 101; expected low ≤ open, close ≤ high'],
    ['98,101,99,100', 'found open 98 outside low 99 … high 101; expected low ≤ open, close ≤ high'],
    ['100,101,99,102', 'found close 102 outside low 99 … high 101; expected low ≤ open, close ≤ high'],
    ['100,101,99,98', 'found close 98 outside low 99 … high 101; expected low ≤ open, close ≤ high'],
  ])('refuses a candle that contradicts itself: %s', async (prices, message) => {
    const lines = [header, ...hours(3, { 1: `${at(1)},${prices},5` })]
    expect(await failureOf(() => read(lines))).toMatchObject({
      code: 'candle-inconsistent',
      where: 'tao.csv:3',
      message,
    })
  })

  it('accepts a volume of zero and a candle without movement', () => {
    expect(read([header, ...hours(2, { 1: `${at(1)},100,100,100,100,0` })]).candles.volume[1]).toBe(0)
  })
})

describe('order, gaps and timeframe', () => {
  it('refuses candles out of order', async () => {
    expect(await failureOf(() => read([header, ...hours(2), ...hours(1)]))).toEqual({
      code: 'candles-unordered',
      where: 'tao.csv:4',
      message:
        'found the candle of 2025-01-01T00:00:00Z after that of 2025-01-01T01:00:00Z; expected each candle once, in ascending time',
      hint: 'Sort the rows by time, oldest first.',
    })
  })

  it('refuses a candle that comes twice, and counts blank lines', async () => {
    expect(await failureOf(() => read([header, '', ...hours(2), '', hours(2)[1]]))).toEqual({
      code: 'candles-twice',
      where: 'tao.csv:6',
      message: 'found the candle of 2025-01-01T01:00:00Z again; expected each candle once, in ascending time',
      hint: 'Remove one of the two rows.',
    })
  })

  it('counts gaps up to the longest that is allowed and does not fill them', () => {
    const { candles, gaps } = read([header, ...hours(60).filter((_, hour) => hour !== 3 && (hour < 10 || hour >= 34))])
    expect(candles.length).toBe(35)
    expect(gaps).toEqual({ count: 2, missing: 25 })
  })

  it('refuses a gap that is one candle longer, on the line after it', async () => {
    const lines = [header, ...hours(60).filter((_, hour) => hour < 10 || hour >= 35)]
    expect(await failureOf(() => read(lines))).toEqual({
      code: 'gap-too-long',
      where: 'tao.csv:12',
      message: 'found a gap of 25h after the candle of 2025-01-01T09:00:00Z; expected no gap longer than 1d',
      hint: 'Fetch the missing candles, or raise data.maxGap to 25h.',
    })
  })

  it('refuses a step that is no multiple of the timeframe, on its line after blank ones', async () => {
    const lines = [header, ...hours(5), '', `${at(4.5)},100,101,99,100,5`]
    expect(await failureOf(() => read(lines))).toEqual({
      code: 'timeframe-mixed',
      where: 'tao.csv:8',
      message: 'found a step of 30m between two candles; expected candles of one timeframe, 1h as most of the file has',
      hint: 'Keep one timeframe in a file; candles are cut in UTC, without daylight saving time.',
    })
  })

  it('refuses a longer timeframe at the end of a shorter one, where it begins', async () => {
    const hourly = hours(40)
    const fourHourly = Array.from({ length: 24 }, (_, index) => `${at(39 + 4 * (index + 1))},100,101,99,100,5`)
    const failure = await failureOf(() => read([header, ...hourly, ...fourHourly]))
    expect(failure).toMatchObject({ code: 'timeframe-mixed', where: 'tao.csv:42' })
    expect(read([header, ...hourly, ...fourHourly.slice(1)]).gaps.count).toBe(23)
  })

  it('takes the shorter of two equally common steps as the timeframe', () => {
    const { candles, gaps } = read([header, ...hours(4).filter((_, hour) => hour !== 2)])
    expect(candles.timeframeMs).toBe(HOUR_MS)
    expect(gaps).toEqual({ count: 1, missing: 1 })
  })

  it('refuses a single candle, which has no timeframe', async () => {
    expect(await failureOf(() => read([header, ...hours(1)]))).toMatchObject({
      code: 'timeframe-unknown',
      where: 'tao.csv:2',
      message: 'found one candle; expected two or more, from which the timeframe is seen',
    })
  })

  it('keeps every value while the columns grow', () => {
    const lines = Array.from(
      { length: 10_000 },
      (_, hour) => `${at(hour)},${hour + 1},${hour + 3},${hour + 0.5},${hour + 2},${hour}`,
    )
    const { candles } = read([header, ...lines])
    expect([candles.length, candles.openedAt.length, candles.volume.length]).toEqual([10_000, 10_000, 10_000])
    expect(candles.openedAt).toEqual(Float64Array.from(lines, (_, hour) => at(hour)))
    expect(candles.open).toEqual(Float64Array.from(lines, (_, hour) => hour + 1))
    expect(candles.high).toEqual(Float64Array.from(lines, (_, hour) => hour + 3))
    expect(candles.low).toEqual(Float64Array.from(lines, (_, hour) => hour + 0.5))
    expect(candles.close).toEqual(Float64Array.from(lines, (_, hour) => hour + 2))
    expect(candles.volume).toEqual(Float64Array.from(lines, (_, hour) => hour))
  })
})
