import { describe, expect, it } from 'vitest'
import type { Candles } from '#domain/candles.js'
import { HOUR_MS, iso, MINUTE_MS } from '#domain/time.js'
import { type CandleRow, candlesOf } from '#market/candle-builder.js'
import type { FundingSource } from '#market/funding-schedule.js'
import { marketDataOf } from '#market/market-data.js'
import { failureOf } from './failure-of.js'

const START = Date.UTC(2025, 0, 1)

/** Hourly candles at 100, except the hours that are left out. */
function hourly(count: number, without: readonly number[] = [], price = 100): Candles {
  const hours = Array.from({ length: count }, (_, hour) => hour).filter((hour) => !without.includes(hour))
  return candlesOf(hours.map((hour): CandleRow => [at(hour), price, price + 1, price - 1, price, 5])).candles
}

function at(hour: number, minutes = 0): number {
  return START + hour * HOUR_MS + minutes * MINUTE_MS
}

function printsAt(...times: readonly number[]) {
  return times.map((time, index) => ({ at: time, rate: (index + 1) / 10_000 }))
}

function series(times: readonly number[], fallback: Extract<FundingSource, { kind: 'series' }>['fallback'] = null) {
  return { kind: 'series', series: [printsAt(...times)], fallback } as const
}

/** Each payment as `time candle phase`, with `?` where the fallback stands in. */
function dues(candles: Candles, funding: FundingSource, range: { from?: number; to?: number } = {}): string[] {
  return marketDataOf({ candles, funding, ...range }).funding.map(
    (due) => `${iso(due.at).slice(5, 16)} ${due.candle} ${due.phase}${due.known ? '' : '?'}`,
  )
}

describe('candles in memory', () => {
  it('are checked like those of a file', async () => {
    const row: CandleRow = [at(0), 1, 1, 1, 1, 1]
    expect(await failureOf(() => candlesOf([row, row]))).toMatchObject({ code: 'candles-twice', where: 'candles[1]' })
    const infinite: CandleRow = [at(1), 1, Infinity, 1, 1, 1]
    expect(await failureOf(() => candlesOf([row, infinite], { name: 'btc' }))).toMatchObject({
      code: 'not-a-number',
      where: 'btc[1]',
      message: "found 'Infinity'; expected a number",
    })
    expect(await failureOf(() => candlesOf([]))).toMatchObject({ code: 'timeframe-unknown' })
  })

  it('say how many gaps the run has', () => {
    const candles = hourly(20, [3, 4, 9])
    expect(marketDataOf({ candles }).assumptions).toContain(
      'The candles of the run have 2 gaps, 3 candles missing together; a gap is not filled.',
    )
    expect(marketDataOf({ candles, from: at(9) }).assumptions.join()).not.toContain('gap')
  })
})

