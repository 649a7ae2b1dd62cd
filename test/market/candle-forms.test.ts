import { describe, expect, it } from 'vitest'
import { HOUR_MS } from '#domain/time.js'
import { type CandleChoice, CandleRows, type ReadCandles } from '#market/candle-rows.js'
import type { Cell } from '#market/cell.js'
import { RawCandleRows } from '#market/raw-candle-rows.js'
import { linesOf } from '#market/row-source.js'
import { failureOf } from './failure-of.js'

const source = linesOf('tao.csv')

function at(hour: number): number {
  return Date.UTC(2025, 0, 1) + hour * HOUR_MS
}

function read(rows: readonly (readonly Cell[])[], choice: Partial<CandleChoice> = {}): ReadCandles {
  const reader = new CandleRows(source, { volumeNeeded: true, ...choice })
  rows.forEach((cells, index) => reader.row(cells, index + 1))
  return reader.finish(Infinity)
}

const cells = (...lines: readonly string[]) => lines.map((line) => line.split(','))

/** The candle of one row: open, high, low, close, volume. */
function candleOf({ candles }: ReadCandles, row: number): readonly number[] {
  const { open, high, low, close, volume } = candles
  return [open, high, low, close, volume].map((column) => column[row])
}

describe('rows without a header', () => {
  it('are read as Kraken OHLCVT: seconds and seven columns', () => {
    const file = read(cells(`${at(0) / 1000},10,12,9,11,5,3`, `${at(1) / 1000},11,11,10,10,2,1`))
    expect(candleOf(file, 0)).toEqual([10, 12, 9, 11, 5])
    expect(file.notes).toContain('no header row: columns are read as time, open, high, low, close, volume')
  })

  it("are read in KuCoin's order, open, close, high, low, where the prices say so, after flat candles too", () => {
    const flat = `${at(0)},10,10,10,10,0,0`
    const file = read(cells(flat, `${at(1)},10,11,12,9,5,50`, `${at(2)},11,10,11,10,2,20`))
    expect(candleOf(file, 0)).toEqual([10, 10, 10, 10, 0])
    expect(candleOf(file, 1)).toEqual([10, 12, 9, 11, 5])
    expect(candleOf(file, 2)).toEqual([11, 11, 10, 10, 2])
    expect(file.notes.at(-1)).toContain('KuCoin')
  })

  it('of OKX take the volume in coins, in contracts only where both are one, and leave out what has not closed', () => {
    const swap = read(
      cells(`${at(2)},1,1,1,1,0,0,0,0`, `${at(1)},10,12,9,11,500,5,55,1`, `${at(0)},9,10,9,10,400,4,40,1`),
    )
    expect(candleOf(swap, 1)).toEqual([10, 12, 9, 11, 5])
    expect(swap.candles.length).toBe(2)
    expect(swap.notes).toContain('1 candle left out: not closed yet, as the file itself says')
    const spot = read(cells(`${at(0)},10,12,9,11,5,55,55,1`, `${at(1)},11,11,10,10,2,20,20,1`))
    expect(candleOf(spot, 0)).toEqual([10, 12, 9, 11, 5])
  })

  it.each([8, 10, 11, 13])('of %i columns are no form that is known: the columns are asked for', async (width) => {
    const row = Array.from({ length: width }, (_, index) => String(index === 0 ? at(0) : 10))
    expect(await failureOf(() => read([row]))).toMatchObject({
      code: 'columns-unknown',
      where: 'tao.csv:1',
      hint: 'Name the columns: --column time=1 --column open=2 …, or add a header row.',
    })
  })

  it('are read as the command line names them', () => {
    const columns = { time: '2', open: '3', high: '4', low: '5', close: '6', volume: '8' }
    const rows = cells(`x,${at(0)},10,12,9,11,0,5`, `x,${at(1)},11,11,10,10,0,2`)
    expect(candleOf(read(rows, { columns }), 0)).toEqual([10, 12, 9, 11, 5])
  })

  it('of three columns are trades, which are refused as such', async () => {
    expect(await failureOf(() => read(cells('1672531436,90.54,1.1')))).toMatchObject({
      code: 'column-count',
      where: 'tao.csv:1',
      message: expect.stringContaining('trades (time, price, amount)'),
    })
  })
})

