import { standardDeviation } from '#analysis/deviation.js'
import type { FigureOptions } from '#analysis/equity-figures.js'
import { backtestOverfitting } from './backtest-overfitting.js'
import { deflatedSharpe } from './deflated-sharpe.js'
import { effectiveTrials } from './effective-trials.js'
import { expectedMaxSharpe } from './expected-max-sharpe.js'
import { minTrackRecord } from './min-track-record.js'
import type { Neighbourhood } from './neighbourhood.js'
import { probabilisticSharpe } from './probabilistic-sharpe.js'
import { sharpeEstimate } from './sharpe-estimate.js'

/** What speaks for and against the best of many trials. Probabilities 0 … 1; null where undefined. */
export interface Evidence {
  /** Every trial that was made, the failed ones too. */
  readonly trials: number
  /** How many independent ones they are worth. */
  readonly effectiveTrials: number
  /** Daily returns of the best, and how many it would take to tell its Sharpe ratio from zero with 95 % confidence. */
  readonly days: number
  readonly minDays: number | null
  /** A year. */
  readonly sharpe: number | null
  /** The best that so many trials without skill are expected to show, a year. */
  readonly luckySharpe: number | null
  readonly probabilisticSharpe: number | null
  readonly deflatedSharpe: number | null
  readonly overfitting: {
    readonly probability: number
    readonly lossProbability: number
    readonly slope: number | null
  } | null
  readonly neighbourhood: Neighbourhood | null
  /** Openings of the best trial: so many decisions it rests on. */
  readonly trades: number | null
  /** Config paths in which the best lies at an end of what was tried. */
  readonly edges: readonly string[]
}

/** What is known of trials besides their returns. */
export interface TrialFacts {
  /** How many there were in all, where `returns` are an even sample of them. Default: as many as there are returns. */
  readonly trials?: number
  /** Whether the search could have chosen a trial: it keeps to the constraints. Default: each. */
  readonly isChoosable?: (index: number) => boolean
  /** Whether the best has a Sharpe ratio by the rule of the metrics: a record of 30 days. Default: true. */
  readonly isLongEnough?: boolean
}

/**
 * All figures on the trial with the index `winner`. `returns`: the daily returns of each trial on the data it was chosen on,
 * all of one length; null where a trial failed or has none. The rate without risk is taken off each. Overfitting is asked of
 * the trials among which the search chose: one that breaks a constraint, or never traded, is not one of them.
 */
export function evidenceOf(
  returns: readonly (Float64Array | null)[],
  winner: number,
  around: Pick<Evidence, 'neighbourhood' | 'edges' | 'trades'>,
  { periodsPerYear, riskFree }: FigureOptions,
  { trials = returns.length, isChoosable = () => true, isLongEnough = true }: TrialFacts = {},
): Evidence {
  const riskFreeOfDay = riskFree / periodsPerYear
  const known = returns.filter((series) => series !== null)
  const estimates = returns.map((series) => series && sharpeEstimate(series, riskFreeOfDay))
  const choosable = returns.flatMap((series, index) =>
    series !== null && estimates[index] !== null && isChoosable(index) ? [series] : [],
  )
  const own = returns[winner]
  const best = isLongEnough ? estimates[winner] : null
  // Of one trial alone nothing is to be deflated; of several of which one could be judged, nobody knows by how much.
  const deviation =
    trials === 1 ? 0 : standardDeviation(Float64Array.from(estimates.flatMap((estimate) => estimate?.sharpe ?? [])))
  const variance = deviation === null ? null : deviation ** 2
  const effective = effectiveTrials(known, trials)
  const cut = backtestOverfitting(choosable, { riskFree: riskFreeOfDay })
  const annual = Math.sqrt(periodsPerYear)
  return {
    trials,
    effectiveTrials: effective,
    days: own?.length ?? 0,
    minDays: best && minTrackRecord(best),
    sharpe: best && best.sharpe * annual,
    luckySharpe: best && variance !== null ? expectedMaxSharpe(variance, effective) * annual : null,
    probabilisticSharpe: best && probabilisticSharpe(best),
    deflatedSharpe: best && variance !== null ? deflatedSharpe(best, variance, effective) : null,
    overfitting: cut && {
      probability: cut.probability,
      lossProbability: cut.lossProbability,
      slope: cut.degradation?.slope ?? null,
    },
    ...around,
  }
}
