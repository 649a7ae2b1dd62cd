import { decimal, type DecimalText } from '#domain/decimal.js'

/** final ÷ initial − 1; null without an initial balance. */
export function totalReturn(initial: DecimalText, final: DecimalText): number | null {
  const start = decimal(initial)
  return start.gt(0) ? decimal(final).div(start).minus(1).toNumber() : null
}
