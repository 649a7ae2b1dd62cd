import type { FigureOptions } from '#analysis/equity-figures.js'
import { type Evidence, evidenceOf } from '../overfitting/evidence.js'
import { edgesOf, neighbourhoodOf } from '../overfitting/neighbourhood.js'
import type { Dimension } from '../space/dimension.js'
import { type BestTrial, scoredIndex, type TrialBook } from './trial-book.js'

/**
 * What speaks for and against the winner of a search. `own`: its daily returns, which the sample may lack. A trial on other
 * data, whose returns are more or fewer, counts as one whose returns are not known.
 */
export function evidenceOfBook(
  book: TrialBook,
  space: readonly Dimension[],
  { winner, own }: { readonly winner: BestTrial; readonly own: Float64Array | null },
  options: FigureOptions,
): Evidence {
  const others = [...book.returns].filter(([index]) => index !== winner.index)
  const alike = others.map(([, { returns }]) => (returns?.length === own?.length ? returns : null))
  const at = scoredIndex(book.scored, winner)
  const around = {
    neighbourhood: at < 0 ? null : neighbourhoodOf(space, book.scored, at),
    edges: edgesOf(space, winner.point),
    trades: winner.metrics.trades ?? null,
  }
  return evidenceOf([own, ...alike], 0, around, options, {
    trials: book.trials,
    isChoosable: (index) => index === 0 || others[index - 1][1].isFeasible,
    isLongEnough: (winner.metrics.sharpe ?? null) !== null,
  })
}