describe('the range of the run', () => {
  const candles = hourly(24)

  it('T8: from is inclusive and to exclusive on a candle’s open', () => {
    expect(marketDataOf({ candles, from: at(3), to: at(7) })).toMatchObject({ first: 3, end: 7 })
    expect(marketDataOf({ candles, from: at(2, 1), to: at(7, 1) })).toMatchObject({ first: 3, end: 8 })
    expect(marketDataOf({ candles })).toMatchObject({ first: 0, end: 24 })
    expect(marketDataOf({ candles, from: at(23) })).toMatchObject({ first: 23, end: 24 })
  })

  it.each([
    [at(-1), '2024-12-31T23:00:00Z, before the first candle'],
    [at(24), '2025-01-02T00:00:00Z, after the last candle'],
  ])('T8: refuses a beginning outside the candles', async (from, found) => {
    expect(await failureOf(() => marketDataOf({ candles, from }))).toEqual({
      code: 'from-outside',
      where: 'data.from',
      message: `found ${found}; expected the candles open from 2025-01-01T00:00:00Z to 2025-01-01T23:00:00Z`,
      hint: 'Choose a time inside that range, or give a file that covers it.',
    })
  })

  it.each([
    [at(5), at(5), 'no candle from 2025-01-01T05:00:00Z to 2025-01-01T05:00:00Z'],
    [null, at(0), 'no candle to 2025-01-01T00:00:00Z'],
    [at(5), at(4), 'no candle from 2025-01-01T05:00:00Z to 2025-01-01T04:00:00Z'],
  ])('T8: refuses a range that leaves no candle', async (from, to, found) => {
    const failure = await failureOf(() => marketDataOf({ candles, from, to, where: { to: 'data.until' } }))
    expect(failure).toMatchObject({
      code: 'range-empty',
      where: 'data.until',
      message: `found ${found}; expected at least one candle; the candles open from 2025-01-01T00:00:00Z to 2025-01-01T23:00:00Z`,
    })
  })

  it('says so where the candles end before the run should', () => {
    expect(marketDataOf({ candles, to: at(24) }).assumptions.join()).not.toContain('end at')
    expect(marketDataOf({ candles, to: at(25) }).assumptions).toContain(
      'The candles end at 2025-01-02T00:00:00Z, before the end that was asked for, 2025-01-02T01:00:00Z.',
    )
  })
})

describe('the mark series', () => {
  const candles = hourly(6)

  it('F5: without one the traded candles themselves stand in, as an assumption', () => {
    const market = marketDataOf({ candles })
    expect(market.mark).toBe(candles)
    expect(market.assumptions).toContain('There is no mark series: the traded candles stand in for the mark price.')
  })

  it('F5: is brought onto the grid of the candles; where it lacks one, the traded candle stands in and is counted', () => {
    const market = marketDataOf({ candles, mark: hourly(9, [2, 5], 90) })
    expect([...market.mark.close]).toEqual([90, 90, 100, 90, 90, 100])
    expect([...market.mark.high]).toEqual([91, 91, 101, 91, 91, 101])
    expect(market.mark.openedAt).toBe(candles.openedAt)
    expect(market.mark.volume).toBe(candles.volume)
    expect([...candles.close]).toEqual([100, 100, 100, 100, 100, 100])
    expect(market.assumptions).toContain(
      'The mark series lacks 2 candles of the run: the traded candles stand in there.',
    )
  })

  it('F5: counts the candles of the run alone', () => {
    const mark = hourly(6, [0], 90)
    expect(marketDataOf({ candles, mark, from: at(1) }).assumptions.join()).not.toContain('mark')
    expect(marketDataOf({ candles, mark, to: at(3) }).assumptions).toContain(
      'The mark series lacks 1 candle of the run: the traded candle stands in there.',
    )
  })

  it('is refused where it has another timeframe or nothing of the run', async () => {
    const daily = candlesOf([0, 24, 48].map((hour): CandleRow => [at(hour), 1, 1, 1, 1, 1])).candles
    expect(await failureOf(() => marketDataOf({ candles, mark: daily }))).toMatchObject({
      code: 'mark-timeframe',
      where: 'data.mark',
      message: 'found mark candles of 1d; expected 1h, as the traded candles have',
    })
    expect(await failureOf(() => marketDataOf({ candles, mark: hourly(3), from: at(3) }))).toMatchObject({
      code: 'mark-uncovered',
      where: 'data.mark',
      message:
        'found mark candles from 2025-01-01T00:00:00Z to 2025-01-01T03:00:00Z, none of them in the run; expected candles that open at the same times as those from 2025-01-01T03:00:00Z to 2025-01-01T06:00:00Z',
    })
  })
})

