import { describe, expect, it } from 'vitest'
import { Room } from './room.js'
import { candleCsv, configText, smallRun } from './small-run.js'

interface BadInput {
  /** What the room holds instead of the small run's own files. */
  readonly files?: Readonly<Record<string, string>>
  readonly words?: readonly string[]
  /** `file:line` or a config path, as the paragraph begins. */
  readonly where: string
  readonly says: string
  readonly remedy: string
}

const line = (number: number, text: string) => ({ 'candles.csv': candleCsv({ lines: { [number]: text } }) })
const config = (changes: Parameters<typeof configText>[0]) => ({ 'small.yaml': configText(changes) })
const openAt = (at: string) =>
  config({ strategy: { plan: [{ at, open: { leg: 'core', side: 'long', notional: 1000 } }] } })
const instrument = { kind: 'perpetual', tick: 0.01, lot: 0.001, minNotional: 5 }
const tiers = [{ upTo: 10000, maxLeverage: 75, rate: 0.01 }]
const hours = Array.from({ length: 60 }, (_, hour) => hour)

const cases: Readonly<Record<string, BadInput>> = {
  'candles out of order': {
    files: { 'candles.csv': candleCsv({ hours: [0, 1, 2, 4, 3, 5] }) },
    where: 'candles.csv:6',
    says: 'found the candle of 2025-01-01T03:00:00Z after that of 2025-01-01T04:00:00Z',
    remedy: 'Sort the rows by time, oldest first.',
  },
  'a candle that comes twice': {
    files: { 'candles.csv': candleCsv({ hours: [0, 1, 2, 2, 3, 4] }) },
    where: 'candles.csv:5',
    says: 'found the candle of 2025-01-01T02:00:00Z again; expected each candle once',
    remedy: 'Remove one of the two rows.',
  },
  'a high below its low': {
    files: line(7, '2025-01-01T05:00Z,104,103,105,104,10'),
    where: 'candles.csv:7',
    says: 'found high 103 below low 105',
    remedy: 'Correct the row',
  },
  'a close outside high and low': {
    files: line(7, '2025-01-01T05:00Z,104,105,103,106,10'),
    where: 'candles.csv:7',
    says: 'found close 106 outside low 103 … high 105',
    remedy: 'Correct the row',
  },
  'a price that is not a number': {
    files: line(7, '2025-01-01T05:00Z,104,105,103,about 104,10'),
    where: 'candles.csv:7',
    says: "found 'about 104' in the column close; expected a number",
    remedy: 'Write plain decimals such as 284.1',
  },
  'an empty cell': {
    files: line(7, '2025-01-01T05:00Z,104,,103,104,10'),
    where: 'candles.csv:7',
    says: 'found nothing in the column high; expected a number',
    remedy: 'Write plain decimals such as 284.1',
  },
  'a negative price': {
    files: line(7, '2025-01-01T05:00Z,104,105,-103,104,10'),
    where: 'candles.csv:7',
    says: 'found low -103; expected a price above zero',
    remedy: 'Correct the row',
  },
  'a negative volume': {
    files: line(7, '2025-01-01T05:00Z,104,105,103,104,-10'),
    where: 'candles.csv:7',
    says: 'found volume -10; expected a volume of zero or more',
    remedy: 'Correct the row',
  },
  'a gap longer than data.maxGap': {
    files: {
      'candles.csv': candleCsv({ hours: hours.filter((hour) => hour < 10 || hour > 12) }),
      ...config({ data: { maxGap: '2h' } }),
    },
    where: 'candles.csv:12',
    says: 'found a gap of 3h after the candle of 2025-01-01T09:00:00Z; expected no gap longer than 2h',
    remedy: 'raise data.maxGap to 3h',
  },
  'mixed timeframes': {
    files: line(7, '2025-01-01T04:30Z,104,105,103,104,10'),
    where: 'candles.csv:7',
    says: '30m',
    remedy: 'one timeframe',
  },
  'F4: funding that leaves a stretch uncovered without a fallback': {
    files: {
      'funding.csv': 'time,rate\n2025-01-01T00:00Z,0.0001\n2025-01-01T08:00Z,0.0001\n',
      ...config({ data: { funding: 'funding.csv' } }),
    },
    where: 'data.funding',
    says: 'found no funding from 2025-01-01T08:00:00Z to 2025-01-03T12:00:00Z',
    remedy: 'or a fallback: { rate: 0.0001, every: 8h } or zero',
  },
  'a parameter outside its range': {
    files: config({ strategy: { use: './hold.ts', params: { notional: 9000 } } }),
    where: 'strategy.params.notional',
    says: "Parameter 'notional' is 9000, but must be at most 5000",
    remedy: 'Its default is 1000; unit: USDT.',
  },
  'a parameter that the strategy does not have': {
    words: ['--set', 'strategy.params.notinal=500'],
    where: 'strategy.params.notinal',
    says: "no parameter 'notinal'",
    remedy: "Did you mean 'notional'?",
  },
  'an unknown key in the config, with the nearest known one': {
    files: config({ execution: { slipage: { bps: 2 } } }),
    where: 'execution.slipage',
    says: "unknown key 'slipage'",
    remedy: "Did you mean 'slippage'?",
  },
  'a strategy that does not compile': {
    files: {
      'hold.ts': "import { defineStrategy } from 'hedgerow'\n\nexport default defineStrategy({\n  name: 'A' 'B',\n})\n",
    },
    where: 'hold.ts:4:13',
    says: 'Expected "}" but found "\'B\'"',
    remedy: "Correct the line: name: 'A' 'B',",
  },
  'a file that exports no strategy': {
    files: { 'hold.ts': 'export const notional = 1000\n' },
    where: 'hold.ts',
    says: 'The file has no default export. It exports notional.',
    remedy: 'Write `export default defineStrategy({ name, legs, onCandle })`.',
  },
  'a plan step before the first candle': {
    files: openAt('2024-12-31T00:00Z'),
    where: 'strategy.plan.0.at',
    says: "The plan's step at 2024-12-31T00:00:00Z lies before the first candle",
    remedy: "Move the step, or use 'at: start'.",
  },
  'a plan step after the last candle': {
    files: openAt('2025-01-03T12:00Z'),
    where: 'strategy.plan.0.at',
    says: "The plan's step at 2025-01-03T12:00:00Z lies after the last candle",
    remedy: 'The run goes from 2025-01-01T00:00:00Z to 2025-01-03T11:00:00Z.',
  },
  'a perpetual with no fees anywhere': {
    files: config({ instrument: { ...instrument, tiers } }),
    where: 'execution.fees',
    says: 'no fees anywhere: neither the instrument nor execution.fees sets it',
    remedy: 'Write execution.fees: { maker: 0.0002, taker: 0.0005 }',
  },
  'a setting that is not simulated yet': {
    words: ['--set', 'instrument.kind=spot'],
    where: 'instrument.kind',
    says: 'is not supported yet',
    remedy: 'Remove the setting.',
  },
  'a config that is not YAML': {
    files: { 'small.yaml': 'name: small\ndata: { pair: TAO/USDT:USDT\n' },
    where: 'small.yaml:3:1',
    says: 'Flow map',
    remedy: 'Correct the YAML there',
  },
  'a data file that is not there': {
    words: ['--set', 'data.candles=candels.csv'],
    where: 'data.candles',
    says: 'there is no such file: candels.csv',
    remedy: 'Paths are relative to the config file',
  },
  'a strategy file that is not there': {
    words: ['--set', 'strategy.use=./holt.ts'],
    where: 'strategy.use',
    says: 'there is no such file: ./holt.ts',
    remedy: 'Paths are relative to the config file',
  },
}

