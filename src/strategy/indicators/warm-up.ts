/** Index of the first candle at which every column has a finite value; the columns' length where there is none. */
export function warmUpOf(columns: readonly Float64Array[]): number {
  const length = columns[0]?.length ?? 0
  for (let i = 0; i < length; i++) {
    if (columns.every((column) => Number.isFinite(column[i]))) return i
  }
  return length
}
