import { describe, expect, it } from 'vitest'
import type { Cell } from '#market/cell.js'
import { EventRows } from '#market/event-rows.js'
import { FundingRows } from '#market/funding-rows.js'
import type { RowChoice } from '#market/row-columns.js'
import { SeriesRows } from '#market/series-rows.js'
import { failureOf } from './failure-of.js'

interface Rows<Read> {
  row(cells: readonly Cell[], line: number): void
  finish(): Read
}

function read<Read>(rows: Rows<Read>, lines: readonly string[]): Read {
  for (const [at, line] of lines.entries()) rows.row(line.split(','), at + 1)
  return rows.finish()
}

const funding = (lines: readonly string[], choice?: RowChoice) => read(new FundingRows('funding.csv', choice), lines)
const series = (lines: readonly string[], choice?: RowChoice) => read(new SeriesRows('oi.csv', choice), lines)
const day = (date: number) => Date.UTC(2025, 0, date)

describe('a file of funding', () => {
  it("is read in Binance Vision's form", () => {
    const { prints } = funding([
      'calc_time,funding_interval_hours,last_funding_rate',
      `${day(1)},8,0.0001`,
      `${day(2)},4,-5e-05`,
    ])
    expect(prints.map(({ at, rate }) => [at, rate])).toEqual([
      [day(1), 0.0001],
      [day(2), -0.00005],
    ])
  })

  it("is read in freqtrade's form: the rate as the open, with and without a header", () => {
    const rows = [`${day(1)},0.0001,0,0,0,0`, `${day(2)},-0.0002,0.0,0,0,0`]
    for (const lines of [rows, ['date,open,high,low,close,volume', ...rows]]) {
      const { prints, notes } = funding(lines)
      expect(prints.map(({ rate }) => rate)).toEqual([0.0001, -0.0002])
      expect(notes).toContain("the rate is read from the open, where freqtrade's funding files have it")
    }
  })

  it('is refused where candles stand in it', async () => {
    const lines = ['date,open,high,low,close,volume', `${day(1)},0.0001,0,0,0,0`, `${day(2)},10,12,9,11,5`]
    expect(await failureOf(() => funding(lines))).toMatchObject({ code: 'kind-differs', where: 'funding.csv:3' })
  })

  it("takes OKX's rate that was settled", () => {
    const { prints, notes } = funding(['fundingRate,fundingTime,realizedRate', `0.5,${day(1)},0.0001`])
    expect(prints[0].rate).toBe(0.0001)
    expect(notes.at(-1)).toContain('realizedRate')
  })

  it('is turned around where three rows or more stand newest first', () => {
    const { prints, notes } = funding(['time,rate', `${day(3)},3`, `${day(2)},2`, `${day(1)},1`])
    expect(prints.map(({ rate, where }) => [rate, where])).toEqual([
      [1, 'funding.csv:4'],
      [2, 'funding.csv:3'],
      [3, 'funding.csv:2'],
    ])
    expect(notes).toContain('the newest row stands first: the rows are turned around')
  })

  it('is read for one pair of several', async () => {
    const lines = ['time,symbol,rate', `${day(1)},BTCUSDT,1`, `${day(1)},ETHUSDT,2`]
    expect(funding(lines, { pair: 'ETH/USDT' })).toMatchObject({ pair: 'ETHUSDT', prints: [{ rate: 2 }] })
    expect(await failureOf(() => funding(lines))).toMatchObject({ code: 'pairs-several', where: 'funding.csv:3' })
    expect(await failureOf(() => funding(lines, { pair: 'SOL' }))).toMatchObject({ code: 'pair-absent' })
  })
})

describe('a file of a metric', () => {
  const header = 'timestamp,symbol,sum_open_interest,sum_open_interest_value'

  it('of open interest is read in the base asset, and says so', () => {
    const file = series([header, `${day(1)},TAOUSDT,20,400`, `${day(2)},TAOUSDT,21,420`])
    expect([...file.series.values]).toEqual([20, 21])
    expect(file.notes).toContain(
      "values are read from 'sum_open_interest', open interest in the base asset, 'sum_open_interest_value' left out",
    )
  })

  it("of CCXT's open interest is read with what stands beside it", () => {
    const titles = 'symbol,baseVolume,quoteVolume,openInterestAmount,openInterestValue,timestamp,datetime,info'
    expect([...series([titles, `TAO/USDT:USDT,,,20,400,${day(1)},2025-01-01,`]).series.values]).toEqual([20])
  })

  it('takes the column that is named', () => {
    const columns = { value: 'sum_open_interest_value' }
    expect([...series([header, `${day(1)},TAOUSDT,20,400`], { columns }).series.values]).toEqual([400])
  })

  it('with several metrics asks which one', async () => {
    const lines = ['create_time,symbol,sum_open_interest,count_long_short_ratio']
    expect(await failureOf(() => series(lines))).toMatchObject({
      code: 'column-missing',
      where: 'oi.csv:1',
      hint: 'Say which column it is: column: sum_open_interest in a config, --column value=sum_open_interest in data import.',
    })
  })

  it('is turned around from three rows on; two alone are in disorder', async () => {
    const rows = [`${day(3)},3`, `${day(2)},2`, `${day(1)},1`]
    const file = series(['time,value', ...rows])
    expect([[...file.series.at], [...file.series.values]]).toEqual([
      [day(1), day(2), day(3)],
      [1, 2, 3],
    ])
    expect(await failureOf(() => series(['time,value', ...rows.slice(0, 2)]))).toMatchObject({
      code: 'series-unordered',
      where: 'oi.csv:3',
    })
    expect(await failureOf(() => series(['time,value', ...rows.slice(0, 2), `${day(4)},4`]))).toMatchObject({
      code: 'series-unordered',
      where: 'oi.csv:4',
    })
  })
})

describe('a file of events', () => {
  const events = (...lines: readonly string[]) => read(new EventRows('facts.csv'), lines)

  it('gives kind, title and weight, which is 1 where none is written', () => {
    const file = events('time,kind,title,weight', `${day(1)},headline, A rumour ,2.5`, `${day(2)},milestone,B,`)
    expect(file.events).toEqual([
      { at: day(1), kind: 'headline', title: 'A rumour', weight: 2.5 },
      { at: day(2), kind: 'milestone', title: 'B', weight: 1 },
    ])
    expect(events('time,kind,title', `${day(1)},k,t`).events[0].weight).toBe(1)
  })

  it.each([
    ['time,kind,title|2025-01-01,,t', 'event-blank', 'facts.csv:2'],
    ['time,kind,title,weight|2025-01-01,k,t,much', 'not-a-number', 'facts.csv:2'],
    ['time,kind,title|2025-01-02,k,t|2025-01-01,k,t', 'events-unordered', 'facts.csv:3'],
    ['2025-01-01,k,t,2', 'column-missing', 'facts.csv:1'],
  ])('is refused: %s', async (text, code, where) => {
    expect(await failureOf(() => events(...text.split('|')))).toMatchObject({ code, where })
  })
})
