import type { RowRange } from './pyramid.js'

/** Rows to either side at least. */
const CONTEXT_MIN = 12
const CONTEXT_SHARE = 0.6
/** Rows free beyond the run's first and last. */
const EDGE = 2

/** What is shown of `rows` rows around those from … to: context on either side, and little beyond the ends of the run. */
export function stretchAround({ from, to }: RowRange, rows: number): RowRange {
  const context = Math.max(CONTEXT_MIN, (to - from) * CONTEXT_SHARE)
  const wanted = { from: from - context, to: to + context }
  const [first, last] = [-EDGE, rows - 1 + EDGE]
  const moved = Math.max(first - wanted.from, 0) + Math.min(last - wanted.to, 0)
  return { from: Math.max(wanted.from + moved, first), to: Math.min(wanted.to + moved, last) }
}
