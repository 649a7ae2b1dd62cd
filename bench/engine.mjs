// The engine against the floor, in one process after warm-up: the ratio that hedgerow's speed is stated in.
import { run } from '../dist/engine/run.js'
import { floor } from './floor.mjs'
import { marketOf, minuteCandles } from './market.mjs'
import { median, report, timed } from './measure.mjs'
import { config, indicators, strategy } from './strategy.mjs'

const ROUNDS = 15
const market = marketOf(minuteCandles(Number(process.argv[2])))
const { length } = market.candles
const columns = Object.values(indicators).flatMap((indicator) => indicator.compute(market.candles))
const equity = new Float64Array(length)

for (let round = 0; round < 5; round++) {
  floor(market, columns, equity)
  run(config, strategy, market)
}
const engineMs = []
const floorMs = []
for (let round = 0; round < ROUNDS; round++) {
  floorMs.push(timed(() => floor(market, columns, equity)).ms)
  engineMs.push(timed(() => run(config, strategy, market)).ms)
}
const { result } = run(config, strategy, market)
const bare = floor(market, columns, equity)
report({
  engineMs: median(engineMs),
  floorMs: median(floorMs),
  ratio: median(engineMs) / median(floorMs),
  fills: result.fills.length,
  entries: result.account.entries,
  floorFills: bare.fills,
})
