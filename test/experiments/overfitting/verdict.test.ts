import { describe, expect, it } from 'vitest'
import { type Evidence, evidenceOf } from '#experiments/overfitting/evidence.js'
import { verdictOf } from '#experiments/overfitting/verdict.js'
import { normalQuantile } from '#experiments/normal.js'
import { randomOf } from '#experiments/random.js'

const around = { neighbourhood: null, edges: [], trades: 40 }
const yearly = { periodsPerYear: 365, riskFree: 0 }

const noise = (seed: number, skill = 0, length = 730) => {
  const { uniform } = randomOf(seed)
  return Float64Array.from({ length }, () => 0.02 * (normalQuantile(uniform() + 2 ** -54) + skill))
}

const bestOf = (returns: readonly Float64Array[]) => {
  const total = (series: Float64Array) => series.reduce((sum, value) => sum + value, 0)
  return returns.reduce((best, series, at) => (total(series) > total(returns[best]) ? at : best), 0)
}

const sound: Evidence = {
  trials: 21,
  effectiveTrials: 3.44,
  days: 730,
  minDays: 400,
  sharpe: 2.1,
  luckySharpe: 0.4,
  probabilisticSharpe: 0.99,
  deflatedSharpe: 0.97,
  overfitting: { probability: 0.02, lossProbability: 0.01, slope: -0.1 },
  neighbourhood: { count: 2, fallen: 0, worst: 1, median: 1.5, best: 2, lost: 0.2, shape: 'plateau' },
  trades: 40,
  edges: [],
}

