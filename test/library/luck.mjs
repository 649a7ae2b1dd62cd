// The second example of docs/library.md.
import * as danfo from 'danfojs-node'
import { bootstrap, sweep, toDataFrame } from 'hedgerow'

const config = 'strategies/froth-hedge.yaml'
const set = { 'data.from': '2024-07-01', 'data.to': '2024-12-01' }

const found = await sweep(config, {
  set,
  vary: { 'strategy.params.hedgeRatio': '0..1/0.25', 'strategy.legs.core.leverage': [2, 3] },
})
const { params } = found.runs.find(({ hash }) => hash === found.best)
console.log(JSON.stringify(params), found.verdict.level)

const frame = toDataFrame(found, danfo)
const byRatio = frame.groupby(['strategy.params.hedgeRatio']).agg({ maxDrawdown: 'mean' })
console.log(byRatio['maxDrawdown_mean'].values.map((share) => `${(share * 100).toFixed(1)}%`).join(' '))

const { accounts } = await bootstrap(config, { set: { ...set, ...params }, runs: 50, block: '3d' })
for (const { name, maxDrawdown } of accounts) {
  console.log(`${name}: a drawdown of ${(maxDrawdown.median * 100).toFixed(1)}% in the median`)
}
