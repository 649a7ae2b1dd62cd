import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Candles } from '#domain/candles.js'
import type { PathMode } from '#domain/result.js'
import { HOUR_MS, instantMs, iso } from '#domain/time.js'
import { readCandles } from '#io/read-candles.js'
import { readFunding } from '#io/read-funding.js'
import type { FundingPrint } from '#market/funding-prints.js'
import { type Scenario, scenario, type Settings } from './scenario.js'

/**
 * 2025-10-10, 21:00 UTC, of the TAO/USDT perpetual: it opens at 345.59, has been at 351.94 and at 130.54 within the
 * hour, and closes at 303.87. The candles are real, those of 36 hours from 2025-10-10T00:00Z: candle 12 opens at 12:00.
 * There is no mark series: the trades stand in, wicks included.
 *
 * Leg      opens               collateral at 3x, 5x, 3x       stop  target
 * core     12:00, 10 × 383.94  3839.4 ÷ 3 = 1279.8            320   –
 * second   12:00, 10 × 383.94  3839.4 ÷ 5 = 767.88            –     –
 * hedge    21:00, 5 × 345.59   1727.95 ÷ 3 = 575.98333333     350   200     (short)
 *
 * No funding of TAO is known between 2025-07-26 and 2026-02-14: the fallback, 0.01 % every 8 h, stands in. At 16:00, at an
 * open of 374.33, core and second pay 10 × 374.33 × 0.01 % = 0.37433 each. At 00:00 nothing is open any more.
 *
 * Liquidation, all notionals in the tier of 1 %:
 * core     (3839.4 − (1279.8 − 0.37433)) ÷ (10 × 0.99) = 2559.97433 ÷ 9.9 = 258.583265656566
 * second   (3839.4 − ( 767.88 − 0.37433)) ÷ (10 × 0.99) = 3071.89433 ÷ 9.9 = 310.292356565657
 * hedge    (1727.95 + 575.98333333) ÷ (5 × 1.01) = 2303.93333333 ÷ 5.05 = 456.224422441584
 *
 * Fees 0.05 % taker, 0.02 % maker.
 *
 * core     stopped at 320: 10 × (320 − 383.94) = −639.4. Fees 1.9197 + 1.6 = 3.5197. Net −639.4 − 3.5197 − 0.37433.
 * second   liquidated: 10 × (310.292356565657 − 383.94) = −736.47643434; of 767.50567 are 31.02923566 left for the fund.
 *          It loses its 767.88 and the fee of its entry, 1.9197.
 *
 * Both happen whichever way the hour went. The hedge’s fate is the order of high and low:
 * high first: stopped at 350 on the way to 351.94: 5 × (345.59 − 350) = −22.05. Fees 0.863975 + 0.875. Net −23.788975.
 * low first: its target at 200, a resting limit: 5 × (345.59 − 200) = 727.95. Fees 0.863975 + 0.2. Net 726.886025.
 */
const plan = `
  12 open core   long  quantity 10 @3x stop 320
  12 open second long  quantity 10 @5x
  21 open hedge  short quantity 5  @3x stop 350 target 200`

const tiers = `
  upTo    maxLeverage  rate  amount
  10000   75           1%    0
  100000  50           1.5%  50`

const tao = new URL('../../../shared/data/tao/', import.meta.url)
const files = {
  candles: new URL('binance-perp/TAOUSDT-perp-1h.csv', tao),
  fine: new URL('binance-perp/TAOUSDT-perp-5m.csv', tao),
  funding: ['binance-TAOUSDT-funding.csv', 'hyperliquid-TAO-funding-1h.csv', 'okx-TAO-USDT-SWAP-funding.csv'].map(
    (name) => new URL(`funding/${name}`, tao),
  ),
}
const isThere = [files.candles, files.fine, ...files.funding].every((file) => existsSync(file))

const begins = instantMs('2025-10-10')
const hours = 36

/** The candles of the 36 hours as the table that a scenario reads. */
function tableOf({ openedAt, open, high, low, close, volume, length }: Candles): string {
  const lines: string[] = []
  for (let at = 0; at < length; at++) {
    if (openedAt[at] < begins || openedAt[at] >= begins + hours * HOUR_MS) continue
    lines.push([iso(openedAt[at]), open[at], high[at], low[at], close[at], volume[at]].join(' '))
  }
  return ['time open high low close volume', ...lines].join('\n')
}

