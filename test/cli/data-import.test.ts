import { describe, expect, it } from 'vitest'
import { Room } from './room.js'

const rows = [
  'open_time,open,high,low,close,volume',
  '1735689600,100,101,99,100,5',
  '1735693200,100,101,99,100.5,6',
  '',
]
const files = { 'tao.csv': rows.join('\n') }

const told = `Read     tao.csv (CSV)
         times are in seconds since 1970, converted to milliseconds
Written  data/tao-1h.csv
         TAO/USDT: 2 candles of 1h, 2025-01-01T00:00:00Z to 2025-01-01T02:00:00Z, no gap
Note     the newest candle is taken as closed; where a file was saved before that, --drop-last leaves it out
`

describe('hedgerow data import', () => {
  it('tells what was recognised and what was written', async () => {
    const room = new Room(files)
    const done = await room.hedgerow('data', 'import', 'tao.csv', '--out', 'data/tao-1h', '--pair', 'TAO/USDT')
    expect(done).toMatchObject({ code: 0, stdout: told, stderr: '' })
    expect(room.names('data')).toEqual(['tao-1h.csv', 'tao-1h.csv.meta.yaml'])
  })

  it('tells the same as JSON', async () => {
    const room = new Room(files)
    const done = await room.hedgerow('data', 'import', 'tao.csv', '--out', 'tao-1h.csv', '--json')
    const { schema, sources, written, notes } = JSON.parse(done.stdout) as Record<string, unknown>
    expect([done.code, schema, notes]).toEqual([0, 'hedgerow/data-import@1', [expect.stringContaining('--drop-last')]])
    expect(sources).toMatchObject([{ file: 'tao.csv', format: 'CSV' }])
    expect(written).toMatchObject([
      { file: 'tao-1h.csv', meta: 'tao-1h.csv.meta.yaml', rows: 2, timeframe: '1h', gaps: 0 },
    ])
  })

  it('gives a data set that other commands read', async () => {
    const room = new Room(files)
    await room.hedgerow('data', 'import', 'tao.csv', '--out', 'set', '--parquet')
    const done = await room.hedgerow('indicator', 'sma(1)', 'set.parquet')
    expect(done).toMatchObject({
      code: 0,
      stdout: 'time,value\n2025-01-01T00:00:00Z,100\n2025-01-01T01:00:00Z,100.5\n',
    })
  })

  it.each([
    [['tao.csv'], "Error: command line: required option '--out <name>' not specified."],
    [['--out', 'x'], "Error: command line: missing required argument 'file'."],
    [['none.csv', '--out', 'x'], "Error: none.csv: found no file 'none.csv'."],
    [['tao.csv', '--out', 'x', '--kind', 'candle'], 'Allowed choices are candles, mark, funding, series, events.'],
    [['tao.csv', '--out', 'x', '--column', 'time'], 'Expected a role and a column, such as time=date or volume=7.'],
    [['tao.csv', '--out', 'x', '--column', 'volume=vol'], "Error: tao.csv:1: found no column 'vol' among 6"],
    [['tao.csv', '--out', 'x', '--time-zone', 'Mars'], "Error: --time-zone: found the time zone 'Mars'"],
    [['tao.csv', '--out', 'x', '--pair', 'a', '--each-pair'], '--pair names one pair, --each-pair takes all.'],
    [['tao.csv', '--out', 'tao'], 'Error: tao.csv: found a file that is read at the place to write to'],
    [
      ['tao.csv', '--out', 'x', '--kind', 'funding'],
      'Error: tao.csv:2: found high, low and close beside the open: candles',
    ],
  ])('refuses %j', async (words, message) => {
    const room = new Room(files)
    const done = await room.hedgerow('data', 'import', ...words)
    expect([done.code, done.stdout, room.left()]).toEqual([2, '', []])
    expect(done.stderr).toContain(message)
  })
})
