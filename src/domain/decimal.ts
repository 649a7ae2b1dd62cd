import { Decimal as Base } from 'decimal.js'

/**
 * The one decimal type of hedgerow: 40 significant digits, half-even, never exponential text.
 * decimal.js rounds sums and products too, so its default of 20 digits would lose money.
 */
export const Decimal = Base.clone({
  precision: 40,
  rounding: Base.ROUND_HALF_EVEN,
  toExpNeg: -60,
  toExpPos: 60,
})
export type Decimal = Base

/** A decimal as plain text: no exponent, no plus sign. */
export type DecimalText = string

export const ZERO = new Decimal(0)
export const ONE = new Decimal(1)

/** Reads a number or text. A float is read as its shortest decimal text, so 0.1 is exactly 0.1. */
export function decimal(value: Base.Value): Decimal {
  return new Decimal(value)
}

/** Rounds to what may be booked: half-even, 8 places of the quote currency (rule A5). */
export function money(value: Decimal): Decimal {
  return value.toDecimalPlaces(8, Base.ROUND_HALF_EVEN)
}

/** Rounds a derived price or ratio to 12 places, the most that a result file shows. */
export function derived(value: Decimal): Decimal {
  return value.toDecimalPlaces(12, Base.ROUND_HALF_EVEN)
}

/** Plain text with at most 12 places, `0` never signed. */
export function plain(value: Decimal): DecimalText {
  const rounded = value.decimalPlaces() > 12 ? derived(value) : value
  return rounded.isZero() ? '0' : rounded.toFixed()
}

/** The largest multiple of `step` that is not above `value` (rule O8: quantities go down, never up). */
export function floorTo(value: Decimal, step: Decimal): Decimal {
  return value.div(step).floor().times(step)
}

/** The smallest multiple of `step` that is not below `value`. */
export function ceilTo(value: Decimal, step: Decimal): Decimal {
  return value.div(step).ceil().times(step)
}

export function min(a: Decimal, b: Decimal): Decimal {
  return a.lte(b) ? a : b
}

export function max(a: Decimal, b: Decimal): Decimal {
  return a.gte(b) ? a : b
}

export function sum(values: Iterable<Decimal>): Decimal {
  let total = ZERO
  for (const value of values) total = total.plus(value)
  return total
}
