/** A value that a config path can take: what YAML can write. */
export type Setting = string | number | boolean | null | readonly Setting[] | { readonly [key: string]: Setting }

/** Values that were written out, or that a step or a count makes. At least one; no two are equal. */
export interface ListedDimension {
  readonly kind: 'listed'
  /** Keys of the config, from the outside in. */
  readonly path: readonly string[]
  /** As written, or from the beginning of a range to its end. */
  readonly values: readonly Setting[]
  /** Whether neighbours in `ranks` are alike: true where all values are numbers. */
  readonly isOrdered: boolean
  /** Indices of `values`, the lowest number first where they are ordered. */
  readonly ranks: readonly number[]
}

/** Every number of a range. `from` < `to`; on a log scale both are above zero. */
export interface ContinuousDimension {
  readonly kind: 'continuous'
  readonly path: readonly string[]
  readonly from: number
  readonly to: number
  readonly scale: 'linear' | 'log'
}

export type Dimension = ListedDimension | ContinuousDimension

/** A value per dimension, in their order. */
export type Point = readonly Setting[]

/** The text by which equal points are known. */
export function keyOf(point: Point): string {
  return JSON.stringify(point)
}

export function listedDimension(path: readonly string[], values: readonly Setting[]): ListedDimension {
  const isOrdered = values.every((value) => typeof value === 'number')
  const indices = values.map((_, index) => index)
  // Most lists ascend: of millions of values that is soon seen, and sorting them takes seconds.
  const isSorted = !isOrdered || values.every((value, index) => index === 0 || values[index - 1] < value)
  const ranks = isSorted ? indices : indices.toSorted((one, other) => values[one] - values[other])
  return { kind: 'listed', path, values, isOrdered, ranks }
}

export function continuousDimension(
  path: readonly string[],
  from: number,
  to: number,
  scale: 'linear' | 'log',
): ContinuousDimension {
  return { kind: 'continuous', path, from, to, scale }
}

/** Digits to which a range without a step is drawn: of its width, or on a log scale of the value. */
const DIGITS = 6

/** The number at a share of the range, 0 … 1, rounded so that a table can show it; never outside. */
export function continuousAt({ from, to, scale }: ContinuousDimension, share: number): number {
  const value =
    scale === 'linear' ? from + (to - from) * share : Math.exp(Math.log(from) + (Math.log(to) - Math.log(from)) * share)
  const places = Math.min(Math.max(DIGITS - Math.ceil(Math.log10(to - from)), 0), 100)
  const rounded = Number(scale === 'linear' ? value.toFixed(places) : value.toPrecision(DIGITS))
  return Math.min(Math.max(rounded, from), to)
}

/** Where a number lies in the range, 0 … 1. */
export function shareOf({ from, to, scale }: ContinuousDimension, value: number): number {
  return scale === 'linear'
    ? (value - from) / (to - from)
    : (Math.log(value) - Math.log(from)) / (Math.log(to) - Math.log(from))
}