describe('headers', () => {
  const header = 'time,open,high,low,close,volume'
  const rows = (...times: readonly (number | string)[]) => times.map((time) => `${time},10,12,9,11,5`)

  it('may stand below lines that say whence the file is', () => {
    const file = read([
      ['https://www.CryptoDataDownload.com'],
      ['# a comment'],
      ...cells(header, ...rows(at(0), at(1))),
    ])
    expect(file.candles.length).toBe(2)
    expect(file.notes).toContain('2 lines above the header left out')
  })

  it("of CryptoDataDownload name two volumes: the base's is read, whichever stands first", () => {
    for (const [titles, volumes] of [
      ['Volume BTC,Volume USDT', '5,55'],
      ['Volume USDT,Volume BTC', '55,5'],
    ]) {
      const lines = [`unix,symbol,open,high,low,close,${titles}`, `${at(1)},BTC/USDT,11,11,10,10,${volumes}`]
      const file = read(cells(...lines, `${at(0)},BTC/USDT,10,12,9,11,${volumes}`))
      expect(candleOf(file, 0)).toEqual([10, 12, 9, 11, 5])
      expect(file.notes).toContain("the column 'Volume BTC' is read as volume")
    }
  })

  it('may have one title twice where one of the columns is empty, not where both hold times', async () => {
    const twice = (first: string, second: string) =>
      cells('time,open,high,low,close,volume,time', `${first},10,12,9,11,5,${second}`, `${at(1)},11,11,10,10,2,`)
    expect(read(twice(String(at(0)), '')).candles.openedAt[0]).toBe(at(0))
    expect(await failureOf(() => read(twice(String(at(0)), String(at(5)))))).toMatchObject({
      code: 'column-twice',
      where: 'tao.csv:2',
      hint: 'Say which one, counted from 1: --column time=1, or rename the other.',
    })
    const [first, row] = twice(String(at(5)), String(at(0)))
    const chosen = read([first, row, [String(at(9)), '11', '11', '10', '10', '2', String(at(1))]], {
      columns: { time: '7' },
    })
    expect([...chosen.candles.openedAt]).toEqual([at(0), at(1)])
  })

  it('take another column for a role where the user says so, and refuse one that is not there', async () => {
    const lines = cells(
      'unix,date,open,high,low,close,volume',
      '1,2025-01-01,10,12,9,11,5',
      '2,2025-01-02,11,11,10,10,2',
    )
    expect(read(lines, { columns: { time: 'Date' } }).candles.openedAt[1]).toBe(at(24))
    expect(await failureOf(() => read(lines, { columns: { time: 'dat' } }))).toMatchObject({
      code: 'column-missing',
      hint: "Did you mean 'date'?",
    })
    expect(await failureOf(() => read(lines, { columns: { tim: 'date' } }))).toMatchObject({
      code: 'column-role',
      hint: "Did you mean 'time'?",
    })
  })

  it('of Yahoo say that its volume is money', () => {
    const file = read(
      cells('Date,Open,High,Low,Close,Adj Close,Volume', '2025-01-01,10,12,9,11,8,5', '2025-01-02,11,11,10,10,7,2'),
    )
    expect(candleOf(file, 0)).toEqual([10, 12, 9, 11, 5])
    expect(file.notes.some((note) => note.includes('not the base asset'))).toBe(true)
  })

  it('of candles over funding rates as freqtrade stores them are refused', async () => {
    expect(await failureOf(() => read(cells(header, `${at(0)},0.0001,0,0,0,0`)))).toMatchObject({
      code: 'kind-differs',
      where: 'tao.csv:2',
    })
  })

  it('over candles of calendar months are refused as such', async () => {
    const months = Array.from({ length: 6 }, (_, month) => `2025-0${month + 1}-01,10,12,9,11,5`)
    expect(await failureOf(() => read(cells(header, ...months)))).toMatchObject({
      code: 'timeframe-mixed',
      message: expect.stringContaining('calendar months'),
    })
  })
})