describe.concurrent('bad input is refused before the run, with its place and a remedy, and leaves nothing:', () => {
  it.each(Object.entries(cases))('%s', async (_, { files = {}, words = [], where, says, remedy }) => {
    const room = new Room(smallRun(files))
    const { code, stdout, stderr } = await room.hedgerow('run', 'small.yaml', ...words)
    expect(stderr.startsWith(`Error: ${where}: `), stderr).toBe(true)
    expect(stderr).toContain(says)
    expect(stderr).toContain(remedy)
    expect(stderr.trimEnd().split('\n'), 'one paragraph').toHaveLength(1)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(room.left()).toEqual([])
  })

  it('is told as JSON too where that is asked for', async () => {
    const room = new Room(smallRun(line(7, '2025-01-01T05:00Z,104,103,105,104,10')))
    const { code, stdout, stderr } = await room.hedgerow('run', 'small.yaml', '--json')
    expect(JSON.parse(stdout)).toEqual({
      error: {
        code: 'candle-inconsistent',
        message: 'found high 103 below low 105; expected low ≤ open, close ≤ high',
        where: 'candles.csv:7',
        hint: 'Correct the row, or check whether the columns are in another order than their names.',
      },
    })
    expect(stderr).toMatch(/^Error: candles\.csv:7: found high 103/)
    expect(code).toBe(2)
  })
})