describe('where funding is settled', () => {
  it('F2: a print up to 60 s after the open counts as at the open, one further inside is settled at that close', () => {
    const times = [at(1), at(2) + 170, at(3) + 60_000, at(4) + 60_001, at(6) - 1]
    const market = marketDataOf({ candles: hourly(8), funding: series(times) })
    expect(market.funding).toEqual([
      { at: at(1), rate: 0.0001, candle: 1, phase: 'open', known: true },
      { at: at(2) + 170, rate: 0.0002, candle: 2, phase: 'open', known: true },
      { at: at(3) + 60_000, rate: 0.0003, candle: 3, phase: 'open', known: true },
      { at: at(4) + 60_001, rate: 0.0004, candle: 4, phase: 'close', known: true },
      { at: at(6) - 1, rate: 0.0005, candle: 5, phase: 'close', known: true },
    ])
    expect(market.assumptions).toContain('Settled at the close of the candle in which they fall: 2 funding times.')
  })

  it('F2: a print in a gap between candles is settled at the next open, and an assumption says so', () => {
    const candles = hourly(10, [4, 5])
    expect(dues(candles, series([at(3, 30), at(4), at(5, 30), at(6)]))).toEqual([
      '01-01T03:30 3 close',
      '01-01T04:00 4 open',
      '01-01T05:30 4 open',
      '01-01T06:00 4 open',
    ])
    expect(marketDataOf({ candles, funding: series([at(4), at(5, 30)]) }).assumptions).toContain(
      'Settled at the next open, since they fall into a gap of the candles: 2 funding times.',
    )
  })

  it('F2, T8: prints outside the run are left out', () => {
    const times = [-1, 0, 2, 3, 5, 6, 7].map((hour) => at(hour))
    expect(dues(hourly(8), series(times), { from: at(2), to: at(6) })).toEqual([
      '01-01T02:00 2 open',
      '01-01T03:00 3 open',
      '01-01T05:00 5 open',
    ])
    const beforeTheRun = series([at(4), at(6)])
    expect(dues(hourly(8, [3, 4]), beforeTheRun, { from: at(4) })).toEqual(['01-01T06:00 4 open'])
  })
})

describe('what funding is made of', () => {
  it('F4: none is zero, listed as an assumption', () => {
    const market = marketDataOf({ candles: hourly(4) })
    expect(market.funding).toEqual([])
    expect(market.assumptions).toContain('No funding is given: the rate is zero throughout.')
  })

  it('F4: a constant falls on multiples of its interval from 00:00 UTC', () => {
    const funding = { kind: 'constant', constant: { rate: 0.0001, everyMs: 8 * HOUR_MS } } as const
    expect(dues(hourly(30), funding, { from: at(1) })).toEqual([
      '01-01T08:00 8 open',
      '01-01T16:00 16 open',
      '01-02T00:00 24 open',
    ])
    expect(dues(hourly(24), funding)[0]).toBe('01-01T00:00 0 open')
    const market = marketDataOf({ candles: hourly(24), funding })
    expect(market.funding.every((due) => due.rate === 0.0001 && due.known)).toBe(true)
    expect(market.assumptions).toContain('Funding is a constant, 0.0001 every 8h from 00:00 UTC, and not a series.')
  })

  it('F4: a constant within longer candles is settled at their close', () => {
    const daily = candlesOf([0, 24].map((hour): CandleRow => [at(hour), 1, 1, 1, 1, 1])).candles
    const funding = { kind: 'constant', constant: { rate: 0.0001, everyMs: 12 * HOUR_MS } } as const
    expect(dues(daily, funding)).toEqual([
      '01-01T00:00 0 open',
      '01-01T12:00 0 close',
      '01-02T00:00 1 open',
      '01-02T12:00 1 close',
    ])
  })

  it('F4: several series are joined in time order', () => {
    const funding = {
      kind: 'series',
      series: [printsAt(at(8), at(10)), printsAt(at(2), at(4))],
      fallback: null,
    } as const
    expect(marketDataOf({ candles: hourly(12), funding }).funding.map((due) => [due.candle, due.rate])).toEqual([
      [2, 0.0001],
      [4, 0.0002],
      [8, 0.0001],
      [10, 0.0002],
    ])
  })

  it('refuses prints that are out of order, or twice within 60 s in one series or two', async () => {
    const candles = hourly(12)
    const load = (...all: readonly (readonly number[])[]) =>
      marketDataOf({
        candles,
        funding: { kind: 'series', series: all.map((times) => printsAt(...times)), fallback: null },
      })
    expect(await failureOf(() => load([at(2), at(1)]))).toMatchObject({
      code: 'funding-unordered',
      message: 'found the funding of 2025-01-01T01:00:00Z after that of 2025-01-01T02:00:00Z; expected ascending times',
    })
    expect(await failureOf(() => load([at(2), at(2) + 60_000]))).toMatchObject({
      code: 'funding-twice',
      message:
        'found funding at 2025-01-01T02:01:00Z, within 60 s of funding at 2025-01-01T02:00:00Z; expected each funding once',
    })
    expect(await failureOf(() => load([at(2), at(4)], [at(4) + 5, at(6)]))).toMatchObject({ code: 'funding-twice' })
    expect(load([at(2), at(2) + 60_001]).funding).toHaveLength(2)
  })
})

