import { DAY_MS } from '#domain/time.js'
import type { Drawdown } from './max-drawdown.js'

/** Days from the trough of a drawdown to the first value at or above its peak; null while that is not regained. */
export function recoveryDays({ troughAt, recoveredAt }: Drawdown): number | null {
  return troughAt === null || recoveredAt === null ? null : (recoveredAt - troughAt) / DAY_MS
}
