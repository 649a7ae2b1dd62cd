import { describe, expect, it } from 'vitest'
import { Room } from './room.js'
import { candleCsv } from './small-run.js'

const range = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, at) => first + at)

describe.concurrent('hedgerow data info', () => {
  it('tells and draws a file of candles', async () => {
    const { code, stdout } = await new Room({ 'candles.csv': candleCsv() }).hedgerow('data', 'info', 'candles.csv')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^candles\.csv: candles\n {2}60 candles of 1h, 2025-01-01 00:00 to 2025-01-03 11:00 UTC\n/)
    expect(stdout).toContain('  99.5 to 110.5, last close 101\n')
    expect(stdout).toMatch(/ {2}3,026 bytes, sha256 [0-9a-f]{64}\n/)
    expect(stdout).toMatch(/\n {2}close\n {2}110\.0 ┤/)
    expect(stdout).toMatch(/\n +2025-01-01 00:00 +2025-01-03 11:00\n$/)
  })

  it('counts faults, and does not fail for them', async () => {
    const room = new Room({ 'candles.csv': candleCsv({ hours: [0, 1, 2, 4, 5] }) })
    const { code, stdout } = await room.hedgerow('data', 'info', 'candles.csv')
    expect(code).toBe(0)
    expect(stdout).toContain('  1 fault: hedgerow data check tells them, line by line.\n')
  })

  it('as JSON, of a series too', async () => {
    const zero = candleCsv({ lines: { 3: '2025-01-01T01:00:00.000Z,100,101.5,99.5,101,0' } })
    const room = new Room({ 'candles.csv': zero, 'f.csv': 'time,rate\n2025-01-01,0.01\n2025-01-02,-0.02\n' })
    const { stdout } = await room.hedgerow('data', 'info', 'candles.csv', 'f.csv', '--json')
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'hedgerow/data-info@1',
      files: [
        {
          kind: 'candles',
          rows: 60,
          timeframe: '1h',
          zeroVolumeShare: 1 / 60,
          lowest: 99.5,
          highest: 110.5,
          lastValue: 101,
        },
        {
          kind: 'funding',
          rows: 2,
          timeframe: null,
          zeroVolumeShare: null,
          lowest: -0.02,
          highest: 0.01,
          lastValue: -0.02,
        },
      ],
    })
  })
})

describe.concurrent('hedgerow data resample', () => {
  it.each(['1h→4h', '1h->4h', '4h'])('%s writes longer candles beside the file', async (timeframes) => {
    const room = new Room({ 'candles.csv': candleCsv({ hours: [...range(2, 8), ...range(10, 17)] }) })
    const { code, stdout } = await room.hedgerow('data', 'resample', 'candles.csv', timeframes)
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `15 candles of 1h made into 3 candles of 4h: candles.4h.csv
Left out: the first 4h at 2025-01-01 00:00, with 2 of 4 candles.
Left out: the last 4h at 2025-01-01 16:00, with 2 of 4 candles.
Made of fewer candles, because of gaps: 1
  2025-01-01 08:00 has 3 of 4
`,
    })
    // Closes go up by 1 an hour to 109 at 9:00 and 110 at 10:00, then down.
    expect(room.text('candles.4h.csv')).toBe(`time,open,high,low,close,volume
2025-01-01T04:00:00Z,103,107.5,102.5,107,4000
2025-01-01T08:00:00Z,107,110.5,106.5,109,3000
2025-01-01T12:00:00Z,109,109.5,104.5,105,4000
`)
    expect(room.text('candles.4h.csv.meta.yaml')).toContain('data resample 1h→4h\nshortCandles: 1\nrows: 3\n')
  })

  it('as JSON', async () => {
    const room = new Room({ 'candles.csv': candleCsv({ hours: range(0, 8) }) })
    const { stdout } = await room.hedgerow('data', 'resample', 'candles.csv', '4h', '--out', 'long.csv', '--json')
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'hedgerow/data-resample@1',
      from: '1h',
      to: '4h',
      rows: 9,
      out: 'long.csv',
      candles: 2,
      perCandle: 4,
      droppedFirst: null,
      droppedLast: { at: '2025-01-01T08:00:00Z', candles: 1 },
      short: [],
    })
  })

  it.each<[readonly string[], RegExp]>([
    [['candles.csv', '30m->4h'], /candles\.csv: found candles of 1h; expected 30m\. Write 1h→…, or the target alone\./],
    [['candles.csv', 'four'], /'four' is not a duration/],
    [['candles.csv', '1h→4h→1d'], /is no pair of timeframes/],
    [['candles.csv', '5h'], /5h does not divide a day/],
    [
      ['twice.csv', '4h'],
      /twice\.csv:4: 2025-01-01T01:00:00Z again, as on line 3, .* hedgerow data check lists them all/,
    ],
    [['one.csv', '4h'], /found one candle/],
    [['candles.csv', '4h', '--out', 'candles.csv', '--force'], /what is read is never written/],
  ])('%j is refused with code 2', async (words, message) => {
    const room = new Room({
      'candles.csv': candleCsv(),
      'twice.csv': candleCsv({ hours: [0, 1, 1, 2, 3] }),
      'one.csv': candleCsv({ hours: [0] }),
    })
    const { code, stderr } = await room.hedgerow('data', 'resample', ...words)
    expect(code).toBe(2)
    expect(stderr).toMatch(message)
    expect(room.left()).toEqual([])
  })
})

