import { mean } from '#analysis/deviation.js'
import { linearFit } from './linear-fit.js'

/** They make 12,870 pairs of halves. */
const BLOCKS = 16

/** A spread this far below the squares whose difference it is, is what their sums lost. */
const ROUNDING = 1e-12

export interface BacktestOverfitting {
  /** PBO, 0 … 1: share of the splits in which the best trial of one half is in the lower half of the other. */
  readonly probability: number
  /** Share of the splits in which the best trial of one half has a negative Sharpe ratio in the other. */
  readonly lossProbability: number
  /** Of the Sharpe ratio in the other half against that in the half where it was the best; null where the latter does not vary. */
  readonly degradation: { readonly slope: number; readonly intercept: number } | null
  /** ln(ω ÷ (1 − ω)) of each split; ω is the relative rank, rank ÷ (trials + 1). Below 0: the lower half. */
  readonly logits: Float64Array
  /** Sharpe ratio per return of the best trial of one half, of each split: there, and in the other half. */
  readonly inSample: Float64Array
  readonly outOfSample: Float64Array
}

/**
 * The probability of backtest overfitting by combinatorially symmetric cross-validation (Bailey, Borwein, López de Prado
 * and Zhu 2015, "The Probability of Backtest Overfitting", algorithm 2.3): the rows of returns are cut into `blocks`
 * consecutive blocks (the first ones a row longer where they do not divide), every half of the blocks is once what the
 * best trial was chosen by and once what it is judged by.
 *
 * `returns`: of each trial, all of one length. The performance is the Sharpe ratio, less `riskFree` per return. A trial that
 * does not deviate in a half, as one that did not trade, has none there: it is not chosen by that half, and judged by it as
 * 0. Of equally good trials the first is the best, and its rank is the mean of theirs. Null under two trials, and under two
 * rows a block.
 */
export function backtestOverfitting(
  returns: readonly Float64Array[],
  { blocks = BLOCKS, riskFree = 0 }: { readonly blocks?: number; readonly riskFree?: number } = {},
): BacktestOverfitting | null {
  if (returns.length < 2 || returns[0].length < 2 * blocks) return null
  const cut = new BlockSums(returns, blocks, riskFree)
  const logits: number[] = []
  const inSample: number[] = []
  const outOfSample: number[] = []
  const judge = (chosenBy: Float64Array, judgedBy: Float64Array) => {
    const best = indexOfMax(chosenBy)
    const rank = meanRank(judgedBy, best) / (returns.length + 1)
    logits.push(Math.log(rank / (1 - rank)))
    inSample.push(chosenBy[best] || 0)
    outOfSample.push(judgedBy[best] || 0)
  }
  cut.eachHalf((half, other) => {
    judge(half, other)
    judge(other, half)
  })
  return {
    probability: share(logits, (logit) => logit <= 0),
    lossProbability: share(outOfSample, (ratio) => ratio < 0),
    degradation: linearFit(inSample, outOfSample),
    logits: Float64Array.from(logits),
    inSample: Float64Array.from(inSample),
    outOfSample: Float64Array.from(outOfSample),
  }
}

/**
 * Per block and trial the sums that a Sharpe ratio is made of, so that a half of any size costs an addition a block. Rows
 * are centered on the mean of their trial before they are squared: otherwise a small deviation would be lost.
 */
class BlockSums {
  readonly #trials: number
  readonly #blocks: number
  readonly #rows: Int32Array
  readonly #sums: readonly Float64Array[]
  readonly #squares: readonly Float64Array[]
  /** Mean of each trial, less the rate without risk. */
  readonly #excess: Float64Array

