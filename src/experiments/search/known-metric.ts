import { InputError, nearest } from '#domain/failure.js'
import { type Direction, metricDirections } from './metric-directions.js'

/** The figures that a search may ask for, with their directions. */
export type KnownMetrics = Readonly<Record<string, Direction | null>>

export const runMetrics: KnownMetrics = metricDirections

/** Throws `InputError` `unknown-metric` with the name that was probably meant and all that are known. */
export function checkMetric(name: string, known: KnownMetrics, where: string): void {
  if (Object.hasOwn(known, name)) return
  const names = Object.keys(known)
  const meant = nearest(name, names)
  const question = meant === null ? '' : `Did you mean ${meant}? `
  throw new InputError('unknown-metric', `found '${name}'; expected the name of a metric`, {
    where,
    hint: `${question}Known are ${names.join(', ')}.`,
  })
}
