import { decimal } from '#domain/decimal.js'

/** The shortest plain decimal that reads back to the same double, without an exponent. */
export function digits(value: number): string {
  const text = String(value)
  return text.includes('e') ? decimal(value).toFixed() : text
}

/** Digits after the point in that text. */
export function decimalPlaces(value: number): number {
  const text = digits(value)
  const point = text.indexOf('.')
  return point < 0 ? 0 : text.length - point - 1
}
