import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AccountSpan, BacktestResult } from '#domain/result.js'
import { iso } from '#domain/time.js'
import { ByteText } from '#report/documents/byte-text.js'
import { equityCsv } from '#report/documents/equity-csv.js'
import { candlesAt, FIRST_OPEN, sample } from './documents-sample.js'

const span: AccountSpan = {
  fromCandle: 0,
  wallet: 1000,
  collateral: 0,
  offset: 1000,
  netQuantity: 0,
  grossQuantity: 0,
  liquidationBelow: Number.NaN,
  liquidationAbove: Number.NaN,
}

function text(result: BacktestResult): string {
  return Buffer.concat([...equityCsv(result)]).toString('utf8')
}

function rows(result: BacktestResult): readonly (readonly string[])[] {
  return text(result)
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((row) => row.split(','))
}

function withCurve(
  equity: readonly number[],
  spans: readonly AccountSpan[],
  closes = equity.map(() => 100),
): BacktestResult {
  const candles = candlesAt(closes)
  return {
    ...sample,
    candles,
    mark: candles,
    first: 0,
    end: closes.length,
    curve: { equity: Float64Array.from(equity), spans },
  }
}

describe('equity.csv', () => {
  it('has a row per candle, at its close: the close of the mark, the exposures at it, the liquidation prices in force', () => {
    const hedged = {
      ...span,
      fromCandle: 1,
      wallet: 999.5,
      collateral: 250.125,
      netQuantity: -2,
      grossQuantity: 8,
      liquidationBelow: 201.123456789,
    }
    const result = withCurve(
      [1000, 500, 250],
      [span, hedged, { ...span, fromCandle: 2, liquidationAbove: 333.5 }],
      [100, 50, 100],
    )
    expect(text(result)).toBe(
      'time,equity,wallet,drawdown,grossExposure,netExposure,margin,liquidationBelow,liquidationAbove\n' +
        '2025-10-10T22:00:00Z,1000,1000,0,0,0,0,,\n' +
        '2025-10-10T23:00:00Z,500,999.5,0.5,0.8,-0.2,250.125,201.12345679,\n' +
        '2025-10-11T00:00:00Z,250,1000,0.75,0,0,0,,333.5\n',
    )
  })

  it('values exposures at the mark, not at the trade candles', () => {
    const result = {
      ...withCurve([1000], [{ ...span, netQuantity: 1, grossQuantity: 3 }], [100]),
      mark: candlesAt([200]),
    }
    expect(rows(result)[0].slice(4, 6)).toEqual(['0.6', '0.2'])
  })

  it('measures drawdown from the highest equity so far, and from the initial balance before it', () => {
    const drawdowns = rows(withCurve([900, 1000, 1250, 1000, 1250, 2500, 1250], [span])).map((row) => row[3])
    expect(drawdowns).toEqual(['0.1', '0', '0', '0.2', '0', '0', '0.5'])
  })

  it('covers the candles of the run alone, by their index in the file', () => {
    const candles = candlesAt([1, 2, 4, 8, 16])
    const spans = [
      { ...span, fromCandle: 2 },
      { ...span, fromCandle: 3, netQuantity: 1 },
    ]
    const result = { ...withCurve([1000, 1000], spans), candles, mark: candles, first: 2, end: 4 }
    expect(rows(result).map((row) => [row[0], row[5]])).toEqual([
      ['2025-10-11T00:00:00Z', '0'],
      ['2025-10-11T01:00:00Z', '0.008'],
    ])
  })

  it('stamps the close of a candle before a gap, not the open of the next', () => {
    const result = withCurve([1000, 1000], [span])
    const openedAt = Float64Array.of(FIRST_OPEN, FIRST_OPEN + 5 * 3_600_000)
    const times = rows({ ...result, candles: { ...result.candles, openedAt } }).map((row) => row[0])
    expect(times).toEqual(['2025-10-10T22:00:00Z', '2025-10-11T03:00:00Z'])
  })

  it('leaves exposures empty where there is no equity to divide by', () => {
    const [zero, negative] = rows(withCurve([0, -10], [{ ...span, netQuantity: 1, grossQuantity: 1 }]))
    expect(zero.slice(1)).toEqual(['0', '1000', '1', '', '', '0', '', ''])
    expect(negative.slice(1)).toEqual(['-10', '1000', '1.01', '', '', '0', '', ''])
  })

  it('comes in pieces whose rows are all there, in order and unharmed by the pieces after them', () => {
    const count = 30_000
    const closes = Array.from({ length: count }, (_, index) => 100 + index / 7)
    const result = withCurve(closes, [span], closes)
    const pieces = [...equityCsv(result)]
    expect(pieces.length).toBeGreaterThan(5)
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThanOrEqual(1 << 18)
    const times = rows(result).map((row) => row[0])
    expect(times).toEqual(closes.map((_, index) => iso(FIRST_OPEN + (index + 1) * 3_600_000)))
    expect(rows(result).every((row) => row.length === 9)).toBe(true)
    expect(Buffer.concat(pieces).toString()).toBe(text(result))
  })
})

