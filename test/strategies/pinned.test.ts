import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { decimal, sum } from '#domain/decimal.js'
import type { Attribution, BacktestResult } from '#domain/result.js'
import { readConfig } from '#io/config-file.js'
import { type Backtest, backtest } from '../../src/backtest.js'

// The shipped strategies on the shipped sample, pinned: a change of the numbers must be meant. Where it is, run
// `npx vitest run test/strategies/pinned.test.ts -u`, read the difference, and say why in CHANGELOG.md.

describe('the shipped strategies on the shipped sample', () => {
  it('hold', async () => {
    expect(figuresOf(await shipped('hold'))).toMatchInlineSnapshot(`
      {
        "account": "10000 → 4994.04906001, wallet 4994.04906001, insurance 72.6801529",
        "ambiguousCandles": 0,
        "core": "1 × price -2731.88470987, slippage -1.99998, fees -5.00094999, funding -2194.38514723, liquidation -72.6801529, net -5005.95093999",
        "fills": "1 × core entry, 1 × core liquidation",
        "refusals": "none",
        "result": "1a69eb4cd02f361551213c2d92a8a63b4070316ad93a70f1c860a02a398fe095",
      }
    `)
  })

  it('core-hedge', async () => {
    expect(figuresOf(await shipped('core-hedge'))).toMatchInlineSnapshot(`
      {
        "account": "10000 → 1968.57837273, wallet 1968.57837273, insurance 0",
        "ambiguousCandles": 0,
        "core": "360 × price 407.48338, slippage -1088.06826, fees -2557.88238739, funding -2423.72596753, liquidation 0, net -5662.19323492",
        "fills": "607 × hedge entry, 598 × hedge signal, 360 × core entry, 357 × core signal, 9 × hedge stop, 3 × core stop",
        "hedge": "607 × price 225.18916, slippage -833.84973, fees -1967.54104197, funding 206.97321962, liquidation 0, net -2369.22839235",
        "refusals": "none",
        "result": "57cbb4673afcca1cfea75063856b36606efa8183c365636a90313309e6e8053a",
      }
    `)
  })

  it('froth-hedge', async () => {
    expect(figuresOf(await shipped('froth-hedge'))).toMatchInlineSnapshot(`
      {
        "account": "10000 → 4594.95612917, wallet 4594.95612917, insurance 149.81930815",
        "ambiguousCandles": 0,
        "core": "3 × price -5050.85307595, slippage -5.7513, fees -13.35861334, funding -2868.10806781, liquidation -149.81930815, net -8087.89036525",
        "fills": "49 × hedge entry, 34 × hedge signal, 15 × hedge stop, 3 × core entry, 2 × core liquidation, 1 × core end-of-data",
        "hedge": "49 × price 2408.28427, slippage -123.09264, fees -290.54898248, funding 688.2038469, liquidation 0, net 2682.84649442",
        "refusals": "none",
        "result": "435df42fd740a0c3179515f4a0f4f08e98834393d9a22d72c11c55ec49daead2",
      }
    `)
  })

  it('froth-hedge without its feed, going by price alone', async () => {
    const { result } = await shipped('froth-hedge', ['data.feeds='])
    expect([result.account.final, result.fills.length]).toEqual(['5136.57832881', 124])
    expect(result.assumptions.at(-1)).toBe(
      'The feed catalysts, which the strategy can do without, is not given: no event is told.',
    )
  })
})

async function shipped(name: string, sets: readonly string[] = []): Promise<Backtest> {
  const config = fileURLToPath(new URL(`../../strategies/${name}.yaml`, import.meta.url))
  return backtest(await readConfig(config, sets))
}

/** The figures that say whether two runs are the same run, as a person reads them. */
function figuresOf({ result, document }: Backtest) {
  const { account, fills, refusals, path } = result
  const names = [...new Set(result.legs.map(({ name }) => name))]
  return {
    account: `${account.initial} → ${account.final}, wallet ${account.wallet}, insurance ${account.insurance}`,
    ...Object.fromEntries(names.map((name) => [name, legFigures(result, name)])),
    fills: tally(fills.map(({ name, reason }) => `${name} ${reason}`)),
    refusals: tally(refusals.map(({ leg, code }) => `${leg} ${code}`)),
    ambiguousCandles: path.ambiguousCandles,
    result: document.hash.result,
  }
}

function legFigures({ legs }: BacktestResult, name: string): string {
  const openings = legs.filter((leg) => leg.name === name)
  const total = (part: keyof Attribution): string => sum(openings.map(({ pnl }) => decimal(pnl[part]))).toFixed()
  const parts = ['price', 'slippage', 'fees', 'funding', 'liquidation', 'net'] as const
  return `${openings.length} × ${parts.map((part) => `${part} ${total(part)}`).join(', ')}`
}

/** How often each comes, the most frequent first. */
function tally(words: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  const lines = [...counts].sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1))
  return lines.length === 0 ? 'none' : lines.map(([word, count]) => `${count} × ${word}`).join(', ')
}
