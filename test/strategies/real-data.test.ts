import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { decimal, money, sum } from '#domain/decimal.js'
import type { Attribution, BacktestResult, LegResult } from '#domain/result.js'
import { HOUR_MS, instantMs, iso } from '#domain/time.js'
import { readConfig } from '#io/config-file.js'
import { type Backtest, backtest } from '../../src/backtest.js'

const real = fileURLToPath(new URL('../../../shared/data/tao/', import.meta.url))
const absent = !existsSync(real)
const title = (what: string): string => (absent ? `${what} (skipped: ../shared/data is not here)` : what)

const fundingOf = (...venues: readonly string[]): string => {
  const files = venues.map((venue) => `${real}funding/${venue}.csv`).join(', ')
  return `data.funding={ series: [${files}], fallback: { rate: 0.0001, every: 8h } }`
}
const binance = fundingOf('binance-TAOUSDT-funding')

/** A shipped config on the real candles: TAO/USDT, hourly, 2024-04-11 to 2026-03-19. */
async function onRealCandles(name: string, sets: readonly string[] = [binance]): Promise<Backtest> {
  const config = fileURLToPath(new URL(`../../strategies/${name}.yaml`, import.meta.url))
  const candles = `data.candles=${real}binance-perp/TAOUSDT-perp-1h.csv`
  return backtest(await readConfig(config, [candles, ...sets]))
}

/** Dated steps on the real candles, without slippage. */
async function planned(steps: readonly string[]): Promise<Backtest> {
  return onRealCandles('hold', [binance, `strategy={ plan: [${steps.join(', ')}] }`, 'execution.slippage.bps=0'])
}

const crash = instantMs('2025-10-10T21:00Z')
const parts = ['price', 'slippage', 'fees', 'funding', 'liquidation', 'unrealized'] as const

/** Σ of one part over legs, to the last digit. */
function total(legs: readonly LegResult[], part: keyof Attribution): string {
  return sum(legs.map(({ pnl }) => decimal(pnl[part]))).toFixed()
}

/** Σ of what the journal holds on the accounts of one kind, such as `funding:1` and `funding:2`. */
function booked({ journal }: BacktestResult, kind: string): string {
  const postings = journal.flatMap((entry) => entry.postings).filter(({ account }) => account.split(':')[0] === kind)
  return sum(postings.map(({ amount }) => decimal(amount))).toFixed()
}

describe.skipIf(absent).each(['core-hedge', 'froth-hedge'])(title('%s on real candles'), (name) => {
  let run: Backtest
  beforeAll(async () => {
    run = await onRealCandles(name)
  })

  it('replays all 16,974 of them, to the end', () => {
    const { result, failure } = run
    expect([result.status, failure, result.first, result.end]).toEqual(['complete', null, 0, 16_974])
    expect(result.curve.equity).toHaveLength(16_974)
    expect(result.data.map(({ role, rows, gaps, synthetic }) => [role, rows, gaps, synthetic])).toEqual([
      ['candles', 16_974, 0, false],
      ['funding', 200, 0, false],
      ...(name === 'froth-hedge' ? [['feed:catalysts', 16, 0, false]] : []),
    ])
  })

  it('A1: sums to zero, entry by entry and as a whole', () => {
    const { result } = run
    const sums = result.journal.map(({ postings }) => sum(postings.map(({ amount }) => decimal(amount))).toFixed())
    expect(sums.filter((entry) => entry !== '0')).toEqual([])
    expect([result.account.ledgerSum, result.account.entries]).toEqual(['0', result.journal.length])
    expect(result.journal.length).toBeGreaterThan(2000)
  })

  it('A2: the wallet is the initial balance and what was booked by cause, to the last digit', () => {
    const { result } = run
    const { initial, wallet, final } = result.account
    for (const part of ['price', 'slippage', 'fees', 'funding', 'liquidation'] as const) {
      expect(total(result.legs, part), part).toBe(decimal(booked(result, part)).neg().toFixed())
    }
    const causes = sum(parts.map((part) => decimal(total(result.legs, part))))
    expect(decimal(initial).plus(causes).toFixed()).toBe(wallet)
    expect(
      sum([booked(result, 'available'), booked(result, 'collateral')].map((text) => decimal(text))).toFixed(),
    ).toBe(wallet)
    expect(final).toBe(wallet)
  })

  it("A3: the attribution sums to the account's net, by leg, by cause and in the figures of the report", () => {
    const { result, figures } = run
    const net = decimal(result.account.final).minus(decimal(result.account.initial)).toFixed()
    expect(total(result.legs, 'net')).toBe(net)
    for (const { id, pnl } of result.legs) {
      expect(sum(parts.map((part) => decimal(pnl[part]))).toFixed(), `leg ${id}`).toBe(pnl.net)
    }
    expect(figures.total.net).toBe(net)
    expect(sum(figures.legs.map(({ pnl }) => decimal(pnl.net))).toFixed()).toBe(net)
  })

  it('F4: says which stretch of funding was not known', () => {
    expect(run.result.assumptions).toContain(
      'Funding is not known in 1 stretch, 674d 6h together (2024-04-11T14:00:00Z to 2026-02-14T20:00:00Z): the fallback stands in, 0.0001 every 8h from 00:00 UTC there.',
    )
  })

  it('goes through the hour in which the price fell from 345 to 130 and came back to 304', () => {
    const { candles, curve } = run.result
    const at = candles.openedAt.indexOf(crash)
    const prices = [candles.open, candles.high, candles.low, candles.close].map((column) => column[at])
    expect(prices).toEqual([345.59, 351.94, 130.54, 303.87])
    expect(Number.isFinite(curve.equity[at])).toBe(true)
    expect(curve.equity[at]).not.toBe(curve.equity[at - 1])
  })
})