describe('numbers and times as bytes', () => {
  function field(value: number): string {
    const bytes = new ByteText()
    bytes.field(value)
    const written = Buffer.from(bytes.take()).toString()
    expect(written[0]).toBe(',')
    return written.slice(1)
  }

  it('have at most 8 places, rounded, without needless zeros, signs or exponents', () => {
    const plain = [0, -0, 1, -1.5, 10, 1e6, 0.1 + 0.2, 1 / 3, 2 / 3].map(field)
    expect(plain.join(' ')).toBe('0 0 1 -1.5 10 1000000 0.3 0.33333333 0.66666667')
    const small = [1e-8, 4.9e-9, -4.9e-9, 5.1e-9, -2.5e-7].map(field)
    expect(small.join(' ')).toBe('0.00000001 0 0 0.00000001 -0.00000025')
    const carried = [0.999999999, 99_999.999999999, 89_999_999.99999999].map(field)
    expect(carried.join(' ')).toBe('1 100000 89999999.99999999')
  })

  it('are as they are where a float has no 8 places, and empty where there is no number', () => {
    const large = [90_071_992.75, -123_456_789.125, 4_294_967_297.5, 2 ** 53, 1e21, -1.5e22].map(field)
    expect(large.join(' ')).toBe(
      '90071992.75 -123456789.125 4294967297.5 9007199254740992 1000000000000000000000 -15000000000000000000000',
    )
    expect([Number.NaN, Infinity, -Infinity].map(field)).toEqual(['', '', ''])
  })

  it('are within half of the last place of any number, in the shortest form', () => {
    const number = fc.oneof(
      fc.double({ min: -9e7, max: 9e7, noNaN: true }),
      fc.double({ min: -1, max: 1, noNaN: true }),
      fc.integer({ min: -9e15, max: 9e15 }).map((scaled) => scaled / 1e8),
    )
    fc.assert(
      fc.property(number, (value) => {
        const written = field(value)
        expect(written).toMatch(/^(?!-0$)-?(?:0|[1-9]\d*)(?:\.\d{0,7}[1-9])?$/)
        expect(Math.abs(Number(written) - value)).toBeLessThanOrEqual(0.5e-8 + Math.abs(value) * 2e-16)
      }),
      { numRuns: 20_000 },
    )
  })

  it('have the instant as everywhere else in ISO 8601', () => {
    const instant = fc.integer({ min: Date.UTC(1960, 0, 1), max: Date.UTC(2100, 0, 1) })
    fc.assert(
      fc.property(fc.array(instant, { minLength: 1, maxLength: 5 }), fc.boolean(), (instants, whole) => {
        const bytes = new ByteText()
        const given = instants.map((at) => (whole ? at - (((at % 1000) + 1000) % 1000) : at))
        for (const at of given) bytes.instant(at)
        expect(Buffer.from(bytes.take()).toString()).toBe(given.map(iso).join(''))
      }),
    )
  })
})
