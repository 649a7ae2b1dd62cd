import { DAY_MS } from '#domain/time.js'
import type { EquitySeries } from './equity-series.js'
import type { Drawdown } from './max-drawdown.js'

/** The deepest stretches below an earlier high, at most `limit`, the deepest first; none overlaps another. */
export function worstDrawdowns({ initial, values, instantOf }: EquitySeries, limit: number): readonly Drawdown[] {
  const found: Drawdown[] = []
  let peak = initial
  let peakAt = -1
  let trough = -1
  const end = (recovery: number | null) => {
    if (trough < 0) return
    const recoveredAt = recovery === null ? null : instantOf(recovery)
    found.push({
      depth: (peak - values[trough]) / peak,
      peakAt: instantOf(peakAt),
      troughAt: instantOf(trough),
      recoveredAt,
      days: ((recoveredAt ?? instantOf(values.length - 1)) - instantOf(peakAt)) / DAY_MS,
    })
  }
  for (let at = 0; at < values.length; at++) {
    if (values[at] >= peak) {
      end(at)
      peak = values[at]
      peakAt = at
      trough = -1
    } else if (trough < 0 || values[at] < values[trough]) trough = at
  }
  end(null)
  return found.sort((one, other) => other.depth - one.depth).slice(0, limit)
}