describe.skipIf(absent)(title('what happened on real candles'), () => {
  // Pinned like the sample's figures: see pinned.test.ts on how to refresh them.
  it('to core-hedge in the hour of the crash', async () => {
    const { fills } = (await onRealCandles('core-hedge')).result
    const near = fills.filter(({ at }) => Math.abs(at - crash) <= HOUR_MS)
    expect(
      near.map(({ at, name, reason, phase, price }) => `${iso(at)} ${phase} ${name} ${reason} ${price}`),
    ).toMatchInlineSnapshot(`
        [
          "2025-10-10T21:00:00Z open hedge entry 345.52",
          "2025-10-10T21:00:00Z path core stop 318.02",
          "2025-10-10T22:00:00Z open hedge signal 304.27",
        ]
      `)
  })

  it('to a long and a short that hold through it: both have seen 130.54', async () => {
    const hour = iso(crash - HOUR_MS)
    const { result } = await planned([
      `{ at: ${hour}, open: { leg: core, side: long, quantity: 10 } }`,
      `{ at: ${hour}, open: { leg: hedge, side: short, quantity: 4 } }`,
      `{ at: ${iso(crash + HOUR_MS)}, close: { leg: core } }`,
      `{ at: ${iso(crash + HOUR_MS)}, close: { leg: hedge } }`,
    ])
    const [core, hedge] = result.legs
    const entry = result.candles.open[result.candles.openedAt.indexOf(crash - HOUR_MS)]
    expect([core.entry, hedge.entry]).toEqual([String(entry), String(entry)])
    expect([Number(core.mae), Number(hedge.mfe)]).toEqual([
      expect.closeTo(10 * (130.54 - entry), 6),
      expect.closeTo(4 * (entry - 130.54), 6),
    ])
    expect([core.exitReason, hedge.exitReason]).toEqual(['signal', 'signal'])
  })

  it('F1, F4: to a long over the end of the stretch: fallbacks every 8 h, then prints every 4 h, at their own opens', async () => {
    const { result } = await planned([
      '{ at: 2026-02-14T01:00Z, open: { leg: core, side: long, quantity: 10 } }',
      '{ at: 2026-02-15T01:00Z, close: { leg: core } }',
    ])
    const paid = result.journal
      .filter(({ what }) => what === 'funding')
      .map(({ at, postings }) => [iso(at), postings.find(({ account }) => account === 'funding:1')!.amount])
    const due = [
      ['2026-02-14T08:00:00Z', '0.0001'],
      ['2026-02-14T16:00:00Z', '0.0001'],
      ['2026-02-14T20:00:00Z', '0.00002602'],
      ['2026-02-15T00:00:00Z', '0.00001711'],
    ].map(([time, rate]) => {
      const open = result.candles.open[result.candles.openedAt.indexOf(Date.parse(time))]
      return [time, money(decimal(open).times(10).times(decimal(rate))).toFixed()]
    })
    expect(paid).toEqual(due)
  })

  it("F4: to core-hedge with another venue's hourly funding before Binance's is known", async () => {
    const both = fundingOf('hyperliquid-TAO-funding-1h', 'binance-TAOUSDT-funding')
    const { result } = await onRealCandles('core-hedge', [both])
    expect(result.assumptions).toContain(
      'Funding is not known in 1 stretch, 203d 16h together (2025-07-26T04:00:00Z to 2026-02-14T20:00:00Z): the fallback stands in, 0.0001 every 8h from 00:00 UTC there.',
    )
    const net = decimal(result.account.final).minus(decimal(result.account.initial)).toFixed()
    expect([result.status, result.account.ledgerSum, total(result.legs, 'net')]).toEqual(['complete', '0', net])
  })
})
