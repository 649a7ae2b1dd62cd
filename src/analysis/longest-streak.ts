import type { Decimal } from '#domain/decimal.js'

/** The most trades in a row that were won (or lost), in the order in which they closed. A net of zero ends both. */
export function longestStreak(nets: readonly Decimal[], outcome: 'won' | 'lost'): number {
  let longest = 0
  let current = 0
  for (const net of nets) {
    current = (outcome === 'won' ? net.gt(0) : net.lt(0)) ? current + 1 : 0
    if (current > longest) longest = current
  }
  return longest
}
