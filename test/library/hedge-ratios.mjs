// The example of docs/library.md.
import { backtest, compare } from 'hedgerow'

const { twins, metrics } = await backtest('strategies/froth-hedge.yaml', {
  set: { 'strategy.params.hedgeRatio': 0.5, stress: false },
})
console.log(`return ${(metrics.totalReturn * 100).toFixed(1)}%, the hedge made ${twins.split.total} USDT`)

const { runs } = await compare('strategies/froth-hedge.yaml', {
  vary: { 'strategy.params.hedgeRatio': [0, 0.25, 0.5] },
})
for (const { name, metrics, twins } of runs) {
  const removed = twins.unhedged.maxDrawdown - metrics.maxDrawdown
  console.log(`${name}: ${(removed * 100).toFixed(1)} points of drawdown removed`)
}
