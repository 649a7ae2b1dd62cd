import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { repository, Room } from './room.js'
import { candleCsv, configText, smallRun } from './small-run.js'

const tables = ['card.json', 'config.yaml', 'equity.csv', 'fills.csv', 'ledger.csv', 'legs.csv', 'result.json']

interface Result {
  readonly schema: string
  readonly status: string
  readonly hash: Readonly<Record<'config' | 'data' | 'strategy' | 'result', string>>
}
const resultIn = (text: string): Result => JSON.parse(text) as Result

const hedgedPlan = configText({
  name: 'hedged plan',
  strategy: {
    plan: [
      { at: 'start', open: { leg: 'core', side: 'long', quantity: 20, leverage: 2 } },
      { at: '2025-01-01T10:00Z', open: { leg: 'hedge', side: 'short', ratioOf: 'core', ratio: 0.5, leverage: 5 } },
      { at: '2025-01-01T12:00Z', open: { leg: 'hedge', side: 'short', quantity: 1 } },
      { at: '2025-01-01T20:00Z', close: { leg: 'hedge' } },
    ],
  },
})

const hedgedSummary = `hedged plan: plan, on TAO/USDT:USDT
2025-01-01 00:00 to 2025-01-03 12:00 UTC, 60 candles of 1h, unmarked data (nothing states whether real or synthetic)

┌──────────────────┬────────┬─────────────┬─────────┐
│ USDT             │   core │       hedge │ account │
│                  │        │ hedges core │         │
├──────────────────┼────────┼─────────────┼─────────┤
│ price PnL        │  20.00 │       80.00 │  100.00 │
│ slippage         │  −1.00 │       −0.60 │   −1.60 │
│ fees             │  −2.01 │       −1.05 │   −3.06 │
│ funding          │   0.00 │        0.00 │    0.00 │
│ liquidation      │   0.00 │        0.00 │    0.00 │
│ net              │  16.99 │       78.35 │   95.34 │
│ max drawdown     │ 200.00 │       10.84 │  200.00 │
│ trades           │      1 │           1 │       2 │
│ times liquidated │      0 │           0 │       0 │
└──────────────────┴────────┴─────────────┴─────────┘

Account   10,000.00 → 10,095.34 USDT (0.95%)
          max drawdown 1.95%, Sharpe – (needs 30 days, has 2 days)
Ledger    5 entries sum to 0; the wallet is the sum of its parts to the last digit
Path      worst, 0 ambiguous candles
Hedge     78.35 USDT against the run without it, 0.0 points of drawdown removed; 1 hedge order refused, which made 0.00 against the smaller core
Twins     unhedged 10,016.99 (drawdown 1.96%), net 10,095.34 (drawdown 1.95%), smaller core 10,015.55 (drawdown 1.80%)
Stress    worst of 5 re-runs: fees × 2, net 92.28
Refusals  1 (leg-open 1)

Equity at closes
10,277 ┤                             ╭╮                  ╭╮
10,231 ┤                           ╭─╯╰─╮              ╭─╯╰─╮
10,184 ┤         ╭╮              ╭─╯    ╰─╮          ╭─╯    ╰─╮
10,138 ┤      ╭──╯╰────╮      ╭──╯        ╰──╮    ╭──╯        ╰──╮
10,091 ┤    ╭─╯        ╰───╮╭─╯              ╰─╮╭─╯              ╰─
10,045 ┤  ╭─╯              ╰╯                  ╰╯
 9,999 ┼──╯
        2025-01-01                                        2025-01-03

Report    reports/hedged plan/report.html
`

