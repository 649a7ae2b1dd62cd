// Engine against floor, in one process after warm-up.
import { run } from '../dist/engine/run.js'
import { floor } from './floor.mjs'
import { marketOf, minuteCandles } from './market.mjs'
import { config, indicators, strategy } from './strategy.mjs'

const length = Number(process.env.CANDLES ?? 1_400_000)
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1]
const timed = (work) => {
  const began = performance.now()
  const value = work()
  return { value, ms: performance.now() - began }
}

const market = marketOf(minuteCandles(length))
const columns = Object.values(indicators).flatMap((indicator) => indicator.compute(market.candles))
const equityOut = new Float64Array(length)
run(config, strategy, { ...market, end: 20_000 })
const first = timed(() => run(config, strategy, market))
for (let at = 0; at < 3; at++) floor(market, columns, equityOut)
const engine = []
const bare = []
for (let at = 0; at < 9; at++) {
  bare.push(timed(() => floor(market, columns, equityOut)).ms)
  engine.push(timed(() => run(config, strategy, market)).ms)
}
const { result } = first.value
const plain = floor(market, columns, equityOut)
console.log(JSON.stringify({
  candles: length, firstMs: first.ms, engineMs: median(engine), floorMs: median(bare), ratio: median(engine) / median(bare),
  engineMillionPerSecond: length / median(engine) / 1e3, floorMillionPerSecond: length / median(bare) / 1e3,
  fills: result.fills.length, entries: result.account.entries, final: result.account.final, floorFills: plain.fills, floorFinal: plain.equity,
}, null, 1))
