import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { decimal } from '#domain/decimal.js'
import type { Attribution } from '#domain/result.js'
import { iso } from '#domain/time.js'
import { readConfig } from '#io/config-file.js'
import { decide } from '#strategy/decide.js'
import { type Backtest, backtest } from '../../src/backtest.js'
import first from './tutorial/first.js'
import grid from './tutorial/grid.js'

// docs/strategies.md and docs/plan.md quote the files of tutorial/ and what they give. Where numbers change on purpose,
// the failure shows the new ones.

const read = (path: string): string => readFileSync(fileURLToPath(new URL(path, import.meta.url)), 'utf8')
const strategies = read('../../docs/strategies.md')
const plan = read('../../docs/plan.md')

function fenced(language: string, content: string): string {
  return `\`\`\`${language}\n${content}\`\`\``
}

async function played(name: string, sets: readonly string[] = []): Promise<Backtest> {
  return backtest(await readConfig(fileURLToPath(new URL(`tutorial/${name}.yaml`, import.meta.url)), sets))
}

/** `−1,095.56`, as the documents write money. */
function amount(text: string): string {
  const [whole, places] = decimal(text).abs().toFixed(2).split('.')
  const sign = decimal(text).lt(0) ? '−' : ''
  return `${sign}${whole.replaceAll(/\B(?=(\d{3})+$)/g, ',')}.${places}`
}

const causes = {
  'price PnL': 'price',
  slippage: 'slippage',
  fees: 'fees',
  funding: 'funding',
  liquidation: 'liquidation',
  net: 'net',
} as const satisfies Readonly<Record<string, keyof Attribution>>

/** The result by cause: one column per leg, then the account. */
function attribution({ figures }: Backtest): string {
  const { legs, total, metrics } = figures
  const columns = [...legs.map(({ pnl }) => pnl), total]
  const rows = Object.entries(causes).map(([title, cause]) => [title, ...columns.map((pnl) => amount(pnl[cause]))])
  const trades = ['trades', ...legs.map((leg) => `${leg.trades}`), `${metrics.trades}`]
  return [...rows, trades].map((cells) => `| ${cells.join(' | ')} |\n`).join('')
}

describe('docs/strategies.md', () => {
  it.each([
    ['ts', 'first.ts'],
    ['ts', 'dip.ts'],
    ['ts', 'grid.ts'],
    ['yaml', 'dip.yaml'],
  ])('quotes the %s file %s', (language, file) => {
    expect(strategies).toContain(fenced(language, read(`tutorial/${file}`)))
  })

  it('says what the first strategy does: above the average it buys, below it closes', () => {
    const at = (close: number, quantity: number) =>
      decide(first, { candle: { close }, indicators: { trend: 100 }, legs: { core: { quantity } } })
    expect(at(101, 0)).toMatchObject([{ kind: 'open', size: { fractionOfEquity: 1 }, stop: { fraction: 0.05 } }])
    expect(at(99, 1)).toEqual([{ kind: 'close', leg: 'core' }])
    expect([at(99, 0), at(101, 1)]).toEqual([[], []])
  })

  it('quotes the test, with the path of where a reader puts it', () => {
    const test = read('tutorial/dip.test.ts').replace("'./dip.js'", "'../../strategies/dip.js'")
    expect(strategies).toContain(fenced('ts', test))
  })

  it('tells what the first strategy and the second give', async () => {
    expect(strategies).toContain(attribution(await played('dip', ['strategy.use=./first.ts'])))
    const dip = await played('dip')
    expect(strategies).toContain(attribution(dip))
    expect(strategies).toContain(`it cost ${amount(dip.figures.legs[1].pnl.net).slice(1)} more than it brought`)
    const alone = await played('dip', ['strategy.params.hedgeRatio=0'])
    const [without, withHedge] = [alone, dip].map(({ result }) => amount(result.account.final))
    expect(strategies).toContain(`ends at ${without} instead of ${withHedge}`)
  })
})

describe('docs/strategies.md, of a leg that may be many', () => {
  it('says what it does: a step below the lowest opening it buys, far below the average it gives all up', () => {
    const at = (close: number, ...entries: number[]) =>
      decide(grid, {
        candle: { close },
        indicators: { average: 100 },
        legs: { grid: { openings: entries.map((entry) => ({ quantity: 1, entry })) } },
      }).map(({ kind }) => kind)
    expect([at(96.9), at(97), at(93.9, 96.9), at(94, 96.9)]).toEqual([['open'], [], ['open'], []])
    expect([at(84.9, 96, 93), at(84.9)]).toEqual([['close'], []])
    expect(at(86, 97, 96, 95, 94, 93, 92)).toEqual([])
  })

  it.each([
    ['multi-trade', 'isolated'],
    ['hedged', 'isolated'],
    ['multi-trade', 'cross'],
    ['hedged', 'cross'],
  ])('tells what it gives in %s with %s margin', async (mode, margin) => {
    const sets = ['strategy.use=./grid.ts', `account.positionMode=${mode}`, `account.margin=${margin}`]
    const { result, figures } = await played('dip', sets)
    const cells = [amount(result.account.final), result.legs.length, figures.metrics.liquidations]
    expect(strategies).toContain(`| \`${mode}\` | \`${margin}\` | ${cells.join(' | ')} |\n`)
  })
})

describe('docs/plan.md', () => {
  it('quotes the plan', () => {
    expect(plan).toContain(fenced('yaml', read('tutorial/october.yaml')))
  })

  it('tells what it gives: by cause, by fill, by opening of the hedge', async () => {
    const october = await played('october')
    const { fills, legs, refusals } = october.result
    expect(plan).toContain(attribution(october))
    const lines = fills.map(({ at, name, reason, side, quantity, price }) =>
      [iso(at), name, reason, side, quantity, price].join(' | '),
    )
    expect(plan).toContain(lines.map((line) => `| ${line} |\n`).join(''))
    const [, first, second] = legs.map(({ pnl }) => amount(pnl.net))
    expect(plan).toContain(`${first} the first time, +${second} the second`)
    expect(refusals).toEqual([])
  })

  it.each([
    ['–', []],
    ['`--set strategy.plan.7.open.ratio=0.4`', ['strategy.plan.7.open.ratio=0.4']],
    ['`--set execution.slippage.bps=10`', ['execution.slippage.bps=10']],
    ['`--set strategy.plan.0.open.leverage=50`', ['strategy.plan.0.open.leverage=50']],
  ])('tells what it would have given with %s', async (option, sets) => {
    const { result } = await played('october', sets)
    expect(plan).toContain(`| ${option} | ${amount(result.account.final)} |`)
  })

  it('tells how leverage 50 ends, and that leverage 10 changes the collateral alone', async () => {
    const { result } = await played('october', ['strategy.plan.0.open.leverage=50'])
    const [core] = result.legs
    expect([core.exitReason, Number(core.exit).toFixed(2), iso(core.closedAt!)]).toEqual([
      'liquidation',
      '297.90',
      '2024-10-07T02:00:00Z',
    ])
    expect(result.warnings).toEqual([
      '2024-10-07T00:00:00Z core: the stop 270 lies beyond the liquidation price 297.9019: liquidation comes first',
    ])
    expect(result.refusals.filter(({ leg }) => leg === 'hedge').map(({ code }) => code)).toEqual([
      'min-quantity',
      'min-quantity',
    ])
    const ten = await played('october', ['strategy.plan.0.open.leverage=10'])
    const three = await played('october')
    const facts = ({ result: { fills, account } }: Backtest) => [fills, account.final, account.wallet]
    expect(facts(ten)).toEqual(facts(three))
  })
})
