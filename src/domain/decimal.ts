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

/** Powers of ten that a float holds exactly. */
const POWERS = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`))

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
  const short = shortText(value)
  if (short !== null) return short
  const rounded = value.decimalPlaces() > 12 ? derived(value) : value
  return rounded.isZero() ? '0' : rounded.toFixed()
}

/**
 * The text by way of the float, which is quicker: up to 15 digits the shortest text that reads back to a float is the
 * decimal itself. Null where there are more digits, or where a float would be written with an exponent.
 */
function shortText(value: Decimal): DecimalText | null {
  const { d: words, e: exponent } = value
  if (words === null || words.length > 3 || exponent < -6 || exponent > 14) return null
  const last = words[words.length - 1]
  const trailing = words.length === 1 ? 0 : trailingZeros(last)
  const digits = digitsOf(words[0]) + 7 * (words.length - 1) - trailing
  if (digits > 15 || digits - 1 - exponent > 12) return null
  const float = toFloat(value)
  return float === 0 ? '0' : String(float)
}

/** `plain(decimal(value))`, which the float's own text is where it has neither an exponent nor more than 12 places. */
export function plainFloat(value: number): DecimalText {
  const text = String(value)
  const point = text.indexOf('.')
  const isPlain = !text.includes('e') && (point < 0 || text.length - point <= 13)
  return isPlain && value !== 0 ? text : plain(decimal(value))
}

function trailingZeros(word: number): number {
  let count = 0
  for (let rest = word; rest % 10 === 0; rest /= 10) count++
  return count
}

/** The largest multiple of `step` that is not above `value` (rule O8: quantities go down, never up). */
export function floorTo(value: Decimal, step: Decimal): Decimal {
  const places = placesOf(step)
  return places === null ? value.div(step).floor().times(step) : value.toDecimalPlaces(places, Base.ROUND_FLOOR)
}

/** The smallest multiple of `step` that is not below `value`. */
export function ceilTo(value: Decimal, step: Decimal): Decimal {
  const places = placesOf(step)
  return places === null ? value.div(step).ceil().times(step) : value.toDecimalPlaces(places, Base.ROUND_CEIL)
}

/** k where a step is 10^−k, as most ticks and lots are: rounding to k places then needs no division. */
function placesOf({ d: words, e: exponent }: Decimal): number | null {
  const isPower = words.length === 1 && POWERS.includes(words[0])
  return isPower && exponent <= 0 ? -exponent : null
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

/** The largest whole number that a float holds exactly. */
const EXACT = 2 ** 53

/**
 * The nearest float, as `toNumber` gives it, without the detour over text for the up to 15 digits that money and prices
 * have: a whole number and a power of ten that are both exact make a quotient that is rounded once.
 */
export function toFloat(value: Decimal): number {
  const { d: words, e: exponent, s: sign } = value
  if (words === null || words.length > 3) return value.toNumber()
  let digits = words[0]
  let places = digitsOf(digits) - 1 - exponent
  for (let at = 1; at < words.length; at++) {
    let word = words[at]
    let shift = 7
    if (at === words.length - 1) for (; word % 10 === 0; shift--) word /= 10
    digits = digits * POWERS[shift] + word
    places += shift
  }
  if (digits > EXACT || places < 0 || places > 22) return value.toNumber()
  return (sign * digits) / POWERS[places]
}

function digitsOf(word: number): number {
  let count = 1
  while (POWERS[count] <= word) count++
  return count
}