describe.concurrent('hedgerow data join', () => {
  const first = candleCsv({ hours: range(0, 9) })
  const second = candleCsv({ hours: range(8, 19) })
  const other = candleCsv({ hours: range(8, 19), lines: { 3: '2025-01-01T09:00:00.000Z,108,109.5,107.5,109.25,1000' } })

  it('joins files that overlap and agree', async () => {
    const room = new Room({ 'a.csv': first, 'b.csv': second })
    const { code, stdout } = await room.hedgerow('data', 'join', 'a.csv', 'b.csv', '--out', 'both.csv')
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `a.csv: 10 candles, 2025-01-01 00:00 to 2025-01-01 09:00 UTC, 10 taken
b.csv: 12 candles, 2025-01-01 08:00 to 2025-01-01 19:00 UTC, 10 taken
2 candles in more than one file, equal to the last digit
Written: both.csv, 20 candles of 1h, 2025-01-01 00:00 to 2025-01-01 19:00 UTC
`,
    })
    const whole = candleCsv({ hours: range(0, 19) }).replaceAll('.000Z', 'Z')
    expect(room.text('both.csv')).toBe(whole)
    expect(room.text('both.csv.meta.yaml')).toMatch(
      /sources:\n {2}- file: a\.csv\n {4}sha256: [0-9a-f]{64}\n {4}candles: 10\n/,
    )
  })

  it('says where they disagree, with both values and lines, and writes nothing', async () => {
    const room = new Room({ 'a.csv': first, 'b.csv': other })
    const { code, stdout } = await room.hedgerow('data', 'join', 'a.csv', 'b.csv', '--out', 'both.csv')
    expect(code).toBe(3)
    expect(stdout).toContain(`2 candles in more than one file, with 1 disagreement:
  2025-01-01 09:00 close: 109 (a.csv:11), 109.25 (b.csv:3)
Nothing was written: --prefer first or --prefer last says whose candle to take.
`)
    expect(room.left()).toEqual([])
  })

  it.each([
    ['first', ',109,1000'],
    ['last', ',109.25,1000'],
  ])('--prefer %s takes that one', async (prefer, rest) => {
    const room = new Room({ 'a.csv': first, 'b.csv': other })
    const { code } = await room.hedgerow('data', 'join', 'a.csv', 'b.csv', '--out', 'both.csv', '--prefer', prefer)
    expect(code).toBe(0)
    expect(room.text('both.csv')).toMatch(new RegExp(`T09:00:00Z,108,109\\.5,107\\.5${rest}\n`))
  })

  it('tells gaps between them; as JSON too', async () => {
    const room = new Room({ 'a.csv': first, 'b.csv': candleCsv({ hours: range(12, 19) }) })
    const text = await room.hedgerow('data', 'join', 'b.csv', 'a.csv', '--out', 'both.csv')
    expect(text.code).toBe(0)
    expect(text.stdout).toContain(
      'No candle is in more than one file.\nGaps in the whole: 1\n  2 missing, 2025-01-01T10:00:00Z to 2025-01-01T11:00:00Z\n',
    )
    const { stdout } = await room.hedgerow('data', 'join', 'a.csv', 'b.csv', '--out', 'both.csv', '--force', '--json')
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'hedgerow/data-join@1',
      files: [
        { file: 'a.csv', rows: 10, taken: 10 },
        { file: 'b.csv', rows: 8, taken: 8 },
      ],
      out: 'both.csv',
      candles: 18,
      timeframe: '1h',
      overlap: 0,
      disagreements: [],
      gaps: [{ missing: 2 }],
    })
  })

  it('disagreements as JSON', async () => {
    const room = new Room({ 'a.csv': first, 'b.csv': other })
    const { code, stdout } = await room.hedgerow('data', 'join', 'a.csv', 'b.csv', '--out', 'both.csv', '--json')
    expect(code).toBe(3)
    expect(JSON.parse(stdout)).toMatchObject({
      out: null,
      sha256: null,
      disagreements: [
        {
          time: '2025-01-01T09:00:00Z',
          column: 'close',
          first: { file: 'a.csv', line: 11, value: 109 },
          second: { file: 'b.csv', line: 3, value: 109.25 },
        },
      ],
    })
  })

  it.each<[readonly string[], RegExp]>([
    [['a.csv', '--out', 'x.csv'], /one file alone cannot be joined/],
    [['a.csv', 'b.csv'], /required option '--out <file>' not specified/],
    [['a.csv', 'slow.csv', '--out', 'x.csv'], /slow\.csv: found candles of 4h; expected 1h, as in a\.csv/],
    [['a.csv', 'twice.csv', '--out', 'x.csv'], /twice\.csv:4: .* again/],
    [['a.csv', 'b.csv', '--out', 'b.csv', '--force'], /what is read is never written/],
  ])('%j is refused with code 2', async (words, message) => {
    const room = new Room({
      'a.csv': first,
      'b.csv': second,
      'slow.csv': candleCsv({ hours: [0, 4, 8, 12] }),
      'twice.csv': candleCsv({ hours: [0, 1, 1, 2, 3] }),
    })
    const { code, stderr } = await room.hedgerow('data', 'join', ...words)
    expect(code).toBe(2)
    expect(stderr).toMatch(message)
    expect(room.left()).toEqual([])
  })
})
