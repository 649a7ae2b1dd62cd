import { HOUR_MS } from '#domain/time.js'

/** 2025-01-01, the first hour of the candles below. */
export const start = Date.UTC(2025, 0, 1)

export function hour(index: number): number {
  return start + index * HOUR_MS
}

/** Hourly candles with the digits of an exchange: trailing zeros, and a volume that no double holds. */
export function candles(first: number, end: number): readonly (readonly string[])[] {
  return Array.from({ length: end - first }, (_, at) => {
    const price = 300 + ((first + at) % 40)
    return [
      String(hour(first + at)),
      `${price}.50`,
      `${price + 1}.00`,
      `${price - 1}.10`,
      `${price}.90`,
      `${first + at}.12345678901234567`,
    ]
  })
}

/** Lines of a CSV of these rows. */
export function linesOf(rows: readonly (readonly string[])[]): readonly string[] {
  return rows.map(([at, ...cells]) => [new Date(Number(at)).toISOString().replace('.000Z', 'Z'), ...cells].join(','))
}
