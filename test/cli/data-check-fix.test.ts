import { describe, expect, it } from 'vitest'
import { broken, candle, csv, header } from './broken-candles.js'
import { Room } from './room.js'
import { candleCsv } from './small-run.js'

describe.concurrent('hedgerow data check --fix', () => {
  it('drop: writes what can be used, and says what is still missing', async () => {
    const room = new Room({ 'broken.csv': broken })
    const { code, stdout } = await room.hedgerow('data', 'check', 'broken.csv', '--fix', 'drop')
    expect(code).toBe(3)
    expect(
      stdout.slice(stdout.indexOf('  Written')),
    ).toBe(`  Written: broken.fixed.csv, 6 candles: 4 rows dropped, put in order
  Left in it: gaps (2)
    line 4: 1 missing, 2025-01-01T02:00:00Z
    line 7: 3 missing, 2025-01-01T06:00:00Z to 2025-01-01T08:00:00Z
`)
    expect(room.text('broken.fixed.csv')).toBe(
      csv(...[0, 1, 3, 4, 5, 9].map((hour) => candle(hour))).replaceAll(':00Z', ':00:00Z'),
    )
    expect(room.text('broken.csv')).toBe(broken)
  })

  it('fill: writes a whole file, which a check finds sound, and marks what is made up', async () => {
    const room = new Room({ 'broken.csv': broken, 'broken.csv.meta.yaml': 'synthetic: true\nseed: 7\n' })
    const { code, stdout } = await room.hedgerow('data', 'check', 'broken.csv', '--fix', 'fill', '--out', 'whole.csv')
    expect(code).toBe(0)
    expect(stdout).toContain(
      '  Written: whole.csv, 10 candles: 4 rows dropped, put in order, 4 candles filled into 2 gaps\n',
    )
    expect(stdout).toContain('  No fault is left in it.\n')
    expect(room.text('whole.csv')).toContain('2025-01-01T02:00:00Z,100,100,100,100,0\n')
    const meta = room.text('whole.csv.meta.yaml')
    expect(meta).toMatch(/^synthetic: true\nsource: broken\.csv\n/)
    expect(meta).toContain('sourceNotes:\n  - synthetic\n  - "seed: 7"\n')
    expect(meta).toContain('filledCandles: 4\nfilled:\n  - from: 2025-01-01T02:00:00Z\n')
    const again = await room.hedgerow('data', 'check', 'whole.csv')
    expect(again.code).toBe(0)
    expect(again.stdout).toContain('10 candles of 1h')
    expect(again.stdout).not.toContain('the file was changed since')
  })

  it('tells it as JSON', async () => {
    const room = new Room({ 'broken.csv': broken })
    const { code, stdout } = await room.hedgerow('data', 'check', 'broken.csv', '--fix', 'fill', '--json')
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      files: [
        {
          faults: 7,
          fixed: {
            out: 'broken.fixed.csv',
            rows: 10,
            dropped: 4,
            sorted: true,
            filled: [
              { from: '2025-01-01T02:00:00Z', to: '2025-01-01T02:00:00Z', candles: 1 },
              { from: '2025-01-01T06:00:00Z', to: '2025-01-01T08:00:00Z', candles: 3 },
            ],
            unfilled: [],
          },
        },
      ],
    })
  })

  it('writes no volume where the file has none', async () => {
    const lines = [
      'time,open,high,low,close',
      '2025-01-01,1,1,1,1',
      '2025-01-02,1,1,1,1',
      '2025-01-02,1,1,1,1',
      '2025-01-03,1,1,1,1',
    ]
    const room = new Room({ 'candles.csv': `${lines.join('\n')}\n` })
    await room.hedgerow('data', 'check', 'candles.csv', '--fix', 'drop')
    expect(room.text('candles.fixed.csv')).toMatch(/^time,open,high,low,close\n2025-01-01T00:00:00Z,1,1,1,1\n/)
  })

  it('writes nothing where there is nothing to repair, unless a place is named', async () => {
    const room = new Room({ 'candles.csv': candleCsv() })
    const { code, stdout } = await room.hedgerow('data', 'check', 'candles.csv', '--fix', 'fill')
    expect([code, room.left()]).toEqual([0, []])
    expect(stdout).toContain('Nothing to repair: no file was written.')
    await room.hedgerow('data', 'check', 'candles.csv', '--fix', 'fill', '--out', 'same.csv')
    expect(room.left()).toEqual(['same.csv', 'same.csv.meta.yaml'])
  })

  it('never replaces a file that is there without --force, nor the original at all', async () => {
    const room = new Room({ 'broken.csv': broken, 'broken.fixed.csv': 'mine\n' })
    const refused = await room.hedgerow('data', 'check', 'broken.csv', '--fix', 'drop')
    expect(refused).toMatchObject({
      code: 2,
      stdout: '',
      stderr:
        'Error: broken.fixed.csv: found a file at the place to write to. Name another place with --out, or replace it with --force.\n',
    })
    expect(room.text('broken.fixed.csv')).toBe('mine\n')
    await room.hedgerow('data', 'check', 'broken.csv', '--fix', 'drop', '--force')
    expect(room.text('broken.fixed.csv')).toContain(header)
    const itself = await room.hedgerow(
      'data',
      'check',
      'broken.csv',
      '--fix',
      'drop',
      '--out',
      './broken.csv',
      '--force',
    )
    expect(itself).toMatchObject({
      code: 2,
      stderr:
        'Error: ./broken.csv: found a file that is read at the place to write to; expected another place. Name another one with --out: what is read is never written.\n',
    })
    expect(room.text('broken.csv')).toBe(broken)
  })

  it.each<[readonly string[], RegExp]>([
    [['data', 'check'], /missing required argument 'file'/],
    [['data', 'check', 'f.csv', '--fix', 'mend'], /Allowed choices are drop, fill/],
    [['data', 'check', 'f.csv', '--timeframe', 'soon'], /Expected a length of time such as 15m, 1h or 1d/],
    [['data', 'check', 'f.csv', '--outlier', '0'], /Expected a number above 0/],
    [['data', 'check', 'f.csv', '--out', 'x.csv'], /--out says where --fix writes to\. Add --fix drop or --fix fill\./],
    [['data', 'check', 'f.csv', 'g.csv', '--fix', 'drop', '--out', 'x.csv'], /--out names one file for several/],
    [['data', 'check', 'f.csv', '--fix', 'drop'], /found funding; only candles can be repaired/],
    [['data', 'check', 'bad.csv', '--fix', 'drop'], /no row of the file can be used, so there is nothing to write/],
    [
      ['data', 'check', 'good.csv', '--fix', 'drop', '--out', 'f.csv/x.csv'],
      /f\.csv\/x\.csv: nothing can be written there \(ENOTDIR\)/,
    ],
    [['data', 'chekc', 'f.csv'], /unknown command 'chekc'\. Did you mean check\?/],
  ])('%j is refused with code 2', async (words, message) => {
    const room = new Room({
      'f.csv': 'funding_time,rate\n2025-01-01,0\n',
      'bad.csv': csv(candle(0, '1,1,0,1,1')),
      'good.csv': candleCsv(),
    })
    const { code, stderr } = await room.hedgerow(...words)
    expect(code).toBe(2)
    expect(stderr).toMatch(message)
    expect(room.left()).toEqual([])
  })
})