describe('finer candles', () => {
  const candles = hourly(6)

  /** Candles of some minutes over hours `from` … `to − 1`. */
  function finer(minutes: number, from: number, to: number): Candles {
    const rows: CandleRow[] = []
    for (let time = at(from); time < at(to); time += minutes * MINUTE_MS) rows.push([time, 100, 101, 99, 100, 1])
    return candlesOf(rows).candles
  }

  it('P4: are laid along the candles of the run by time', () => {
    const { fine, assumptions } = marketDataOf({ candles, fine: finer(20, -1, 5), from: at(1) })
    expect([...fine!.firstOf]).toEqual([-1, 6, 9, 12, 15, -1])
    expect(fine!.perCandle).toBe(3)
    expect(fine!.mark).toBe(fine!.candles)
    expect(assumptions).toContain('1 candle of the run lacks candles of 20m: it is replayed as it is.')
    expect(assumptions.join()).not.toContain('another open')
  })

  it('P4: that are none change nothing', () => {
    expect(marketDataOf({ candles, fine: null })).toEqual(marketDataOf({ candles }))
    expect(marketDataOf({ candles }).fine).toBeNull()
  })

  it.each([45, 120])('P4: of %i minutes are refused: no whole number of them makes an hour', async (minutes) => {
    const found = minutes === 45 ? '45m' : '2h'
    expect(await failureOf(() => marketDataOf({ candles, fine: finer(minutes, 0, 6) }))).toEqual({
      code: 'fine-timeframe',
      where: 'data.fine',
      message: `found candles of ${found}; expected a timeframe of which 1h, that of the candles, is a whole multiple`,
      hint: 'Give finer candles of the same pair, such as 5m for 1h, or leave them out.',
    })
  })

  it('P4: are refused where they complete no candle of the run', async () => {
    const late = candlesOf([1, 2].map((part): CandleRow => [at(3, part * 20), 100, 101, 99, 100, 1])).candles
    for (const fine of [finer(20, 0, 2), late]) {
      expect(await failureOf(() => marketDataOf({ candles, fine, from: at(2) }))).toMatchObject({
        code: 'fine-uncovered',
        where: 'data.fine',
      })
    }
    expect(await failureOf(() => marketDataOf({ candles, fine: finer(20, 0, 2), from: at(2) }))).toMatchObject({
      message:
        'found candles of 20m from 2025-01-01T00:00:00Z to 2025-01-01T02:00:00Z, with which no candle of the run is complete; expected all of those inside at least one candle from 2025-01-01T02:00:00Z to 2025-01-01T06:00:00Z',
    })
  })
})

