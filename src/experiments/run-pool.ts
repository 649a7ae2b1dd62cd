import type { RunDetails } from './compare/details.js'
import type { Setting } from './space/dimension.js'

/** One run of an experiment: the base config with some of its paths set. */
export interface Task {
  /** Its place in the order of the experiment, from 0. */
  readonly index: number
  readonly settings: Readonly<Record<string, Setting>>
  /** A part of the data that stands in place of `data.from` and `data.to`: [from, to) in ms since 1970. */
  readonly span?: { readonly from: number; readonly to: number }
  /** A resampled history in place of the data (`path` of the seed), with blocks of this mean length. */
  readonly resampled?: { readonly seed: number; readonly path: number; readonly blockMs: number }
  /** Daily returns are wanted. Default: none. */
  readonly returns?: boolean
  /** Equity is wanted, thinned to so many closes at most. Default: none. */
  readonly curvePoints?: number
  /** Twins too. Default: false. */
  readonly twins?: boolean
  /** What a comparison shows besides; goes with `curvePoints`. Default: false. */
  readonly details?: boolean
}

/** What became of a task. */
export interface Outcome {
  readonly index: number
  /** SHA-256 of what the run was made of: equal hashes are the same run. Empty where it is not known: refused before that, or lost. */
  readonly hash: string
  /** `failed`: the strategy threw; `refused`: the config, the data or the strategy is not what it should be. */
  readonly status: 'complete' | 'failed' | 'refused'
  readonly error: string | null
  /** By name, docs/metrics.md; null unless complete. */
  readonly metrics: Readonly<Record<string, number | null>> | null
  /** Simple returns from one UTC day end to the next, −1 and then 0 where the account was ruined; null where not wanted. */
  readonly dailyReturns: Float64Array | null
  readonly curve: Float64Array | null
  readonly twins: TwinOutcomes | null
  /** Why there are none, where they were wanted and the strategy threw without its hedge. */
  readonly twinsError?: string
  /** Null where they were not wanted. */
  readonly details: RunDetails | null
}

/** Figures and curves of the twins of one run. */
export interface TwinOutcomes {
  readonly unhedged: TwinOutcome
  readonly net: TwinOutcome
  readonly smallerCore: TwinOutcome
}

export interface TwinOutcome {
  readonly totalReturn: number | null
  readonly maxDrawdown: number | null
  readonly liquidations: number
  readonly curve: Float64Array | null
}

/** An outcome with nothing but its fate. */
export function withoutFigures(index: number, status: Outcome['status'], error: string, hash = ''): Outcome {
  return { index, hash, status, error, metrics: null, dailyReturns: null, curve: null, twins: null, details: null }
}

/** Plays tasks, side by side where it can. What comes out does not depend on how many play at once. */
export interface RunPool {
  /** How many play at once. */
  readonly size: number
  /** Tells every outcome as it is there, in any order. Rejects with the signal's reason once aborted. */
  play(tasks: readonly Task[], onOutcome: (outcome: Outcome) => void, signal?: AbortSignal): Promise<void>
}
