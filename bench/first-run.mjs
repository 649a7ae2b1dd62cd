// The first run of a fresh process, indicators computed before it.
import { run } from '../dist/engine/run.js'
import { computeIndicators } from '../dist/strategy/indicator-view.js'
import { marketOf, minuteCandles } from './market.mjs'
import { peakMb, report, timed } from './measure.mjs'
import { config, indicators, strategy } from './strategy.mjs'

const market = marketOf(minuteCandles(Number(process.argv[2])))
computeIndicators(indicators, market.candles)
const { ms } = timed(() => run(config, strategy, market))
report({ ms, peakMb: peakMb() })