describe('the verdict', () => {
  it('calls the best of 100 trials without skill luck', () => {
    const returns = Array.from({ length: 100 }, (_, trial) => noise(500 + trial))
    const evidence = evidenceOf(returns, bestOf(returns), around, yearly)
    // By itself the best one looks like skill.
    expect(evidence.probabilisticSharpe).toBeGreaterThan(0.98)
    expect(evidence.effectiveTrials).toBeGreaterThan(95)
    expect(Math.abs(evidence.sharpe! - evidence.luckySharpe!)).toBeLessThan(0.6)
    expect(verdictOf(evidence)).toMatchObject({ level: 'luck' })
  })

  it('lets one with skill stand, among others without', () => {
    const returns = [...Array.from({ length: 20 }, (_, trial) => noise(500 + trial)), noise(1, 0.25)]
    const evidence = evidenceOf(returns, 20, around, yearly)
    expect(evidence.overfitting!.probability).toBeLessThan(0.05)
    expect(verdictOf(evidence)).toMatchObject({ level: 'holds' })
  })

  it('does not ask whether a loss is luck', () => {
    const lossOf = (sharpe: number) => verdictOf({ ...sound, sharpe, luckySharpe: -0.08, deflatedSharpe: 0.4 })
    expect(lossOf(0.01)).toMatchObject({
      level: 'luck',
      sentences: expect.arrayContaining(['This answer is probably luck.']),
    })
    expect(lossOf(-0.13).sentences.slice(0, 3)).toEqual([
      'Even the best has no Sharpe ratio above zero: there is no gain that luck could explain.',
      '21 trials were made, worth 3.4 independent ones.',
      'The best has a Sharpe ratio of −0.13 a year; luck alone would be expected to show −0.08.',
    ])
  })

  it('counts failed trials, and judges by the others', () => {
    const returns = [noise(1, 0.2), null, noise(2), null]
    const evidence = evidenceOf(returns, 0, around, yearly)
    expect(evidence.trials).toBe(4)
    expect(evidence.effectiveTrials).toBeGreaterThan(3.5)
    expect(evidence.days).toBe(730)
  })

  it('measures above the rate without risk', () => {
    const returns = [noise(1, 0.2), noise(2)]
    const own = evidenceOf(returns, 0, around, yearly).sharpe!
    const above = evidenceOf(returns, 0, around, { periodsPerYear: 365, riskFree: 0.365 }).sharpe!
    const deviation = Math.sqrt(
      returns[0].reduce((sum, value, _, all) => sum + (value - all.reduce((a, b) => a + b, 0) / 730) ** 2, 0) / 729,
    )
    expect(own - above).toBeCloseTo((0.001 / deviation) * Math.sqrt(365), 9)
  })

  it('cannot tell without returns', () => {
    for (const returns of [
      [null, noise(1)],
      [new Float64Array(730), noise(1)],
      [Float64Array.of(0.1), Float64Array.of(0.2)],
    ]) {
      const { level, sentences } = verdictOf(evidenceOf(returns, 0, around, yearly))
      expect(level).toBe('unknown')
      expect(sentences[0]).toMatch(/cannot be told/)
    }
  })

  it('says what it rests on', () => {
    expect(verdictOf(sound).sentences).toEqual([
      'This answer stands up to these tests. They know the past alone: data that no trial has seen would say more.',
      '21 trials were made, worth 3.4 independent ones.',
      'The best has a Sharpe ratio of 2.10 a year; luck alone would be expected to show 0.40.',
      'That it is better than luck has a probability of 97 % (deflated Sharpe ratio); 95 % is asked for.',
      'To tell its Sharpe ratio from zero takes 1.1 years of such returns (minimum track record length); there are 2.0 years.',
      'Chosen on one half of the data, the best was in the lower half of the trials on the other half in 2 % of all splits (probability of backtest overfitting); it lost there in 1 %.',
      'The median of its 2 neighbours in parameter space keeps 80 % of its advantage over the median trial: a plateau.',
    ])
  })

  it.each<[string, Partial<Evidence>, string]>([
    ['a deflated ratio below 95 %', { deflatedSharpe: 0.949 }, 'doubtful'],
    ['a deflated ratio below one half', { deflatedSharpe: 0.49 }, 'luck'],
    ['some overfitting', { overfitting: { probability: 0.06, lossProbability: 0, slope: null } }, 'doubtful'],
    ['more overfitting than chance', { overfitting: { probability: 0.51, lossProbability: 0, slope: null } }, 'luck'],
    ['unknown overfitting', { overfitting: null }, 'holds'],
    ['short data', { days: 399 }, 'doubtful'],
    ['no length that is enough', { minDays: null }, 'doubtful'],
    ['a peak', { neighbourhood: { ...sound.neighbourhood!, lost: 0.9, shape: 'peak' } }, 'doubtful'],
    ['no known neighbours', { neighbourhood: null }, 'holds'],
    ['nine trades', { trades: 9 }, 'doubtful'],
    ['ten trades', { trades: 10 }, 'holds'],
  ])('with %s is its own', (_, change, level) => {
    expect(verdictOf({ ...sound, ...change }).level).toBe(level)
  })

  it('says of few trades, and of neighbours that fell away', () => {
    const neighbourhood = {
      count: 3,
      fallen: 2,
      worst: null,
      median: null,
      best: 1,
      lost: null,
      shape: 'peak',
    } as const
    const { sentences } = verdictOf({ ...sound, trades: 1, neighbourhood })
    expect(sentences).toContain(
      'It rests on one trade: what is told of luck holds for its days, and hardly for its decisions.',
    )
    expect(sentences.at(-1)).toBe(
      'The median of its 3 neighbours in parameter space keeps none of its advantage over the median trial: a peak. 2 of them broke a constraint, failed or never traded.',
    )
  })

  it('asks of overfitting the trials among which was chosen', () => {
    const returns = [noise(1, 0.1), noise(2), noise(3), noise(4, 0.3)]
    const isChoosable = (index: number) => index < 3
    const among = evidenceOf(returns, 0, around, yearly, { isChoosable })
    expect(among.overfitting).toEqual(evidenceOf(returns.slice(0, 3), 0, around, yearly).overfitting)
    expect(among.overfitting).not.toEqual(evidenceOf(returns, 0, around, yearly).overfitting)
    // It was made all the same, and counts where the best of so many is asked for.
    expect(among.trials).toBe(4)
    // One that never traded could not be chosen either.
    const idle = evidenceOf([...returns, new Float64Array(730)], 0, around, yearly)
    expect(idle.overfitting).toEqual(evidenceOf(returns, 0, around, yearly).overfitting)
  })

  it('is unknown where nothing is known of the other trials', () => {
    const returns = [noise(1, 0.3), null, null, null, new Float64Array(730)]
    const evidence = evidenceOf(returns, 0, around, yearly)
    expect(evidence).toMatchObject({ trials: 5, luckySharpe: null, deflatedSharpe: null, overfitting: null })
    expect(evidence.probabilisticSharpe).toBeGreaterThan(0.99)
    const { level, sentences } = verdictOf(evidence)
    expect(level).toBe('unknown')
    expect(sentences[0]).toBe(
      'Whether this answer is luck cannot be told: of all trials it alone could be judged, the others were refused, failed or never traded.',
    )
    expect(sentences[1]).toMatch(/^5 trials were made/)
    // One trial alone has no rivals, and nothing to be deflated by.
    expect(evidenceOf(returns.slice(0, 1), 0, around, yearly).deflatedSharpe).toBe(evidence.probabilisticSharpe)
  })

  it('is unknown where the record is too short for a Sharpe ratio', () => {
    const evidence = evidenceOf([noise(1, 0.2, 20), noise(2, 0, 20)], 0, around, yearly, { isLongEnough: false })
    expect(evidence).toMatchObject({ days: 20, sharpe: null, deflatedSharpe: null })
    expect(verdictOf(evidence).level).toBe('unknown')
  })

  it('names edges, a single trial and a single neighbour, and never says none or all of what is not', () => {
    const { sentences } = verdictOf({
      ...sound,
      trials: 1,
      deflatedSharpe: 0.99999,
      overfitting: { probability: 0.0001, lossProbability: 0, slope: null },
      neighbourhood: { ...sound.neighbourhood!, count: 1 },
      edges: ['strategy.params.hedgeRatio'],
      minDays: 200.2,
    })
    expect(sentences).toContain('One trial was made.')
    expect(sentences.join(' ')).toContain('has a probability of over 99.9 % (deflated')
    expect(sentences.join(' ')).toContain('in under 0.1 % of all splits')
    expect(sentences.join(' ')).toContain('it lost there in 0 %.')
    expect(sentences.join(' ')).toContain('takes 201 days of such returns')
    expect(sentences.join(' ')).toContain('Its only neighbour in parameter space keeps 80 %')
    expect(sentences.at(-1)).toBe(
      'It lies at the edge of what was tried in strategy.params.hedgeRatio: better may lie beyond.',
    )
  })
})