describe.skipIf(!isThere)('the crash hour of 2025-10-10 on real candles (needs shared/data)', () => {
  let candles = ''
  let fine = ''
  let series: (readonly FundingPrint[])[] = []

  beforeAll(async () => {
    const reading = { where: 'test' }
    const read = async (file: URL) =>
      tableOf((await readCandles(fileURLToPath(file), 'candles', HOUR_MS, reading)).candles)
    candles = await read(files.candles)
    fine = await read(files.fine)
    const funding = await Promise.all(files.funding.map((file) => readFunding(fileURLToPath(file), reading)))
    series = funding.map(({ prints }) => prints)
  })

  const played = (path: PathMode, more: Partial<Settings> = {}): Scenario =>
    scenario({
      ...more,
      balance: '10000',
      fees: 'maker 0.02% taker 0.05%',
      tiers,
      candles,
      plan,
      path,
      funding: { kind: 'series', series, fallback: { rate: 0.0001, everyMs: 8 * HOUR_MS } },
    })

  it('P3, L5, L8, O4: worst: the high came first, the hedge is stopped before it could earn', () => {
    const { result } = played('worst').shows({
      fills: `
        at phase leg    side quantity price            reason      liquidity fee
        12 open  core   buy  10       383.94           entry       taker     1.9197
        12 open  second buy  10       383.94           entry       taker     1.9197
        21 open  hedge  sell 5        345.59           entry       taker     0.863975
        21 path  hedge  buy  5        350              stop        taker     0.875
        21 path  core   sell 10       320              stop        taker     1.6
        21 path  second sell 10       310.292356565657 liquidation taker     0`,
      legs: `
        leg    margin       liquidatesAt     price         fees      funding  liquidation  net
        core   1279.8       258.583265656566 -639.4        -3.5197   -0.37433 0            -643.29403
        second 767.88       310.292356565657 -736.47643434 -1.9197   -0.37433 -31.02923566 -769.7997
        hedge  575.98333333 456.224422441584 -22.05        -1.738975 0        0            -23.788975`,
      refusals: 'none',
      ambiguous: 1,
      insurance: '31.02923566',
      // 10000 − 643.29403 − 769.7997 − 23.788975
      equity: '8563.117295',
    })
    expect(result.path.ambiguousAt.map(iso)).toEqual(['2025-10-10T21:00:00Z'])
  })

  it('P3, O4: best: the low came first, the hedge takes its target on the way', () => {
    played('best').shows({
      fills: `
        at leg    price            reason      liquidity
        12 core   383.94           entry       taker
        12 second 383.94           entry       taker
        21 hedge  345.59           entry       taker
        21 core   320              stop        taker
        21 second 310.292356565657 liquidation taker
        21 hedge  200              target      maker`,
      legs: `
        leg    fees      net
        core   -3.5197   -643.29403
        second -1.9197   -769.7997
        hedge  -1.063975 726.886025`,
      ambiguous: 1,
      // 10000 − 643.29403 − 769.7997 + 726.886025
      equity: '9313.792295',
    })
  })

  it('P1, P2: the high is nearer to the open than the low, so nearest is high first', () => {
    played('nearest').shows({ ambiguous: 0, equity: '8563.117295' })
    played('ohlc').shows({ ambiguous: 0, equity: '8563.117295' })
    played('olhc').shows({ ambiguous: 0, equity: '9313.792295' })
  })

  it.each(['worst', 'best', 'nearest', 'ohlc', 'olhc'] as const)(
    'P4: in its candles of five minutes the high came first, whatever the path: %s',
    (path) => {
      // 351.94 lies in the five minutes from 21:00, 320 and 310.29 in those from 21:10 (348.64 … 308.96).
      played(path, { fine, fineTimeframe: '5m' }).shows({
        fills: `
          at     leg    price            reason
          12     core   383.94           entry
          12     second 383.94           entry
          21     hedge  345.59           entry
          21     hedge  350              stop
          21+10m core   320              stop
          21+10m second 310.292356565657 liquidation`,
        ambiguous: 0,
        missingFine: 0,
        equity: '8563.117295',
      })
    },
  )

  it('F4, F5: funding is the fallback’s, the mark is the trades’, and the result says so', () => {
    const { result } = played('worst').shows({
      postings: `
        at what        leg    account       amount
        12 entry       core   collateral:1  1279.8
        12 entry       core   fees:1        1.9197
        12 entry       core   available     -1281.7197
        12 entry       second collateral:2  767.88
        12 entry       second fees:2        1.9197
        12 entry       second available     -769.7997
        16 funding     core   collateral:1  -0.37433
        16 funding     core   funding:1     0.37433
        16 funding     second collateral:2  -0.37433
        16 funding     second funding:2     0.37433
        21 entry       hedge  collateral:3  575.98333333
        21 entry       hedge  fees:3        0.863975
        21 entry       hedge  available     -576.84730833
        21 exit        hedge  collateral:3  -575.98333333
        21 exit        hedge  price:3       22.05
        21 exit        hedge  fees:3        0.875
        21 exit        hedge  available     553.05833333
        21 exit        core   collateral:1  -1279.42567
        21 exit        core   price:1       639.4
        21 exit        core   fees:1        1.6
        21 exit        core   available     638.42567
        21 liquidation second collateral:2  -767.50567
        21 liquidation second price:2       736.47643434
        21 liquidation second liquidation:2 31.02923566`,
    })
    expect(result.assumptions).toContain('There is no mark series: the traded candles stand in for the mark price.')
    expect(result.assumptions.join('\n')).toMatch(
      /Funding is not known in 1 stretch, 1d 12h together .*: the fallback stands in, 0.0001 every 8h from 00:00 UTC there\./,
    )
  })
})
