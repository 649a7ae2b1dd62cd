import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sharpe } from '#analysis/sharpe.js'
import { backtestOverfitting } from '#experiments/overfitting/backtest-overfitting.js'
import { randomOf } from '#experiments/random.js'
import { normalQuantile } from '#experiments/normal.js'

/** Normal returns of a day with a mean of `skill` deviations. */
function noise(seed: number, length: number, skill = 0): Float64Array {
  const { uniform } = randomOf(seed)
  return Float64Array.from({ length }, () => 0.02 * (normalQuantile(uniform() + 2 ** -54) + skill))
}

describe('the probability of backtest overfitting', () => {
  it('is worked by hand of two trials and four blocks', () => {
    // Blocks of two rows. The first trial earns in blocks 1 and 2 and loses in 3 and 4, the second the other way round.
    const first = Float64Array.of(3, 1, 3, 1, -1, -3, -1, -3)
    const second = first.map((value) => -value)
    const found = backtestOverfitting([first, second], { blocks: 4 })!
    // 12 | 34 and 34 | 12: the best of one half is the worst of the other, rank 1 of 2: logit ln(1/3 ÷ 2/3).
    // The four mixed halves: both have a Sharpe ratio of 0 in both: the first is taken, with the mean rank 1.5: logit 0.
    expect([...found.logits].map((logit) => logit.toFixed(6))).toEqual([
      ...Array(2).fill('-0.693147'),
      ...Array(4).fill('0.000000'),
    ])
    expect(found.probability).toBe(1)
    expect(found.lossProbability).toBeCloseTo(2 / 6, 12)
  })

  it('takes the Sharpe ratios of the very rows of each half, whatever the length of the blocks', () => {
    const length = 37
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1e6 }), { minLength: 2, maxLength: 4 }), (seeds) => {
        const trials = seeds.map((seed) => noise(seed, length, 0.1))
        const found = backtestOverfitting(trials, { blocks: 4, riskFree: 0.001 })!
        // 37 rows in four blocks: 10, 9, 9, 9. The first half that is visited is that of the first two blocks.
        const halves = [trials.map((trial) => trial.slice(0, 19)), trials.map((trial) => trial.slice(19))]
        const [chosenBy, judgedBy] = halves.map((half) => half.map((rows) => sharpe(rows, 1, 0.001)!))
        const best = chosenBy.indexOf(Math.max(...chosenBy))
        expect(found.inSample[0]).toBeCloseTo(chosenBy[best], 10)
        expect(found.outOfSample[0]).toBeCloseTo(judgedBy[best], 10)
        expect(found.logits).toHaveLength(6)
      }),
      { numRuns: 50 },
    )
  })

  it('has 12,870 splits of 16 blocks, each with its mirror image', () => {
    const found = backtestOverfitting([noise(1, 160), noise(2, 160)])!
    expect(found.logits).toHaveLength(12_870)
    // The mirror image of a split turns the two ratios of its winner round where the winner is the same trial.
    expect(found.probability).toBeGreaterThanOrEqual(0)
    expect(found.probability).toBeLessThanOrEqual(1)
  })

  it('is near one half or above for trials without skill, and near zero where one has plenty', () => {
    const luck = Array.from({ length: 40 }, (_, trial) => noise(100 + trial, 730))
    const skilled = [...luck, noise(7, 730, 0.25)]
    const ofLuck = backtestOverfitting(luck)!
    const ofSkill = backtestOverfitting(skilled)!
    expect(ofLuck.probability).toBeGreaterThan(0.3)
    expect(ofLuck.degradation!.slope).toBeLessThan(0)
    expect(ofSkill.probability).toBeLessThan(0.01)
    expect(ofSkill.lossProbability).toBeLessThan(0.01)
  })

  it('chooses no trial by a half in which it did not trade, and judges it there as 0', () => {
    const idle = new Float64Array(64)
    const losing = noise(3, 64, -3)
    const late = noise(4, 64, -2).fill(0, 0, 32)
    const found = backtestOverfitting([idle, losing, late], { blocks: 4 })!
    // What traded lost; what did not would have looked better, and is not chosen all the same.
    expect(found.inSample.every((ratio) => ratio < 0)).toBe(true)
    // The blocks of the late one against the others: chosen by the former it did nothing in the latter.
    const split = found.inSample.findIndex((_, at) => found.outOfSample[at] === 0)
    expect(found.logits[split]).toBeGreaterThan(0)
    expect(found.lossProbability).toBe(5 / 6)
    // Where nobody traded in a half, nobody is chosen for anything.
    expect(backtestOverfitting([idle, late], { blocks: 4 })!.inSample).toContain(0)
  })

  it('is not defined for one trial, nor for fewer than two rows a block', () => {
    expect(backtestOverfitting([noise(1, 100)])).toBeNull()
    expect(backtestOverfitting([noise(1, 31), noise(2, 31)])).toBeNull()
    expect(backtestOverfitting([])).toBeNull()
  })
})