describe('newest first', () => {
  const row = (hour: number) => [String(at(hour)), '10', '12', '9', '11', String(hour)]

  it('is turned around and said', () => {
    const file = read([row(3), row(2), row(0)])
    expect([...file.candles.openedAt]).toEqual([at(0), at(2), at(3)])
    expect([...file.candles.volume]).toEqual([0, 2, 3])
    expect(file.gaps).toEqual({ count: 1, missing: 1 })
    expect(file.notes).toContain('the newest row stands first: the rows are turned around')
  })

  it('keeps the lines of the file in errors', async () => {
    expect(await failureOf(() => read([row(3), row(2), row(2)]))).toMatchObject({
      code: 'candles-twice',
      where: 'tao.csv:3',
    })
    expect(await failureOf(() => read([row(3), row(2), row(4)]))).toMatchObject({
      code: 'candles-unordered',
      where: 'tao.csv:3',
      message: expect.stringContaining('in descending time, as the first two rows have it'),
    })
    const half = [String(at(1.5)), '10', '12', '9', '11', '1']
    expect(await failureOf(() => read([row(5), row(4), row(3), row(2), half]))).toMatchObject({
      code: 'timeframe-mixed',
      where: 'tao.csv:4',
    })
  })
})

describe('a column of pairs', () => {
  const rows = cells(
    'time,symbol,open,high,low,close,volume',
    `${at(0)},BTCUSDT,10,12,9,11,5`,
    `${at(0)},ETHUSDT,1,1,1,1,1`,
    `${at(1)},BTCUSDT,10,12,9,11,6`,
    `${at(1)},ETHUSDT,1,1,1,1,2`,
  )

  it.each(['ETH/USDT', 'ETH/USDT:USDT', 'ETH-USDT-SWAP', 'eth_usdt', 'ETH'])('is filtered by %s', (pair) => {
    const file = read(rows, { pair })
    expect([...file.candles.volume]).toEqual([1, 2])
    expect(file.notes).toContain('rows of ETHUSDT; left out: BTCUSDT')
  })

  it('of several pairs is refused where none is asked for, at the second one', async () => {
    expect(await failureOf(() => read(rows))).toMatchObject({
      code: 'pairs-several',
      where: 'tao.csv:3',
      message:
        'found a row of ETHUSDT below rows of BTCUSDT; expected rows of one pair, or the name of the pair to read',
    })
  })

  it.each(['SOL/USDT', 'ETHFI/USDT', 'BTC/USDC'])('without %s is a file of another pair', async (pair) => {
    expect(await failureOf(() => read(rows, { pair }))).toMatchObject({
      code: 'pair-absent',
      where: 'tao.csv',
      message: `found rows of BTCUSDT, ETHUSDT; expected rows of ${pair}`,
    })
  })

  it('of one pair needs no word', () => {
    expect(read(rows.filter((cell) => cell[1] !== 'ETHUSDT')).candles.length).toBe(2)
  })
})

describe('a lenient reading', () => {
  function raw(...lines: readonly string[]) {
    const reader = new RawCandleRows(source)
    lines.forEach((line, index) => reader.row(line.split(','), index + 1))
    return reader.finish()
  }

  it('keeps every row in its order, with NaN and a word where a cell cannot be read', () => {
    const file = raw(
      'time,open,high,low,close,volume',
      `${at(2)},10,12,9,11,5`,
      'soon,1,1,1,1,1',
      `${at(1)},x,12,9,,5`,
      `${at(0)},1,1`,
      `${at(0) / 1000},1,1,1,1,1`,
    )
    expect([...file.time]).toEqual([at(2), Number.NaN, at(1), Number.NaN, Number.NaN])
    expect([...file.line]).toEqual([2, 3, 4, 5, 6])
    expect([...file.open]).toEqual([10, 1, Number.NaN, Number.NaN, 1])
    expect(file.unreadable).toEqual([
      { line: 3, column: 'time', found: 'soon' },
      { line: 4, column: 'open', found: 'x' },
      { line: 4, column: 'close', found: '' },
      { line: 5, column: 'row', found: '3 cells instead of 6' },
      { line: 6, column: 'time', found: `${at(0) / 1000}, in seconds below milliseconds` },
    ])
    expect(file.notes).toEqual(['times are in milliseconds since 1970'])
  })

  it('keeps more rows than it first has room for', () => {
    const file = raw(...Array.from({ length: 10_000 }, (_, hour) => `${at(hour)},1,1,1,1,${hour}`))
    expect([file.time.length, file.volume[9_999], file.line[9_999]]).toEqual([10_000, 9_999, 10_000])
  })
})
