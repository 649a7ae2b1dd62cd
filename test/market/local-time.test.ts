import { describe, expect, it } from 'vitest'
import { HOUR_MS } from '#domain/time.js'
import { CandleRows } from '#market/candle-rows.js'
import { linesOf } from '#market/row-source.js'
import { TimeColumn } from '#market/time-column.js'
import { failureOf } from './failure-of.js'

/** Local hours from 2025-03-30 or 2025-10-26 on, when Paris changes at 02:00 and 03:00. */
const autumn = ['01:00', '02:00', '02:00', '03:00', '04:00'].map((clock) => `2025-10-26 ${clock}:00`)
const autumnUtc = [23, 24, 25, 26, 27].map((hour) => Date.UTC(2025, 9, 25) + hour * HOUR_MS)

function read(times: readonly string[], timeZone?: string) {
  const rows = new CandleRows(linesOf('tao.csv'), { volumeNeeded: true, timeZone })
  times.forEach((time, index) => rows.row([time, '10', '12', '9', '11', '5'], index + 1))
  return rows.finish(Infinity)
}

describe('local times', () => {
  it('are told apart in the hour that autumn has twice, in either order', () => {
    expect([...read(autumn, 'Europe/Paris').candles.openedAt]).toEqual(autumnUtc)
    expect([...read(autumn.toReversed(), 'Europe/Paris').candles.openedAt]).toEqual(autumnUtc)
  })

  it('are told apart for candles of half an hour, too', () => {
    const clocks = ['01:30', '02:00', '02:30', '02:00', '02:30', '03:00'].map((clock) => `2025-10-26 ${clock}`)
    const expected = clocks.map((_, index) => autumnUtc[0] + (index + 1) * (HOUR_MS / 2))
    expect([...read(clocks, 'Europe/Paris').candles.openedAt]).toEqual(expected)
  })

  it('have no gap where spring leaves an hour out', () => {
    const spring = ['00:00', '01:00', '03:00', '04:00'].map((clock) => `2025-03-30T${clock}`)
    const file = read(spring, 'Europe/Paris')
    expect([file.gaps.count, file.candles.openedAt[3] - file.candles.openedAt[0]]).toEqual([0, 3 * HOUR_MS])
    expect(file.notes).toContain('times are ISO 8601, read as local times of Europe/Paris where no zone is given')
    expect(read(spring).gaps).toEqual({ count: 1, missing: 1 })
  })

  it('that clocks never show are refused', async () => {
    expect(await failureOf(() => read(['2025-03-30T01:00', '2025-03-30T02:30'], 'Europe/Paris'))).toMatchObject({
      code: 'time-skipped',
      where: 'tao.csv:2',
    })
  })

  it('leave alone what has a zone of its own, and numbers', () => {
    const column = new TimeColumn('Asia/Tokyo')
    expect(column.read('2025-01-01T00:00+01:00')).toBe(Date.UTC(2024, 11, 31, 23))
    expect(new TimeColumn('Asia/Tokyo').read('1735689600')).toBe(Date.UTC(2025, 0, 1))
  })

  it('that come twice as UTC point to the flag for the zone', async () => {
    const failure = await failureOf(() => read(autumn))
    expect(failure).toMatchObject({ code: 'candles-twice', where: 'tao.csv:3' })
    expect(failure.hint).toContain('data import --time-zone')
  })

  it('need a zone that exists', async () => {
    expect(await failureOf(() => new TimeColumn('Mars/Olympus'))).toMatchObject({ code: 'time-zone-unknown' })
  })
})

describe('ISO 8601', () => {
  it.each([
    ['2025-10-26T23:59:59Z', Date.UTC(2025, 9, 26, 23, 59, 59)],
    ['2025-10-26T09:08:07Z', Date.UTC(2025, 9, 26, 9, 8, 7)],
    ['2025-10-26T24:00:00Z', Date.UTC(2025, 9, 27)],
    ['2025-10-26T25:00:00Z', Number.NaN],
    ['2025-10-26T10:60:00Z', Number.NaN],
    ['2025-10-26T10:0a:00Z', Number.NaN],
    ['2025-10-26T10:00:00X', Number.NaN],
    ['2025-10-26T10-00-00Z', Number.NaN],
    ['2025-10-27T00:00:00Z', Date.UTC(2025, 9, 27)],
  ])('%s is the same after a row of its day', (text, expected) => {
    const column = new TimeColumn()
    expect(column.read('2025-10-26T00:00:00Z')).toBe(Date.UTC(2025, 9, 26))
    expect(column.read(text)).toBe(expected)
    expect(new TimeColumn().read(text)).toBe(expected)
  })

  it("reads CryptoDataDownload's hours with AM and PM", () => {
    const column = new TimeColumn()
    const hours = ['12-AM', '01-AM', '12-PM', '11-PM'].map((hour) => column.read(`2019-10-21 ${hour}`))
    expect(hours).toEqual([0, 1, 12, 23].map((hour) => Date.UTC(2019, 9, 21, hour)))
  })
})