describe.concurrent('hedgerow run', () => {
  it('leaves the whole folder of the shipped example and prints where the report is', { timeout: 60_000 }, async () => {
    const room = new Room()
    const { code, stdout, stderr } = await room.hedgerow('run', join(repository, 'strategies/core-hedge.yaml'))
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(room.left()).toEqual(['reports'])
    expect(room.names('reports')).toEqual(['core-hedge', 'index.html'])
    expect(room.names('reports/core-hedge')).toEqual([...tables, 'report.html', 'strategy.mjs'].toSorted())
    expect(stdout).toMatch(/^core-hedge: Core long, hedge short, on TAO\/USDT:USDT\n/)
    expect(stdout).toContain('2024-01-01 00:00 to 2026-01-01 00:00 UTC, 17,544 candles of 1h, SYNTHETIC DATA')
    expect(stdout).toContain('the wallet is the sum of its parts to the last digit')
    expect(stdout).toMatch(/\nReport {4}reports\/core-hedge\/report\.html\n$/)
    const result = resultIn(room.text('reports/core-hedge/result.json'))
    expect(result).toMatchObject({ schema: 'hedgerow/result@1', status: 'complete' })
    expect(room.text('reports/core-hedge/report.html')).toContain(result.hash.result)
    expect(createHash('sha256').update(room.text('reports/core-hedge/strategy.mjs')).digest('hex')).toBe(
      result.hash.strategy,
    )
  })

  it('puts the legs side by side, with the account, refusals and equity below', async () => {
    const room = new Room(smallRun({ 'small.yaml': hedgedPlan }))
    const { code, stdout } = await room.hedgerow('run', 'small.yaml')
    expect(code).toBe(0)
    expect(stdout).toBe(hedgedSummary)
  })

  it('M4: says what a venue that nets has made of the legs, and what the fund paid', async () => {
    const netted = configText({
      name: 'netted',
      account: { balance: 10_000, positionMode: 'one-way', margin: 'cross' },
      strategy: {
        plan: [
          { at: 'start', open: { leg: 'core', side: 'long', quantity: 20, leverage: 2 } },
          { at: '2025-01-01T10:00Z', open: { leg: 'hedge', side: 'short', quantity: 15, leverage: 2 } },
          { at: '2025-01-01T20:00Z', close: { leg: 'core' } },
        ],
      },
    })
    const broke = configText({
      name: 'broke',
      account: { balance: 200, margin: 'cross' },
      execution: { closeAtEnd: false },
      strategy: {
        plan: [
          { at: 'start', open: { leg: 'core', side: 'long', quantity: 20, leverage: 20 } },
          { at: '2025-01-01T10:00Z', open: { leg: 'hedge', side: 'short', quantity: 12, leverage: 20 } },
        ],
      },
    })
    const room = new Room(smallRun({ 'netted.yaml': netted, 'broke.yaml': broke }))
    const one = await room.hedgerow('run', 'netted.yaml', '--no-report')
    expect(one.stdout).toContain('\nPositions one-way, 1 netted, 1 turned\n')
    const other = await room.hedgerow('run', 'broke.yaml', '--no-report')
    expect(other.stdout).toMatch(
      /\nCross {5}When the data ended, the open cross legs would have been liquidated together at a mark of \d/,
    )
    expect(other.stdout).not.toContain('Positions')
    expect(other.stdout).not.toContain('Insurance')
  })

  it('T5: gives the same bytes for the same run, under the next name', async () => {
    const room = new Room(smallRun())
    await room.hedgerow('run', 'small.yaml')
    const again = await room.hedgerow('run', 'small.yaml', '--no-report')
    expect(again.stdout).toMatch(/\nWritten {3}reports\/small-2\n$/)
    expect(room.names('reports')).toEqual(['index.html', 'small', 'small-2'])
    expect(room.names('reports/small-2')).toEqual([...tables, 'strategy.mjs'])
    for (const name of room.names('reports/small-2')) {
      expect(room.text(`reports/small-2/${name}`), name).toBe(room.text(`reports/small/${name}`))
    }
  })

  it('runs the config that a run left, with the same hashes', async () => {
    const room = new Room(smallRun())
    await room.hedgerow('run', 'small.yaml', '--quiet')
    await room.hedgerow('run', 'reports/small/config.yaml', '--quiet', '--out', 'elsewhere/again')
    expect(room.text('elsewhere/again/result.json')).toBe(room.text('reports/small/result.json'))
    expect(room.text('elsewhere/again/config.yaml')).toBe(room.text('reports/small/config.yaml'))
  })

  it('leaves no strategy.mjs for a plan', async () => {
    const room = new Room(smallRun({ 'small.yaml': hedgedPlan }))
    await room.hedgerow('run', 'small.yaml', '--no-report', '--quiet')
    expect(room.names('reports/hedged plan')).toEqual(tables)
  })

  it('tells how many gaps a file has, and nothing where it has none', async () => {
    const hours = Array.from({ length: 60 }, (_, hour) => hour).filter((hour) => ![7, 8, 21, 40].includes(hour))
    const room = new Room(smallRun({ 'candles.csv': candleCsv({ hours }) }))
    const gapped = await room.hedgerow('run', 'small.yaml', '--no-report')
    expect(gapped.stdout).toContain('\nData      3 gaps in candles.csv\n')
    const whole = await new Room(smallRun()).hedgerow('run', 'small.yaml', '--no-report')
    expect(whole.stdout).not.toContain('\nData')
  })

  it('leaves the line of equity out where the balance dwarfs its changes', async () => {
    const room = new Room(smallRun())
    const { code, stdout } = await room.hedgerow('run', 'small.yaml', '--set', 'account.balance=1e12')
    expect(code).toBe(0)
    expect(stdout).toContain('Account   1,000,000,000,000.00 → ')
    expect(stdout).not.toContain('Equity at closes')
    expect(stdout).toMatch(/\nReport {4}reports\/small\/report\.html\n$/)
  })

  it.each([
    ['seconds', 1000],
    ['microseconds', 1 / 1000],
  ])('says that times in %s were recognised and converted, and gives the result of the others', async (unit, ms) => {
    const room = new Room(smallRun({ 'candles.csv': candleCsv({ time: (at) => String(at / ms) }) }))
    const { code, stdout } = await room.hedgerow('run', 'small.yaml', '--no-report')
    expect(code).toBe(0)
    expect(stdout).toContain(`Data      candles.csv: times are in ${unit} since 1970, converted to milliseconds\n`)
    expect(stdout).toContain('2025-01-01 00:00 to 2025-01-03 12:00 UTC, 60 candles of 1h')
  })
})
