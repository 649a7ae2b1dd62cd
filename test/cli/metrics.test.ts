import { describe, expect, it } from 'vitest'
import { Room } from './room.js'
import { smallRun } from './small-run.js'

const equity = 'time,equity\n2025-01-01,1000\n2025-01-02,1100\n2025-01-03,880\n2025-01-04,1056\n2025-01-05,1210\n'
const json = (text: string) => JSON.parse(text) as { readonly metrics: Readonly<Record<string, number | null>> }

const told = `equity.csv: 5 rows of equity, 2025-01-01T00:00:00Z to 2025-01-05T00:00:00Z
365 rows a year, risk-free rate 0.00%

┌────────────────────────────────┬───────────────────┐
│ Total return                   │            21.00% │
│ Return a year (CAGR)           │ 3,582,325,374.20% │
│ Volatility a year              │           342.04% │
│ Sharpe                         │              6.56 │
│ Sortino                        │             11.74 │
│ Calmar                         │    179,116,268.71 │
│ Omega                          │              2.23 │
│ Skewness                       │             −0.98 │
│ Excess kurtosis                │             −0.80 │
│ Value at risk 95%, a row       │           −15.50% │
│ Mean beyond it                 │           −20.00% │
│ Tail ratio                     │              1.24 │
│ Best day                       │            20.00% │
│ Worst day                      │           −20.00% │
│ Best month                     │            21.00% │
│ Worst month                    │            21.00% │
│ Max drawdown                   │            20.00% │
│   from peak to recovery or end │          3.0 days │
│   from trough to recovery      │          2.0 days │
│ Longest drawdown               │          3.0 days │
│ Average drawdown               │            20.00% │
│ Ulcer index                    │            10.20% │
└────────────────────────────────┴───────────────────┘
Max drawdown: peak 2025-01-02T00:00:00Z, trough 2025-01-03T00:00:00Z, recovered 2025-01-05T00:00:00Z
Note: times are ISO 8601, read as UTC where no zone is given.
`

describe.concurrent('hedgerow metrics', () => {
  it('tells every figure of a file', async () => {
    const { code, stdout, stderr } = await new Room({ 'equity.csv': equity }).hedgerow('metrics', 'equity.csv')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toBe(told)
  })

  it('as JSON, every figure with all its digits and null where it is undefined', async () => {
    const room = new Room({ 'returns.csv': 'Return\n0.1\n0.2\n' })
    const { code, stdout } = await room.hedgerow('metrics', 'returns.csv', '--json')
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'hedgerow/metrics@1',
      file: 'returns.csv',
      column: 'Return',
      rows: 2,
      from: null,
      to: null,
      periodsPerYear: 365,
      riskFree: 0,
      notes: [expect.stringContaining('--periods')],
      metrics: {
        totalReturn: 0.32,
        sharpe: expect.closeTo(40.53, 2),
        sortino: null,
        maxDrawdown: 0,
        averageDrawdown: null,
      },
      drawdown: { peakAt: null, troughAt: null, recoveredAt: null },
    })
  })

  it('--periods and --risk-free set what the ratios are made with', async () => {
    const room = new Room({ 'returns.csv': 'return\n0.03\n-0.01\n' })
    const { stdout } = await room.hedgerow('metrics', 'returns.csv', '--periods', '4', '--risk-free', '0.02', '--json')
    expect(JSON.parse(stdout)).toMatchObject({ periodsPerYear: 4, riskFree: 0.02, notes: [] })
    const { sharpe, sortino } = json(stdout).metrics
    // mean 0.01 less 0.005, deviation √0.0008, downside √(0.015² ÷ 2)
    expect(sharpe).toBeCloseTo((0.005 / Math.sqrt(0.0008)) * 2, 10)
    expect(sortino).toBeCloseTo((0.005 / Math.sqrt(0.015 ** 2 / 2)) * 2, 10)
  })

  it('judges the equity.csv of a run and a file of candles', async () => {
    const room = new Room(smallRun())
    await room.hedgerow('run', 'small.yaml', '--quiet', '--no-report')
    const ofRun = await room.hedgerow('metrics', 'reports/small/equity.csv', '--json')
    expect(JSON.parse(ofRun.stdout)).toMatchObject({ column: 'equity', rows: 60, periodsPerYear: 8760 })
    const ofCandles = await room.hedgerow('metrics', 'candles.csv', '--json')
    expect(json(ofCandles.stdout).metrics['totalReturn']).toBe(0.01)
  })

  it.each([
    [['metrics'], "command line: missing required argument 'file'. See hedgerow metrics --help."],
    [
      ['metrics', 'a', '--periods', '0'],
      "command line: option '--periods <n>' argument '0' is invalid. Expected a number above 0. See hedgerow metrics --help.",
    ],
    [
      ['metrics', 'a', '--risk-free', '4%'],
      "command line: option '--risk-free <r>' argument '4%' is invalid. Expected a number. See hedgerow metrics --help.",
    ],
    [['metrics', 'equty.csv'], "equty.csv: found no file 'equty.csv'. Did you mean 'equity.csv'?"],
    [
      ['metrics', 'prices.csv'],
      "prices.csv:1: found the columns time, price; expected a column for the equity, named equity or value or balance or close or return or returns, in a header row with commas between the names. Name the equity column 'equity'.",
    ],
  ])('%j ends with code 2 and the way out', async (words, paragraph) => {
    const room = new Room({ 'equity.csv': equity, 'prices.csv': 'time,price\n2025-01-01,1\n' })
    const { code, stdout, stderr } = await room.hedgerow(...words)
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: `Error: ${paragraph}\n` })
  })

  it('a failure is told as JSON, too', async () => {
    const { code, stdout } = await new Room().hedgerow('metrics', 'nothing.csv', '--json')
    expect(code).toBe(2)
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'file-missing', where: 'nothing.csv' } })
  })
})
