import { Decimal, decimal, type DecimalText } from '#domain/decimal.js'
import { iso } from '#domain/time.js'

/** What is undefined. */
export const NONE = '–'

/** An amount with grouped thousands and fixed digits; never a signed zero: `−1,352.38`. */
export function amount(value: DecimalText | number | null, digits = 2): string {
  if (value === null) return NONE
  const rounded = decimal(value).toDecimalPlaces(digits, Decimal.ROUND_HALF_EVEN)
  const [whole, fraction] = rounded.abs().toFixed(digits).split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  const sign = rounded.isNeg() && !rounded.isZero() ? '−' : ''
  return sign + grouped + (fraction === undefined ? '' : `.${fraction}`)
}

/** A fraction as percent: 0.1234 is `12.34%`. */
export function percent(fraction: DecimalText | number | null, digits = 2): string {
  return fraction === null ? NONE : `${amount(decimal(fraction).times(100).toFixed(), digits)}%`
}

/** Beyond this share of the mark a liquidation price is as good as out of reach. */
const FAR = 10

/** How far the mark is from a liquidation price, as a share of it. */
export function distance(fraction: number | null): string {
  return fraction !== null && fraction > FAR ? `> ${percent(FAR, 0)}` : percent(fraction, 1)
}

/** Money that came in or went out, with its sign: `+274.56`, `−12.00`. */
export function signed(value: DecimalText | number | null): string {
  const text = amount(value)
  return value !== null && Number(value) > 0 && /[1-9]/.test(text) ? `+${text}` : text
}

const NAME_MAX = 40
/** Code units of that many letters, if letters are as long as they reasonably are. */
const UNITS_MAX = 4 * NAME_MAX
const letters = new Intl.Segmenter('en')

/** A name as running text and keys show it: cut where it is long. */
export function shortName(name: string): string {
  const begin = Array.from(letters.segment(name.slice(0, UNITS_MAX)), ({ segment }) => segment)
  if (begin.length <= NAME_MAX && name.length <= UNITS_MAX) return name
  return `${begin.slice(0, NAME_MAX - 1).join('')}…`
}

/** A ratio with two digits. */
export function ratio(value: number | null): string {
  return amount(value, 2)
}

/** A whole number with grouped thousands. */
export function count(value: number): string {
  return amount(value, 0)
}

/** An amount as it was booked, all digits kept, thousands grouped. */
export function exact(value: DecimalText): string {
  return amount(value, decimal(value).decimalPlaces())
}

/** An amount to at most eight significant digits, the whole ones always; thousands grouped, no zeros at its end. */
export function brief(value: DecimalText): string {
  const whole = decimal(value).abs().trunc().toFixed().length
  return exact(decimal(value).toSignificantDigits(Math.max(SIGNIFICANT, whole)).toFixed())
}

const SIGNIFICANT = 8

/** An instant in UTC to the minute: `2025-10-10 21:00`. */
export function time(instantMs: number | null): string {
  return instantMs === null ? NONE : iso(instantMs).slice(0, 16).replace('T', ' ')
}

export function date(instantMs: number): string {
  return iso(instantMs).slice(0, 10)
}

/** `1 candle`, `2 candles`. */
export function plural(quantity: number, one: string, many = `${one}s`): string {
  return `${count(quantity)} ${quantity === 1 ? one : many}`
}
