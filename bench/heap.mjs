// Heap growth per candle: a strategy that looks at everything and never trades, between two lengths of run.
import { run } from '../dist/engine/run.js'
import { marketOf, minuteCandles } from './market.mjs'
import { median, report } from './measure.mjs'
import { config, strategy } from './strategy.mjs'

const market = marketOf(minuteCandles(Number(process.argv[2])), [])
const watching = {
  ...strategy,
  onCandle({ candle, equity, indicators: { trend, strength, volatility }, legs: { core, hedge } }) {
    if (core.isFlat && candle.close > trend * 100) core.open({ notional: equity, stop: candle.close - volatility })
    if (hedge.isOpen && strength < 0) hedge.close()
  },
}
const grown = (end) => {
  globalThis.gc()
  const before = process.memoryUsage().heapUsed
  run(config, watching, { ...market, end })
  return process.memoryUsage().heapUsed - before
}
for (let round = 0; round < 10; round++) grown(market.end)
const short = market.end >> 3
// What the compiler makes in the background falls into one round or another.
const rounds = Array.from({ length: 15 }, () => (grown(market.end) - grown(short)) / (market.end - short))
report({ bytesPerCandle: median(rounds) })
