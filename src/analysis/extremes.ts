/** The highest of returns; null of nothing. */
export function best(returns: Float64Array): number | null {
  return returns.length === 0 ? null : returns.reduce((highest, value) => Math.max(highest, value))
}

/** The lowest of returns; null of nothing. */
export function worst(returns: Float64Array): number | null {
  return returns.length === 0 ? null : returns.reduce((lowest, value) => Math.min(lowest, value))
}
