/** Candles [from, to) of a run, its first one being 0. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

/** Of stretches in any order: ascending, those that overlap as one. */
export function merged(stretches: readonly Stretch[]): readonly Stretch[] {
  const apart: { from: number; to: number }[] = []
  for (const { from, to } of stretches.toSorted((one, other) => one.from - other.from)) {
    const last = apart.at(-1)
    if (last !== undefined && from < last.to) last.to = Math.max(last.to, to)
    else apart.push({ from, to })
  }
  return apart
}