describe('coverage', () => {
  const candles = hourly(72)
  const everyEight = { rate: 0.0003, everyMs: 8 * HOUR_MS }

  it('F4: 24 h without a print are covered, also where prints come some ms late', () => {
    expect(dues(candles, series([at(24), at(48)]))).toHaveLength(2)
    expect(dues(candles, series([at(0) + 5, at(24) + 170, at(48) + 3]))).toHaveLength(3)
  })

  it.each([
    ['at the beginning', [at(25), at(48)], 'no funding from 2025-01-01T00:00:00Z to 2025-01-02T01:00:00Z'],
    ['between two prints', [at(20), at(45), at(60)], 'no funding from 2025-01-01T20:00:00Z to 2025-01-02T21:00:00Z'],
    ['at the end', [at(24), at(47)], 'no funding from 2025-01-02T23:00:00Z to 2025-01-04T00:00:00Z'],
    [
      'more than once',
      [at(30), at(60)],
      'no funding from 2025-01-01T00:00:00Z to 2025-01-02T06:00:00Z, the first of 2 such stretches',
    ],
    ['throughout', [at(-5), at(72)], 'no funding from 2025-01-01T00:00:00Z to 2025-01-04T00:00:00Z'],
  ])('F4: a stretch longer than 24 h %s is refused without a fallback', async (_, times, found) => {
    expect(await failureOf(() => marketDataOf({ candles, funding: series(times) }))).toEqual({
      code: 'funding-uncovered',
      where: 'data.funding',
      message: `found ${found}; expected a print at least every 24 h of the run`,
      hint: 'Add a series that covers it, or a fallback: { rate: 0.0001, every: 8h } or zero, or choose another from and to.',
    })
  })

  it('F4: the constant fallback falls strictly inside the uncovered stretch, and is counted', () => {
    const funding = series([at(16), at(48)], everyEight)
    const market = marketDataOf({ candles, funding })
    expect(dues(candles, funding)).toEqual([
      '01-01T16:00 16 open',
      '01-02T00:00 24 open?',
      '01-02T08:00 32 open?',
      '01-02T16:00 40 open?',
      '01-03T00:00 48 open',
    ])
    expect(market.funding.map((due) => due.rate)).toEqual([0.0001, 0.0003, 0.0003, 0.0003, 0.0002])
    expect(market.assumptions).toContain(
      'Funding is not known in 1 stretch, 1d 8h together (2025-01-01T16:00:00Z to 2025-01-03T00:00:00Z): the fallback stands in, 0.0003 every 8h from 00:00 UTC there.',
    )
  })

  it('F4: the fallback stands in before the first and after the last print, within the run', () => {
    expect(dues(candles, series([at(36)], everyEight), { from: at(8), to: at(64) })).toEqual([
      '01-01T16:00 16 open?',
      '01-02T00:00 24 open?',
      '01-02T08:00 32 open?',
      '01-02T12:00 36 open',
      '01-02T16:00 40 open?',
      '01-03T00:00 48 open?',
      '01-03T08:00 56 open?',
    ])
  })

  it('F4: a fallback of zero pays nothing, and is counted', () => {
    const market = marketDataOf({ candles, funding: series([at(30)], 'zero') })
    expect(market.funding).toHaveLength(1)
    expect(market.assumptions).toContain(
      'Funding is not known in 2 stretches, 3d together (2025-01-01T00:00:00Z to 2025-01-02T06:00:00Z, 2025-01-02T06:00:00Z to 2025-01-04T00:00:00Z): the rate is zero there.',
    )
  })

  it('F4: a fallback that is not needed changes nothing', () => {
    const times = [at(0), at(24), at(48)]
    const market = marketDataOf({ candles, funding: series(times, everyEight) })
    expect(market).toEqual(marketDataOf({ candles, funding: series(times) }))
  })

  it('F4: names the first four of many stretches', () => {
    const long = hourly(24 * 14)
    const times = Array.from({ length: 6 }, (_, index) => at(48 * index))
    expect(marketDataOf({ candles: long, funding: series(times, 'zero') }).assumptions.at(-1)).toMatch(
      /^Funding is not known in 6 stretches, 14d together \((?:\S+ to \S+, ){4}and 2 more\): the rate is zero there\.$/,
    )
  })
})
