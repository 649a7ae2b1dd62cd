import { describe, expect, it } from 'vitest'
import { type BracketedRun, bracketOf } from '#analysis/bracket.js'
import { readConfig } from '#io/config-file.js'
import { backtest } from '../../src/backtest.js'

const run = (path: BracketedRun['path'], netProfit: number, sharpe: number | null): BracketedRun => ({
  path,
  metrics: { netProfit, sharpe } as BracketedRun['metrics'],
})

describe('A bracket over the price paths', () => {
  it('P7: is the least and the greatest of each metric, and null where a run leaves it undefined', () => {
    expect(bracketOf([run('ohlc', 5, 1), run('worst', -3, null), run('best', 7, 2)])).toEqual({
      paths: ['ohlc', 'worst', 'best'],
      metrics: { netProfit: { min: -3, max: 7 }, sharpe: { min: null, max: null } },
    })
  })

  it('P7: holds what the runs along its paths give on their own, and the run itself', async () => {
    const sets = ['strategy.params.stopDistance=1.5', 'execution.path=ohlc']
    const config = (path: string) => readConfig('strategies/core-hedge.yaml', [...sets, `execution.path=${path}`])
    const { result, figures } = await backtest(await config('ohlc'), { bracket: true })
    const { paths, metrics } = result.path.bracket!
    expect(paths).toEqual(['ohlc', 'worst', 'best'])
    const alone = await Promise.all(['worst', 'best'].map(async (path) => (await backtest(await config(path))).figures))
    const nets = [figures, ...alone].map((one) => one.metrics.netProfit!)
    expect(metrics['netProfit']).toEqual({ min: Math.min(...nets), max: Math.max(...nets) })
  })

  it('P7: with a finer series holds worst and best inside it, and without it', async () => {
    // The sample as its own finer series: inside it all is as without it, but both are run.
    const sets = ['strategy.params.stopDistance=1.5', 'execution.path=ohlc']
    const fine = 'data.fine=data/tao-usdt-perp-1h.synthetic.csv'
    const { result } = await backtest(await readConfig('strategies/core-hedge.yaml', [...sets, fine]), {
      bracket: true,
    })
    const without = await backtest(await readConfig('strategies/core-hedge.yaml', sets), { bracket: true })
    expect(result.path.bracket!.paths).toEqual(['ohlc-fine', 'worst-fine', 'best-fine', 'worst', 'best'])
    expect(result.path.bracket!.metrics).toEqual(without.result.path.bracket!.metrics)
    expect(result.path.missingFine).toBe(0)
  })

  it('P7: is null where none was asked for', async () => {
    const { result } = await backtest(await readConfig('strategies/hold.yaml', []))
    expect(result.path.bracket).toBeNull()
  })
})