  constructor(returns: readonly Float64Array[], blocks: number, riskFree: number) {
    const rows = returns[0].length
    this.#trials = returns.length
    this.#blocks = blocks
    const starts = Int32Array.from({ length: blocks + 1 }, (_, block) => startOf(block, rows, blocks))
    this.#rows = Int32Array.from({ length: blocks }, (_, block) => starts[block + 1] - starts[block])
    const centers = Float64Array.from(returns, (series) => mean(series)!)
    this.#excess = centers.map((center) => center - riskFree)
    const columns = () => Array.from({ length: blocks }, () => new Float64Array(returns.length))
    this.#sums = columns()
    this.#squares = columns()
    for (const [trial, series] of returns.entries()) {
      for (let block = 0; block < blocks; block++) {
        for (let row = starts[block]; row < starts[block + 1]; row++) {
          const value = series[row] - centers[trial]
          this.#sums[block][trial] += value
          this.#squares[block][trial] += value * value
        }
      }
    }
  }

  /**
   * Visits the Sharpe ratios of all trials in each half that holds the first block, and in the rest. The arrays are used
   * again. Halves that begin alike share the sums of their beginning: the tree of choices is walked, not each half.
   */
  eachHalf(visit: (half: Float64Array, other: Float64Array) => void): void {
    const size = this.#blocks / 2
    const halves = [new Float64Array(this.#trials), new Float64Array(this.#trials)] as const
    const depths = Array.from({ length: size }, () => new Chosen(this.#trials))
    const all = new Chosen(this.#trials)
    for (let block = 0; block < this.#blocks; block++) this.#add(all, block, all)
    const choose = (depth: number, block: number) => {
      const chosen = depths[depth]
      this.#add(depth === 0 ? null : depths[depth - 1], block, chosen)
      if (depth === size - 1) {
        this.#ratios(chosen, null, halves[0])
        this.#ratios(all, chosen, halves[1])
        visit(...halves)
        return
      }
      const last = this.#blocks - (size - 1 - depth)
      for (let next = block + 1; next <= last; next++) choose(depth + 1, next)
    }
    choose(0, 0)
  }

  #add(before: Chosen | null, block: number, into: Chosen): void {
    const sums = this.#sums[block]
    const squares = this.#squares[block]
    into.rows = (before?.rows ?? 0) + this.#rows[block]
    for (let trial = 0; trial < this.#trials; trial++) {
      into.sums[trial] = (before === null ? 0 : before.sums[trial]) + sums[trial]
      into.squares[trial] = (before === null ? 0 : before.squares[trial]) + squares[trial]
    }
  }

  /** Of `chosen`, or of what it has beyond `less`; NaN where a trial does not deviate. */
  #ratios(chosen: Chosen, less: Chosen | null, into: Float64Array): void {
    const rows = chosen.rows - (less?.rows ?? 0)
    for (let trial = 0; trial < this.#trials; trial++) {
      const sum = chosen.sums[trial] - (less === null ? 0 : less.sums[trial])
      const squares = chosen.squares[trial] - (less === null ? 0 : less.squares[trial])
      const average = sum / rows
      const excess = average + this.#excess[trial]
      const spread = squares - sum * average
      into[trial] = spread <= squares * ROUNDING ? NaN : excess / Math.sqrt(spread / (rows - 1))
    }
  }
}

class Chosen {
  rows = 0
  readonly sums: Float64Array
  readonly squares: Float64Array

  constructor(trials: number) {
    this.sums = new Float64Array(trials)
    this.squares = new Float64Array(trials)
  }
}

/** Equal blocks; what is left over goes to the first ones, a row each. */
function startOf(block: number, rows: number, blocks: number): number {
  return block * Math.floor(rows / blocks) + Math.min(block, rows % blocks)
}

/** NaN is never the highest; the first where all are. */
function indexOfMax(values: Float64Array): number {
  let best = 0
  for (let at = 1; at < values.length; at++) {
    if (values[at] > values[best] || (Number.isNaN(values[best]) && !Number.isNaN(values[at]))) best = at
  }
  return best
}

/** 1 for the lowest; equal values share the mean of their ranks. NaN counts as 0. */
function meanRank(values: Float64Array, of: number): number {
  const value = values[of] || 0
  let below = 0
  let equal = 0
  for (let at = 0; at < values.length; at++) {
    const other = values[at] || 0
    if (other < value) below++
    else if (other === value) equal++
  }
  return below + (equal + 1) / 2
}

function share(values: readonly number[], holds: (value: number) => boolean): number {
  return values.filter(holds).length / values.length
}
