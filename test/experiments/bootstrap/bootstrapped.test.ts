import { describe, expect, it } from 'vitest'
import { bootstrapped } from '#experiments/bootstrap/bootstrapped.js'
import { type Outcome, type RunPool, type TwinOutcome, withoutFigures } from '#experiments/run-pool.js'

const twin = (totalReturn: number): TwinOutcome => ({
  totalReturn,
  maxDrawdown: 0.1,
  liquidations: 0,
  curve: Float64Array.of(100, 100),
})

/** The run makes 0.1 on path 1, 0.2 on path 2 …; its twins 0.05 more where they can be played. */
function poolOf(twinless: readonly number[], failed: readonly number[] = []): RunPool {
  const outcomeOf = (index: number): Outcome => {
    if (failed.includes(index)) return withoutFigures(index, 'failed', `path ${index} threw`)
    const totalReturn = index / 10
    const own = {
      ...withoutFigures(index, 'complete', ''),
      error: null,
      metrics: { totalReturn, maxDrawdown: 0.1, liquidations: 0, sharpe: index },
      curve: Float64Array.of(100, 100),
    }
    if (twinless.includes(index)) return { ...own, twinsError: `without its hedge path ${index} threw` }
    const other = twin(totalReturn + 0.05)
    return { ...own, twins: { unhedged: other, net: other, smallerCore: other } }
  }
  return {
    size: 1,
    play: async (tasks, onOutcome) => {
      for (const { index } of tasks) onOutcome(outcomeOf(index))
    },
  }
}

const played = (pool: RunPool) => bootstrapped({ runs: 5, blockMs: 1, seed: 1, closes: 2 }, pool, {})
const counts = ({ accounts }: Awaited<ReturnType<typeof played>>) =>
  accounts.map(({ name, totalReturn }) => [name, totalReturn?.count])

describe('the accounts of a bootstrap', () => {
  it('are compared over the paths on which every one of them could be played', async () => {
    const found = await played(poolOf([2, 4], [5]))
    expect(counts(found)).toEqual([
      ['run', 2],
      ['unhedged', 2],
      ['net', 2],
      ['smallerCore', 2],
    ])
    // Paths 1 and 3 alone.
    expect(found.accounts.map(({ totalReturn }) => totalReturn?.median)).toEqual([0.2, 0.25, 0.25, 0.25])
    expect(found.sharpe?.median).toBe(2)
    expect([found.compared, found.twinsMissing]).toEqual([2, { paths: 2, error: 'without its hedge path 2 threw' }])
    // The figures of the run itself are there for all that were played.
    expect(found.paths.map((path) => path?.run.totalReturn ?? null)).toEqual([0.1, 0.2, 0.3, 0.4, null])
  })

  it('are the run alone, over all paths, where no twin could be played', async () => {
    const found = await played(poolOf([1, 2, 3, 4, 5]))
    expect(counts(found)).toEqual([['run', 5]])
    expect([found.compared, found.twinsMissing?.paths]).toEqual([5, 5])
  })

  it('miss nothing where all could be played', async () => {
    const found = await played(poolOf([]))
    expect([found.compared, found.twinsMissing]).toEqual([5, null])
  })
})
