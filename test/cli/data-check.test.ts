import { utimesSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { broken } from './broken-candles.js'
import { Room } from './room.js'
import { candleCsv } from './small-run.js'

const told = `broken.csv: 7 faults
  10 candles of 1h, 2025-01-01 00:00 to 2025-01-01 09:00 UTC
  2 gaps (2 candles missing), volume in every candle
  Fault: cannot be read (2)
    line 4: 'abc' in the column close, where a number was expected
    line 10: 5 cells instead of 6
  Fault: out of order (1)
    line 7: 2025-01-01T05:00:00Z is out of order: the row above is 2025-01-01T03:00:00Z
  Fault: twice (1)
    line 6: 2025-01-01T03:00:00Z again, as on line 5, with another high
  Fault: not positive (1)
    line 9: low 0 at 2025-01-01T07:00:00Z is not above zero
  Fault: gaps (2)
    line 9: 1 missing, 2025-01-01T06:00:00Z
    line 11: 1 missing, 2025-01-01T08:00:00Z
  Note: times are ISO 8601, read as UTC where no zone is given.
`

describe.concurrent('hedgerow data check', () => {
  it('a sound file ends with 0', async () => {
    const { code, stdout, stderr } = await new Room({ 'candles.csv': candleCsv() }).hedgerow(
      'data',
      'check',
      'candles.csv',
    )
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toBe(`candles.csv: no fault
  60 candles of 1h, 2025-01-01 00:00 to 2025-01-03 11:00 UTC
  no gaps, volume in every candle
  Note: times are ISO 8601, read as UTC where no zone is given.
`)
  })

  it('a broken one with 3, each fault with its line', async () => {
    const { code, stdout, stderr } = await new Room({ 'broken.csv': broken }).hedgerow('data', 'check', 'broken.csv')
    expect({ code, stdout, stderr }).toEqual({ code: 3, stdout: told, stderr: '' })
  })

  it('a crash is a remark: the file is sound', async () => {
    const crash = candleCsv({ lines: { 30: '2025-01-02T04:00:00.000Z,107,107.5,40,106,10' } })
    const { code, stdout } = await new Room({ 'candles.csv': crash }).hedgerow('data', 'check', 'candles.csv')
    expect(code).toBe(0)
    expect(stdout).toContain('candles.csv: no fault, 1 remark\n')
    expect(stdout).toContain(
      "  Remark: outliers (1)\n    line 30: low 40 of 2025-01-02T04:00:00Z stands 33.0 median ranges out of the candle's body\n",
    )
    const generous = await new Room({ 'candles.csv': crash }).hedgerow(
      'data',
      'check',
      'candles.csv',
      '--outlier',
      '34',
    )
    expect(generous.stdout).toContain('candles.csv: no fault\n')
  })

  it('the terminal shows the first ten of a kind, JSON all', async () => {
    // Hours 0, 1, 2 of each four: 19 gaps of one hour between 20 stretches.
    const holes = candleCsv({ hours: Array.from({ length: 60 }, (_, at) => at + Math.floor(at / 3)) })
    const room = new Room({ 'candles.csv': holes })
    const text = await room.hedgerow('data', 'check', 'candles.csv')
    expect(text.stdout).toMatch(/Fault: gaps \(19\)\n(?: {4}line .*\n){10} {4}and 9 more\n/)
    const { code, stdout } = await room.hedgerow('data', 'check', 'candles.csv', '--json')
    const document = JSON.parse(stdout) as { readonly files: readonly { readonly findings: readonly object[] }[] }
    expect([code, document.files[0].findings.length]).toEqual([3, 19])
  })

  it('as JSON', async () => {
    const room = new Room({ 'broken.csv': broken })
    const { code, stdout, stderr } = await room.hedgerow('data', 'check', 'broken.csv', '--json')
    expect({ code, stderr }).toEqual({ code: 3, stderr: '' })
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'hedgerow/data-check@1',
      files: [
        {
          file: 'broken.csv',
          kind: 'candles',
          sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
          rows: 10,
          first: '2025-01-01T00:00:00Z',
          last: '2025-01-01T09:00:00Z',
          order: 'oldest-first',
          timeframe: '1h',
          zeroVolume: 0,
          closings: null,
          gaps: { count: 2, missing: 2 },
          faults: 7,
          remarks: 0,
          countedBy: 'line',
          notes: ['times are ISO 8601, read as UTC where no zone is given'],
          fixed: null,
        },
      ],
    })
    const { findings } = (JSON.parse(stdout) as { readonly files: readonly { readonly findings: readonly object[] }[] })
      .files[0]
    expect(findings).toContainEqual({
      kind: 'gap',
      severity: 'fault',
      line: 9,
      from: '2025-01-01T06:00:00Z',
      to: '2025-01-01T06:00:00Z',
      missing: 1,
      message: '1 missing, 2025-01-01T06:00:00Z',
    })
  })

  it('--max-gap allows gaps, --timeframe says what the candles should be', async () => {
    const room = new Room({ 'candles.csv': candleCsv({ hours: [0, 1, 2, 3, 6, 7, 8] }) })
    expect((await room.hedgerow('data', 'check', 'candles.csv')).code).toBe(3)
    expect((await room.hedgerow('data', 'check', 'candles.csv', '--max-gap', '2h')).code).toBe(0)
    const { stdout } = await room.hedgerow('data', 'check', 'candles.csv', '--timeframe', '30m')
    expect(stdout).toContain('7 candles of 30m')
    expect(stdout).toContain('6 gaps')
  })

  it('a last candle that was going on when the file was written is a fault', async () => {
    const room = new Room({ 'candles.csv': candleCsv() })
    utimesSync(join(room.folder, 'candles.csv'), new Date(), new Date('2025-01-03T11:30:00Z'))
    const { code, stdout } = await room.hedgerow('data', 'check', 'candles.csv')
    expect(code).toBe(3)
    expect(stdout).toContain(
      'line 61: the candle of 2025-01-03T11:00:00Z closes at 2025-01-03T12:00:00Z, after the file',
    )
  })

  it('a file of funding is told apart by its header, and a series too', async () => {
    const room = new Room({
      'funding.csv':
        'funding_time,rate\n2025-01-01T00:00Z,0.0001\n2025-01-01T08:00Z,0.0001\n2025-01-01T16:00Z,-0.0002\n',
      'oi.csv': 'time,open_interest\n2025-01-01,100\n2025-01-02,110\n2025-01-02,120\n',
    })
    const { code, stdout } = await room.hedgerow('data', 'check', 'funding.csv', 'oi.csv', '--json')
    expect(code).toBe(3)
    expect(JSON.parse(stdout)).toMatchObject({
      files: [
        { kind: 'funding', rows: 3, steps: [{ step: '8h', count: 2 }], faults: 0 },
        { kind: 'series', rows: 3, faults: 1, findings: [{ kind: 'duplicate', line: 4, differs: ['open_interest'] }] },
      ],
    })
  })

  it('--column and --time-zone say what a file does not', async () => {
    const lines = [
      'unix,date,open,high,low,close',
      '1735689600,2025-01-01 00:00,1,1,1,1',
      '1735693200000,2025-01-01 01:00,1,1,1,1',
    ]
    const room = new Room({ 'candles.csv': `${lines.join('\n')}\n` })
    const mixed = await room.hedgerow('data', 'check', 'candles.csv')
    expect(mixed.code).toBe(3)
    expect(mixed.stdout).toContain('line 3: the time 1735693200000, in milliseconds below seconds\n')
    const words = ['--column', 'time=date', '--time-zone', 'Europe/Paris'] as const
    const { code, stdout } = await room.hedgerow('data', 'check', 'candles.csv', ...words)
    expect(code).toBe(0)
    expect(stdout).toContain('2 candles of 1h, 2024-12-31 23:00 to 2025-01-01 00:00 UTC')
  })

  it('one of several files that cannot be read does not keep the others from being checked', async () => {
    const room = new Room({ 'candles.csv': candleCsv(), 'broken.csv': broken })
    const text = await room.hedgerow('data', 'check', 'broken.csv', 'candlse.csv', 'candles.csv')
    expect(text.code).toBe(2)
    expect(text.stderr).toBe("Error: candlse.csv: found no file 'candlse.csv'. Did you mean 'candles.csv'?\n")
    expect(text.stdout).toContain('broken.csv: 7 faults')
    expect(text.stdout).toContain('candles.csv: no fault')
    const { code, stdout } = await room.hedgerow('data', 'check', 'candlse.csv', 'candles.csv', '--json')
    expect(code).toBe(2)
    expect(JSON.parse(stdout)).toMatchObject({
      files: [
        { file: 'candlse.csv', error: { code: 'file-missing' } },
        { file: 'candles.csv', faults: 0 },
      ],
    })
  })
})
