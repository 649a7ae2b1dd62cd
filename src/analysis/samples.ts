import { significant } from './significant.js'

/** At most `count` of the values, evenly spread, the last included, to 12 significant digits. */
export function samplesOf(values: Float64Array, count: number): readonly number[] {
  const length = Math.min(count, values.length)
  return Array.from({ length }, (_, at) => significant(values[Math.ceil(((at + 1) * values.length) / length) - 1])!)
}
