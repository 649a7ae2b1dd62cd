/** Σ hedged returns ÷ Σ unhedged returns over the periods in which the unhedged one rose; null where it never did. */
export function upsideCapture(hedged: Float64Array, unhedged: Float64Array): number | null {
  return captureWhere(hedged, unhedged, (value) => value > 0)
}

/** The same over the periods in which the unhedged one fell. Below 1 the hedge took losses away. */
export function downsideCapture(hedged: Float64Array, unhedged: Float64Array): number | null {
  return captureWhere(hedged, unhedged, (value) => value < 0)
}

function captureWhere(
  hedged: Float64Array,
  unhedged: Float64Array,
  counts: (unhedgedReturn: number) => boolean,
): number | null {
  let captured = 0
  let available = 0
  for (const [at, value] of unhedged.entries()) {
    if (!counts(value)) continue
    captured += hedged[at]
    available += value
  }
  return available === 0 ? null : captured / available
}
