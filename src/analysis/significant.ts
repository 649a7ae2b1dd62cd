/** A figure as it is shown and stored: 12 significant digits; null for what is undefined or beyond a double. */
export function significant(value: number | null): number | null {
  return value === null || !Number.isFinite(value) ? null : Number(value.toPrecision(12))
}
