import { describe, expect, it } from 'vitest'
import { drawnCandles } from '#report/html-buckets.js'
import { levelKinds, levelSegments } from '#report/html-levels.js'
import { mergeWords, poolWords, shortfallOf } from '#report/venue-words.js'
import { scenario } from '../scenarios/scenario.js'
import { bareResult } from '../analysis/bare-result.js'
import { reportOf } from './report-of.js'

const candles = `
  open high low close
  100  100  100 100
  100  100  100 100
  100  100  100 100
  100  100  94  94
  94   94   89  94`

const oneWay = () =>
  scenario({
    positionMode: 'one-way',
    candles,
    plan: `
      0 open core  long  quantity 10 @5x stop 95
      1 open third long  quantity 2  @5x stop 90
      2 open hedge short quantity 12 @4x`,
  }).result

const account = (below: string | null, above: string | null, shortfall = '0') => ({
  ...bareResult([1000]).account,
  liquidation: { below, above },
  shortfall,
})

describe('what the venue made of the legs, in words', () => {
  it('names the marks at which the cross legs would have gone', () => {
    const words = 'When the data ended, the open cross legs would have been liquidated together at a mark of'
    expect(poolWords(account('70.7070707', null))).toBe(`${words} 70.71 below.`)
    expect(poolWords(account(null, '1234.5'))).toBe(`${words} 1,234.50 above.`)
    expect(poolWords(account('70.7', '150'))).toBe(`${words} 70.70 below or 150.00 above.`)
    expect(poolWords(account(null, null))).toBe(null)
  })

  it('tells what the fund paid, where it did', () => {
    expect(shortfallOf(account(null, null, '1094.43143813'))).toBe('1,094.43')
    expect(shortfallOf(account(null, null))).toBe(null)
  })

  it('counts orders that met a position of another leg', () => {
    expect(mergeWords(oneWay().positions)).toBe('one-way, 1 merged, 1 netted, 2 turned')
    expect(mergeWords({ mode: 'hedged', merges: [] })).toBe('hedged, nothing merged')
    expect(mergeWords({ mode: 'multi-trade', merges: [] })).toBe(null)
  })
})

describe('M4: the report of merged legs', () => {
  it('M4: lists what was merged, netted and turned, and says whose money the tables show', () => {
    const page = reportOf(oneWay())
    expect(page).toContain('2025-01-01 01:00 third: 2 was merged into #1 core')
    expect(page).toContain('2025-01-01 02:00 hedge: 12 was netted against #1 core')
    expect(page).toContain('2025-01-01 03:00 core: 10 of an exit, netted away before, went to #2 hedge')
    expect(page).toContain('The venue keeps all legs in one net position, so its books do not know which leg made what')
    expect(page).toContain('One row per position of the venue')
    const apart = reportOf(scenario({ candles, plan: '0 open core long quantity 10 @5x' }).result)
    for (const words of ['Merged and netted', 'venue’s positions', 'One row per position']) {
      expect(apart).not.toContain(words)
    }
  })

  it('M4: draws the stop of each leg of a merged position from when it is set to when it goes', () => {
    const result = scenario({
      positionMode: 'hedged',
      candles,
      plan: `
        0 open core  long quantity 10 @5x stop 95
        1 open third long quantity 2  @5x stop 90`,
    }).result
    const stops = result.levels
      .filter(({ what }) => what === 'stop')
      .map(({ leg, order, price }) => [leg, order, price])
    expect(stops).toEqual([
      [1, 2, '95'],
      [1, 4, '90'],
      [1, 2, null],
      [1, 4, null],
    ])
    const drawn = levelSegments(result, drawnCandles(result, 20_000).ofCandle)
    const shown = drawn.filter(({ kind }) => levelKinds[kind] === 'stop').map(({ from, to }) => [from, to])
    expect(shown).toEqual([
      [0, 3],
      [1, 4],
    ])
  })
})
