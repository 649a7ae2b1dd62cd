import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import type { Candles } from '#domain/candles.js'
import type { BacktestResult } from '#domain/result.js'
import { HOUR_MS, iso, timeframeName } from '#domain/time.js'
import { bareResult, START } from './bare-result.js'
import { FixtureAccount } from './fixture-account.js'

const CRASH = 0.62

export interface FixtureOptions {
  /** Candles of the run; at least 200. */
  readonly length?: number
  readonly timeframeMs?: number
  readonly seed?: number
  /** Candles from one core to the next, a multiple of 120. */
  readonly cycle?: number
}

/**
 * A run as the engine would leave it: a leveraged core long whose stop is moved, a hedge short on weakness, funding
 * every eight hours, a crash hour that liquidates the core, refusals. Every money figure comes from a real ledger.
 */
export function fixtureResult({
  length = 1500,
  timeframeMs = HOUR_MS,
  seed = 7,
  cycle = 120,
}: FixtureOptions = {}): BacktestResult {
  const candles = randomCandles(length, timeframeMs, seed, cycle)
  const account = new FixtureAccount(candles, '10000')
  for (let candle = 0; candle < length; candle++) {
    live(account, candle, cycle)
    if (candle === length - 1) {
      for (const { leg } of account.ledger.account.positions)
        account.close(candle, leg, 'end-of-data', candles.close[candle])
    }
    account.mark(candle)
  }
  const booked = account.result('TAO/USDT:USDT')
  const bare = bareResult([], { candles })
  return {
    ...bare,
    ...booked,
    name: 'core-hedge',
    strategy: {
      name: 'Core long, hedge short',
      params: { hedgeRatio: 0.4, stopDistance: 3, trendPeriod: 200 },
      legs: [
        { name: 'core', side: 'long', leverage: 5, hedges: null },
        { name: 'hedge', side: 'short', leverage: 8, hedges: 'core' },
      ],
    },
    data: [
      { ...bare.data[0], file: 'tao-usdt-perp-1h.synthetic.csv', rows: length },
      {
        role: 'funding',
        file: 'tao-funding.csv',
        sha256: 'cd'.repeat(32),
        rows: Math.floor(length / 8),
        from: iso(START),
        to: iso(candles.openedAt.at(-1)!),
        timeframe: timeframeName(8 * HOUR_MS),
        gaps: 0,
        synthetic: true,
        real: false,
        notes: ['times are milliseconds'],
      },
    ],
    assumptions: [
      'Where the order of high and low decides, the path that leaves the lower equity is taken (worst).',
      'The trade candles stand in for the mark price.',
      'Every market order slips by 2 basis points.',
    ],
    warnings: ['The stop of leg core at 98.10 lies beyond its liquidation price.'],
    path: {
      mode: 'worst',
      ambiguousCandles: 2,
      ambiguousAt: [candles.openedAt[40], candles.openedAt[90]],
      choices: [],
      missingFine: null,
      bracket: null,
    },
    mark: candles,
    first: 0,
    end: length,
    warmUp: 24,
    indicators: [],
    exits: [],
  }
}

/** What happens in one candle, before its close. */
function live(account: FixtureAccount, candle: number, cycle: number): void {
  const { candles } = account
  const at = candles.openedAt[candle]
  const open = candles.open[candle]
  if ((at / HOUR_MS) % 8 === 0) account.funding(candle, candle % 5 === 0 ? -0.00005 : 0.0001)
  for (const name of ['core', 'hedge']) {
    if (account.isLiquidatedIn(candle, name)) account.liquidate(candle, name)
    else stopOut(account, candle, name)
  }
  if (candle === candles.length - 1 || candle < 24) return

  const step = ((candle % cycle) * 120) / cycle
  const isWide = candle % (2 * cycle) < cycle
  const core = account.held('core')
  const hedge = account.held('hedge')
  if (step === 30 && !core) account.open(candle, 'core', 'long', 12_000, 5, open * (isWide ? 0.5 : 0.9))
  if (step === 50 && core) account.stop(candle, 'core', Math.min(open * 0.93, candles.low[candle] * 0.97))
  if (step === 60 && core) account.scale(candle, 'core', 1_500)
  if (step === 70 && core && !hedge) account.open(candle, 'hedge', 'short', 5_000, 8, open * 1.06)
  if (step === 85 && core) account.close(candle, 'core', 'reduce', open, 0.3)
  if (step === 90 && !hedge) account.open(candle, 'hedge', 'short', 90_000, 8, open * 1.06)
  if (step === 100 && hedge) account.close(candle, 'hedge', 'signal', open)
  if (step === 110 && core && !isWide) account.close(candle, 'core', 'target', open)
  if (step === 75 && !core)
    account.refusals.push({ at, leg: 'hedge', code: 'leg-flat', message: 'reduce: hedge is flat' })
  if (step === 31 && core)
    account.refusals.push({ at, leg: 'core', code: 'leg-open', message: 'open: core is open already' })
}

function stopOut(account: FixtureAccount, candle: number, name: string): void {
  const position = account.held(name)
  if (!position) return
  const level = account.levels.findLast(({ leg, what }) => leg === position.id && what === 'stop')
  const price = Number(level?.price ?? Number.NaN)
  const { open, low, high } = account.candles
  const hit = position.side === 'long' ? low[candle] <= price : high[candle] >= price
  if (!hit) return
  const gapped = position.side === 'long' ? open[candle] < price : open[candle] > price
  account.close(candle, name, 'stop', gapped ? open[candle] : price)
}

/** A random walk in cents with one crash candle in its middle that comes back within the candle. */
function randomCandles(length: number, timeframeMs: number, seed: number, cycle: number): Candles {
  const spread = 0.03 * Math.sqrt(timeframeMs / HOUR_MS)
  const random = xoroshiro128plus(seed)
  const uniform = () => uniformFloat64(random)
  const cents = (price: number) => Math.round(price * 100) / 100
  const column = () => new Float64Array(length)
  const candles = {
    openedAt: column(),
    open: column(),
    high: column(),
    low: column(),
    close: column(),
    volume: column(),
  }
  const crashAt = (Math.floor(length / (2 * cycle)) + 0.375) * cycle
  let price = 300
  for (let candle = 0; candle < length; candle++) {
    const close = cents(price * (1 + (uniform() - 0.498) * spread))
    const crash = candle === crashAt
    candles.openedAt[candle] = START + candle * timeframeMs
    candles.open[candle] = price
    candles.close[candle] = close
    candles.high[candle] = cents(Math.max(price, close) * (1 + uniform() * spread * 0.3))
    candles.low[candle] = cents(Math.min(price, close) * (crash ? CRASH : 1 - uniform() * spread * 0.3))
    candles.volume[candle] = Math.round(500 + uniform() * 4000)
    price = close
  }
  return { length, timeframeMs, ...candles }
}
