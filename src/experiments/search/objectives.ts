import { InputError } from '#domain/failure.js'
import { checkMetric, type KnownMetrics, runMetrics } from './known-metric.js'
import type { Direction } from './metric-directions.js'

export interface Objective {
  readonly metric: string
  readonly direction: Direction
}

const WHERE = '--objective'

/**
 * `sharpe`, `min maxDrawdown`, or several with commas between them: `sharpe, max hedgeCost`. Without a word a metric goes
 * where it is better. Throws `InputError` for what no metric is, one that has no better side and no word, and one twice.
 */
export function parseObjectives(text: string, known: KnownMetrics = runMetrics): readonly Objective[] {
  const objectives = text.split(',').map((part) => parseObjective(part.trim(), known))
  for (const [at, { metric }] of objectives.entries()) {
    if (objectives.findIndex((other) => other.metric === metric) === at) continue
    throw new InputError('objective-twice', `found ${metric} twice; expected each objective once`, {
      where: WHERE,
      hint: 'Remove one of them.',
    })
  }
  return objectives
}

function parseObjective(text: string, known: KnownMetrics): Objective {
  const words = text.split(/\s+/)
  const metric = words.at(-1)!
  const word = words.length === 2 ? words[0] : null
  if (text === '' || words.length > 2 || (word !== null && word !== 'max' && word !== 'min')) {
    throw new InputError('objective-form', `found '${text}'; expected a metric, with max or min before it`, {
      where: WHERE,
      hint: `Write ${WHERE} sharpe, or ${WHERE} 'sharpe, min maxDrawdown'.`,
    })
  }
  checkMetric(metric, known, WHERE)
  const direction = word ?? known[metric]
  if (direction !== null) return { metric, direction }
  throw new InputError('objective-direction', `found '${metric}', of which neither more nor less is better as such`, {
    where: WHERE,
    hint: `Write max ${metric} or min ${metric}.`,
  })
}
