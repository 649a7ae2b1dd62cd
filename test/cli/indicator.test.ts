import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { repository, Room } from './room.js'

const candles = `time,open,high,low,close
2025-01-01T00:00Z,100,110,90,100
2025-01-01T01:00Z,100,110,90,104
2025-01-01T02:00Z,104,110,90,102
2025-01-01T04:00Z,102,110,90,102.0000000001
`

describe.concurrent('hedgerow indicator', () => {
  it('prints a value per candle as CSV, nothing in warm-up, and tells of gaps on stderr', async () => {
    const { code, stdout, stderr } = await new Room({ 'c.csv': candles }).hedgerow('indicator', 'sma(2)', 'c.csv')
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: 'c.csv: 1 gap; the candles around one count as neighbours\n',
    })
    expect(stdout).toBe(
      'time,value\n2025-01-01T00:00:00Z,\n2025-01-01T01:00:00Z,102\n2025-01-01T02:00:00Z,103\n2025-01-01T04:00:00Z,102.00000000005\n',
    )
  })

  it('prints a column per output, small values without an exponent', async () => {
    const { stdout } = await new Room({ 'c.csv': candles }).hedgerow(
      'indicator',
      'bollinger(2, deviations: 1)',
      'c.csv',
    )
    const [header, , second, , last] = stdout.split('\n')
    expect(header).toBe('time,upper,middle,lower')
    expect(second).toBe('2025-01-01T01:00:00Z,104,102,100')
    expect(last).not.toContain('e')
    const spread = await new Room({ 'c.csv': candles }).hedgerow('indicator', 'standardDeviation(2)', 'c.csv')
    expect(spread.stdout.split('\n')[4]).toMatch(/^2025-01-01T04:00:00Z,0\.0000000000[45]\d+$/)
  })

  it('prints JSON', async () => {
    const { stdout } = await new Room({ 'c.csv': candles }).hedgerow('indicator', 'adx(1)', 'c.csv', '--json')
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'hedgerow/indicator@1',
      indicator: 'adx(1)',
      file: 'c.csv',
      timeframe: '1h',
      values: [
        { time: '2025-01-01T00:00:00Z', adx: null, plusDi: null, minusDi: null },
        { time: '2025-01-01T01:00:00Z', adx: 0, plusDi: 0, minusDi: 0 },
        {},
        {},
      ],
    })
  })

  it('refuses what it cannot read, with code 2 and nothing on stdout', async () => {
    const room = new Room({ 'candles.csv': candles.replace('104,110', '104,x') })
    const told = (...words: string[]) => room.hedgerow('indicator', ...words)
    expect(await told('emma(20)', 'candles.csv')).toEqual({
      code: 2,
      signal: null,
      stdout: '',
      stderr: "Error: indicator: there is no indicator 'emma'. Did you mean 'ema'?\n",
    })
    expect((await told('ema(2)', 'candle.csv')).stderr).toBe(
      "Error: candle.csv: found no file 'candle.csv'. Did you mean 'candles.csv'?\n",
    )
    expect((await told('ema(2)', 'candles.csv')).stderr).toMatch(/^Error: candles\.csv:4: found 'x' in the column high/)
    expect((await told('ema(2)')).stderr).toBe(
      "Error: command line: missing required argument 'candles'. See hedgerow indicator --help.\n",
    )
  })

  it('prints on the sample what docs/cli.md shows', async () => {
    const sample = join(repository, 'data/tao-usdt-perp-1h.synthetic.csv')
    const { stdout } = await new Room().hedgerow('indicator', 'bollinger(20, deviations: 2.5)', sample)
    const lines = stdout.split('\n')
    const shown = `${[lines[0], lines[1], '…', lines[20]].join('\n')}\n`
    expect(readFileSync(join(repository, 'docs/cli.md'), 'utf8')).toContain(`\`\`\`\n${shown}\`\`\`\n`)
  })
})
