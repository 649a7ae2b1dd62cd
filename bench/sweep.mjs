// A sweep of hedge plans against the same runs one by one through the public API, without what a sweep does not do either
// (twins, stress), and against the loop of the engine alone.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from '../dist/engine/run.js'
import { cacheFolder } from '../dist/io/cache/cache-folder.js'
import { backtest } from '../dist/index.js'
import { readConfigSource } from '../dist/io/config-file.js'
import { loadMarketData } from '../dist/io/market-data.js'
import { sweep } from '../dist/sweep.js'
import { configWith } from '../dist/worker.js'
import { hourlyCandles } from './market.mjs'
import { report } from './measure.mjs'

const RUNS = Number(process.argv[2])
const WORKERS = 2
const CANDLES = 16_974

/** Wall time, and the time of all processors, which other work on the machine hardly changes; ms. */
const clock = () => {
  const began = performance.now()
  const { user, system } = process.cpuUsage()
  return () => {
    const since = process.cpuUsage({ user, system })
    return { ms: performance.now() - began, cpuMs: (since.user + since.system) / 1e3 }
  }
}

const folder = mkdtempSync(join(tmpdir(), 'hedgerow-bench-sweep-'))
process.env.HEDGEROW_CACHE = join(folder, 'cache')
try {
  const path = writeConfig()
  const source = await readConfigSource(path, [])
  const last = Math.round(RUNS / 100)
  const vary = [
    'strategy.plan.1.open.ratio=0.1..1/0.1',
    'strategy.plan.0.open.leverage=1..5.5/0.5',
    `strategy.plan.0.open.notional=5000..${5000 + (last - 1) * 500}/500`,
  ]
  const swept = async (workers) => {
    const stop = clock()
    const { book } = await sweep(
      { source, vary, workers, objective: 'netProfit' },
      { folder: join(folder, `sweep-${workers}`), cache: cacheFolder() },
    )
    if (book.counts.complete !== RUNS) throw new Error(`${book.counts.complete} of ${RUNS} runs are complete`)
    return stop()
  }
  const settings = (at) => ({
    'strategy.plan.1.open.ratio': Math.round((1 + Math.floor(at / (10 * last))) * 10) / 100,
    'strategy.plan.0.open.leverage': 1 + (Math.floor(at / last) % 10) * 0.5,
    'strategy.plan.0.open.notional': 5000 + (at % last) * 500,
  })
  await swept(WORKERS)
  rmSync(join(folder, `sweep-${WORKERS}`), { recursive: true })
  const both = await swept(WORKERS)
  const single = await swept(1)

  const oneByOne = async (count) => {
    const stop = clock()
    for (let at = 0; at < count; at++) await backtest(path, { set: settings(at) })
    return stop()
  }
  await oneByOne(20)
  const alone = await oneByOne(RUNS)

  const configs = Array.from({ length: RUNS }, (_, at) => configWith(source, settings(at)))
  const data = await loadMarketData({ ...configs[0].data, cache: cacheFolder() })
  const loop = (count) => {
    const stop = clock()
    for (const config of configs.slice(0, count)) run(config, null, data)
    return stop()
  }
  loop(20)
  const bare = loop(RUNS)
  report({
    runs: RUNS,
    workers: WORKERS,
    runsPerSecond: (RUNS / both.ms) * 1e3,
    speedup: alone.ms / both.ms,
    threads: single.ms / both.ms,
    overhead: single.ms / bare.ms - 1,
    cpuOverhead: single.cpuMs / bare.cpuMs - 1,
    both,
    single,
    alone,
    bare,
  })
} finally {
  rmSync(folder, { recursive: true })
}

/** A core that is held, a hedge that is taken off and put on again every two weeks; funding every eight hours. */
function writeConfig() {
  const candles = hourlyCandles(CANDLES)
  const rows = Array.from(
    { length: CANDLES },
    (_, at) =>
      `${candles.openedAt[at]},${candles.open[at]},${candles.high[at]},${candles.low[at]},${candles.close[at]},${candles.volume[at]}`,
  )
  writeFileSync(join(folder, 'candles.csv'), `time,open,high,low,close,volume\n${rows.join('\n')}\n`)
  const at = (hour) => new Date(candles.openedAt[hour]).toISOString()
  const hedge = { leg: 'hedge', side: 'short', ratioOf: 'core', ratio: 0.4, leverage: 5, stop: '8%' }
  const plan = [
    { at: 'start', open: { leg: 'core', side: 'long', notional: 5000, leverage: 3 } },
    { at: 'start', open: hedge },
  ]
  for (let hour = 336; hour + 168 < CANDLES; hour += 336) {
    plan.push({ at: at(hour), close: { leg: 'hedge' } }, { at: at(hour + 168), open: hedge })
  }
  const config = {
    name: 'hedge-plans',
    data: {
      pair: 'TAO/USDT:USDT',
      candles: 'candles.csv',
      funding: { rate: 0.0001, every: '8h' },
    },
    instrument: 'tao-usdt-perp',
    account: { balance: 20_000, currency: 'USDT' },
    strategy: { plan },
    twins: false,
    stress: false,
  }
  const path = join(folder, 'hedge-plans.yaml')
  writeFileSync(path, JSON.stringify(config))
  return path
}
