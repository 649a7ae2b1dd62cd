/** A stretch of rows, in parts of rows. */
export interface RowRange {
  readonly from: number
  readonly to: number
}

/** Rows to either side at least, and as a share of the stretch. */
const CONTEXT_MIN = 12
const CONTEXT_SHARE = 0.6
/** Left free beyond the run's first and last row, so that labels at them are whole. */
const EDGE_MIN = 2
const EDGE_SHARE = 0.06

/** What is shown of `rows` rows around those from … to: context on either side, as far as there is any. */
export function stretchAround({ from, to }: RowRange, rows: number): RowRange {
  const context = Math.max(CONTEXT_MIN, (to - from) * CONTEXT_SHARE)
  const edge = Math.max(EDGE_MIN, (to - from) * EDGE_SHARE)
  return { from: Math.max(from - context, -edge), to: Math.min(to + context, rows - 1 + edge) }
}
