/** A trial by what it risked and what it gained. */
export interface FrontPoint {
  readonly drawdown: number
  readonly gain: number
}

/** Those that no other beats in both, the smallest drawdown first. */
export function frontLine<Point extends FrontPoint>(points: readonly Point[]): readonly Point[] {
  const ordered = points.toSorted((one, other) => one.drawdown - other.drawdown || other.gain - one.gain)
  let most = -Infinity
  return ordered.filter(({ gain }) => {
    if (gain <= most) return false
    most = gain
    return true
  })
}
