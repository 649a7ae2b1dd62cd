import { describe, expect, it } from 'vitest'
import { checkSeries } from '#market/checks/check-series.js'
import { findingText } from '#market/checks/finding-text.js'
import type { RawSeries, SeriesKind } from '#market/raw-series.js'
import { RawSeriesRows } from '#market/raw-series-rows.js'
import { linesOf } from '#market/row-source.js'
import { failureOf } from '../failure-of.js'
import { BEGIN, HOUR } from '../raw.js'

function series(hours: readonly number[], kind: SeriesKind = 'funding', values = hours.map(() => 0.0001)): RawSeries {
  return {
    kind,
    time: Float64Array.from(hours, (hour) => BEGIN + hour * HOUR),
    columns: [{ name: 'rate', values: Float64Array.from(values) }],
    line: Uint32Array.from(hours, (_, row) => row + 2),
    unreadable: [],
    notes: [],
  }
}

function found(raw: RawSeries): readonly string[] {
  return checkSeries(raw).findings.map(
    (finding) => `${finding.severity} ${finding.line} ${finding.kind}: ${findingText(finding)}`,
  )
}

describe('a check of funding', () => {
  it('tells its steps: a venue may change them', () => {
    const check = checkSeries(series([0, 8, 16, 24, 28, 32, 36, 40]))
    expect(check.steps.map(({ step, count }) => [step, count])).toEqual([
      ['4h', 4],
      ['8h', 3],
    ])
    expect(check.findings).toEqual([])
  })

  it('a jitter of some milliseconds is no other step', () => {
    const check = checkSeries(series([0, 8.000002, 16.00001, 24]))
    expect(check.steps).toMatchObject([{ step: '8h', count: 3 }])
  })

  it('remarks a step longer than the usual ones, and finds fault with one of more than a day', () => {
    const hourly = Array.from({ length: 60 }, (_, hour) => hour)
    expect(found(series(hourly.filter((hour) => hour !== 30)))).toEqual([
      'remark 32 gap: 1 missing, 2025-01-02T06:00:00Z',
    ])
    expect(found(series(hourly.map((hour) => (hour < 30 ? hour : hour + 24))))).toEqual([
      'fault 32 gap: 24 missing, 2025-01-02T06:00:00Z to 2025-01-03T05:00:00Z',
    ])
  })

  it('finds what comes twice, also within a minute, and what is out of order', () => {
    expect(found(series([0, 8, 8, 16, 24, 24.01, 32], 'funding', [1, 1, 2, 1, 1, 1, 1]))).toEqual([
      'fault 4 duplicate: 2025-01-01T08:00:00Z again, as on line 3, with another rate',
      'fault 7 duplicate: 2025-01-02T00:00:36Z again, as on line 6, with the same values',
    ])
    expect(found(series([0, 8, 24, 16, 32, 40]))[0]).toMatch(/^fault \d unordered: /)
  })
})

describe('a check of another series', () => {
  it('allows any step, and remarks what is missing', () => {
    const daily = Array.from({ length: 30 }, (_, day) => (day < 3 ? day : day + 5) * 24)
    expect(found(series(daily, 'series'))).toEqual([
      'remark 5 gap: 5 missing, 2025-01-04T00:00:00Z to 2025-01-08T00:00:00Z',
    ])
  })

  it('takes rows within a minute for what they are', () => {
    expect(found(series([0, 0.01, 0.02, 0.03], 'series'))).toEqual([])
  })
})

describe('rows of a series', () => {
  const read = (kind: SeriesKind, ...lines: readonly string[]): RawSeries => {
    const rows = new RawSeriesRows(linesOf('f.csv'), kind)
    lines.forEach((line, at) => rows.row(line.split(','), at + 1))
    return rows.finish()
  }

  it('of funding are times and rates', () => {
    const raw = read('funding', 'fundingTime,symbol,fundingRate', '1735689600000,TAOUSDT,0.0001')
    expect(raw).toMatchObject({ kind: 'funding', columns: [{ name: 'rate', values: Float64Array.of(0.0001) }] })
  })

  it('of funding as freqtrade keeps it have the rate as the open, or second', () => {
    const expected = { kind: 'funding', columns: [{ name: 'rate', values: Float64Array.of(0.0002) }], unreadable: [] }
    expect(read('funding', 'date,open,high,low,close', '2025-01-01,0.0002,0,0,0')).toMatchObject(expected)
    expect(read('funding', '1735689600000,0.0002,0,0,0,0')).toMatchObject(expected)
  })

  it('of another series have every column of numbers', () => {
    const raw = read(
      'series',
      'time,symbol,open_interest,value',
      '2025-01-01,TAO,12,',
      '2025-01-02,TAO,x,4',
      '2025-01-03,TAO,1',
    )
    expect(raw.kind).toBe('series')
    expect(raw.columns.map(({ name }) => name)).toEqual(['open_interest', 'value'])
    expect(raw.unreadable).toEqual([
      { line: 2, column: 'value', found: '' },
      { line: 3, column: 'open_interest', found: 'x' },
      { line: 4, column: 'row', found: '3 cells instead of 4' },
    ])
    expect(raw.notes).toContain("the column 'symbol' holds words and is not read")
  })

  it.each<[string, SeriesKind, readonly string[], string]>([
    ['no header', 'series', ['1735689600000,0.1'], 'column-missing'],
    ['no rate', 'funding', ['time,value', '2025-01-01,1'], 'column-missing'],
    ['no value', 'series', ['time', '2025-01-01'], 'column-missing'],
    ['a header alone', 'series', ['time,value'], 'file-empty'],
    ['nothing', 'series', [], 'file-empty'],
    ['a misspelt title of candles', 'series', ['time,opne,high,low,close', '2025-01-01,1,1,1,1'], 'column-missing'],
  ])('with %s are refused', async (_, kind, lines, code) => {
    expect(await failureOf(() => read(kind, ...lines))).toMatchObject({ code })
  })
})
