import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { HOUR_MS, iso } from '#domain/time.js'
import { readCandles } from '#io/read-candles.js'
import { failureOf } from '../market/failure-of.js'

const folder = mkdtempSync(join(tmpdir(), 'hedgerow-bad-'))
afterAll(() => rmSync(folder, { recursive: true }))

const header = 'time,open,high,low,close,volume'
const at = (hour: number) => Date.UTC(2025, 0, 1) + hour * HOUR_MS
const row = (hour: number) => `${at(hour)},100,101,99,100,${hour}`
const hours = (count: number) => Array.from({ length: count }, (_, hour) => row(hour))

function read(content: string | Uint8Array, { pair, readSize }: { pair?: string; readSize?: number } = {}) {
  const path = join(folder, 'tao.csv')
  writeFileSync(path, content)
  return readCandles(path, 'candles', Infinity, { where: 'data.candles', pair, readSize })
}

const lines = (...rows: readonly string[]) => `${rows.join('\n')}\n`

describe('what a trader has is read', () => {
  it.each([
    ['a byte order mark', `\uFEFF${lines(header, ...hours(3))}`],
    ['CRLF', [header, ...hours(3), ''].join('\r\n')],
    ['no line ending at the end', [header, ...hours(3)].join('\n')],
    [
      'numbers with exponents',
      lines(header, ...hours(3).map((text) => text.replace('100,101,99', '1e2,1.01E+2,990e-1'))),
    ],
    [
      'a header in another order',
      lines('Close,Volume,Low,High,Open,Time', ...[0, 1, 2].map((hour) => `100,${hour},99,101,100,${at(hour)}`)),
    ],
    [
      'time zone offsets',
      lines(header, ...[0, 1, 2].map((hour) => `${iso(at(hour + 2)).replace('Z', '+02:00')},100,101,99,100,${hour}`)),
    ],
    [
      'offsets that change with summer time',
      lines(
        header,
        '2025-01-01T01:00:00+01:00,100,101,99,100,0',
        '2025-01-01T03:00:00+02:00,100,101,99,100,1',
        `${iso(at(2))},100,101,99,100,2`,
      ),
    ],
    ['semicolons', lines(header, ...hours(3)).replaceAll(',', ';')],
    ['quotes around every cell', lines(header, ...hours(3)).replaceAll(/[^,\n]+/g, '"$&"')],
  ])('%s', async (_, content) => {
    for (const readSize of [1, 7, 4_096]) {
      // oxlint-disable-next-line no-await-in-loop
      const { candles } = await read(content, { readSize })
      expect([...candles.openedAt]).toEqual([at(0), at(1), at(2)])
      expect([candles.open[2], candles.high[2], candles.low[2], candles.close[2]]).toEqual([100, 101, 99, 100])
      expect([...candles.volume]).toEqual([0, 1, 2])
    }
  })

  it('an hour missing is a gap, and counted', async () => {
    const { candles, fact } = await read(lines(header, row(0), row(1), row(3), row(4)))
    expect([candles.length, fact.gaps, fact.timeframe]).toEqual([4, 1, '1h'])
  })
})

describe('what cannot be right is refused with its place', () => {
  it.each([
    [
      'a gzip that is cut off',
      gzipSync(lines(header, ...hours(2_000))).subarray(0, 6_000),
      'archive-truncated',
      'tao.csv',
    ],
    [
      'zero bytes where a crash left them',
      lines(header, ...hours(200), `${at(200)},100,\0\0\0\0`, row(201)),
      'zero-bytes',
      'tao.csv:202',
    ],
    ['a row with another separator', lines(header, row(0), row(1).replaceAll(',', ';')), 'column-count', 'tao.csv:3'],
    ['a row with tabs', lines(header, row(0), row(1).replaceAll(',', '\t')), 'column-count', 'tao.csv:3'],
    ['a quotation mark that is not closed', lines(header, row(0), `"${row(1)}`, row(2)), 'quote-unclosed', 'tao.csv:3'],
    ['thousands separators', lines(header, row(0), `${at(1)},"1,234.5",101,99,100,5`), 'not-a-number', 'tao.csv:3'],
    [
      'decimal commas',
      lines(header, row(0), row(1)).replaceAll(',', ';').replace('101', '101,5'),
      'not-a-number',
      'tao.csv:2',
    ],
    [
      'two time units',
      lines(header, row(0), row(1).replace(String(at(1)), String(at(1) / 1_000))),
      'time-unit-changes',
      'tao.csv:3',
    ],
    ['a line of 3 MB', lines(header, row(0), `${at(1)},${'1'.repeat(3_000_000)}`), 'line-too-long', 'tao.csv:3'],
    ['a first line of 3 MB', 'x'.repeat(3_000_000), 'line-too-long', 'tao.csv:1'],
    ['another pair', lines(`${header},symbol`, `${row(0)},BTCUSDT`, `${row(1)},BTCUSDT`), 'pair-absent', 'tao.csv'],
    [
      'times that come twice in autumn',
      lines(header, ...['01', '02', '02'].map((hour) => `2025-10-26 ${hour}:00,1,1,1,1,1`)),
      'candles-twice',
      'tao.csv:4',
    ],
  ])('%s', async (_, content, code, where) => {
    const failure = await failureOf(() => read(content, { pair: 'TAO/USDT:USDT' }))
    expect(failure).toMatchObject({ code, where })
    expect(failure.message).toMatch(/^found /)
    expect(failure.hint).toMatch(/\.$/)
    expect(failure.message.length).toBeLessThan(300)
  })

  it('a separator that changes is named', async () => {
    const { message } = await failureOf(() => read(lines(header, row(0), row(1).replaceAll(',', ';'))))
    expect(message).toBe("found a row with ';' between its columns; expected 6 columns, separated as in the first row")
  })

  it('a line without an end does not take the memory', async () => {
    const path = join(folder, 'long.csv')
    writeFileSync(path, `${header}\n${'1'.repeat(60_000_000)}`)
    let bytes = 0
    const reading = { where: 'data.candles', onBytes: (size: number) => (bytes += size) }
    expect(await failureOf(() => readCandles(path, 'candles', Infinity, reading))).toMatchObject({
      code: 'line-too-long',
    })
    expect(bytes).toBeLessThan(2_000_000)
    expect(readFileSync(path).length).toBeGreaterThan(60_000_000)
  })
})
