// npm run bench: every figure in one go, each in a process of its own, as ratios where a ratio says more.
import { execFileSync } from 'node:child_process'
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { minuteCandles } from './market.mjs'
import { median } from './measure.mjs'

const CANDLES = 1_400_000
const FRESH = 20

const script = (name) => new URL(`./${name}.mjs`, import.meta.url).pathname
const measured = (name, argument, flags = []) =>
  JSON.parse(execFileSync(process.execPath, [...flags, script(name), String(argument)], { encoding: 'utf8' }))
const millions = (perSecond) => `${(perSecond / 1e6).toFixed(1)} M/s`
const line = (what, found, aim = '') => console.log(`${what.padEnd(52)} ${found.padEnd(34)} ${aim}`)

console.log(
  `hedgerow bench: ${CANDLES.toLocaleString('en-US')} one-minute candles, Node ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'} × ${cpus().length}\n`,
)

const engine = measured('engine', CANDLES)
line('engine ÷ floor, warm', `${engine.ratio.toFixed(2)} ×`, 'aim ≤ 5 ×')
line('  engine', `${engine.engineMs.toFixed(1)} ms, ${millions((CANDLES / engine.engineMs) * 1e3)}`)
line('  floor', `${engine.floorMs.toFixed(1)} ms, ${millions((CANDLES / engine.floorMs) * 1e3)}`)
line('  fills, ledger entries (floor fills)', `${engine.fills}, ${engine.entries} (${engine.floorFills})`)

const fresh = Array.from({ length: FRESH }, () => measured('first-run', CANDLES))
const times = fresh.map(({ ms }) => ms)
line(
  `first run, median of ${FRESH} fresh processes`,
  `${median(times).toFixed(0)} ms, ${millions((CANDLES / median(times)) * 1e3)}`,
  'aim ≥ 10 M/s',
)
line('  slowest ÷ median', `${(Math.max(...times) / median(times)).toFixed(2)} ×`, 'aim ≤ 1.5 ×')
line(
  '  peak memory, columns included',
  `${Math.max(...fresh.map(({ peakMb }) => peakMb)).toFixed(0)} MB`,
  'aim < 400 MB',
)

const { bytesPerCandle } = measured('heap', CANDLES, [
  '--expose-gc',
  '--max-semi-space-size=64',
  '--min-semi-space-size=64',
])
line('heap growth per candle', `${bytesPerCandle.toFixed(3)} bytes`, 'aim ≈ 0')

const folder = mkdtempSync(join(tmpdir(), 'hedgerow-bench-'))
try {
  const csv = join(folder, 'candles.csv')
  await writeCsv(csv)
  const read = Array.from({ length: 3 }, () => measured('csv', csv))
  line(
    'CSV to columns, hash included, best of 3',
    millions(Math.max(...read.map(({ rowsPerSecond }) => rowsPerSecond))),
    'aim ≥ 1 M/s',
  )
  line('  peak memory', `${Math.max(...read.map(({ peakMb }) => peakMb)).toFixed(0)} MB`, 'aim < 250 MB')
  const seconds = Array.from({ length: 3 }, () => wholeRun(csv))
  line(
    'hedgerow run, CSV to finished folder, best of 3',
    `${Math.min(...seconds).toFixed(2)} s (${seconds.map((value) => value.toFixed(2)).join(', ')})`,
    'aim < 5 s',
  )
} finally {
  rmSync(folder, { recursive: true })
}

const swept = measured('sweep', 1000)
line(
  'sweep of 1,000 hedge plans, 16,974 hourly candles',
  `${swept.runsPerSecond.toFixed(0)} runs/s with ${swept.workers} workers`,
)
line('  ÷ the same one by one through backtest()', `${swept.speedup.toFixed(2)} ×`, 'aim ≥ 1.7 ×')
line('  two workers ÷ one', `${swept.threads.toFixed(2)} ×`)
line(
  '  over the loop of the engine alone, one worker',
  `${(swept.overhead * 100).toFixed(0)} %, ${(swept.cpuOverhead * 100).toFixed(0)} % in processor time`,
  'aim ≤ 25 %',
)

async function writeCsv(path) {
  const candles = minuteCandles(CANDLES)
  const out = createWriteStream(path)
  out.write('time,open,high,low,close,volume\n')
  for (let from = 0; from < candles.length; from += 10_000) {
    let text = ''
    for (let at = from; at < Math.min(from + 10_000, candles.length); at++) {
      text += `${candles.openedAt[at]},${candles.open[at]},${candles.high[at]},${candles.low[at]},${candles.close[at]},${candles.volume[at]}\n`
    }
    if (!out.write(text)) await new Promise((drained) => out.once('drain', drained))
  }
  out.end()
  await finished(out)
}

function wholeRun(csv) {
  const config = join(folder, 'bench.yaml')
  writeFileSync(
    config,
    [
      'name: bench',
      `data: { pair: TAO/USDT:USDT, candles: ${JSON.stringify(csv)}, funding: { rate: 0.0001, every: 8h } }`,
      'instrument: tao-usdt-perp',
      'strategy:',
      `  use: ${JSON.stringify(new URL('../strategies/froth-hedge.ts', import.meta.url).pathname)}`,
      '  params: { averagePeriod: 2000, rsiPeriod: 240 }',
    ].join('\n'),
  )
  const began = performance.now()
  const cli = new URL('../dist/cli/main.js', import.meta.url).pathname
  execFileSync(process.execPath, [cli, 'run', config, '--out', join(folder, 'out'), '--quiet', '--log-level', 'error'])
  return (performance.now() - began) / 1e3
}
