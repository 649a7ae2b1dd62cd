import { numberOf } from './number.js'

/** A cell of a row: text, or a number where the file itself stores numbers. What is absent is empty text. */
export type Cell = string | number

/** The finite number that a cell holds, or NaN. */
export function numberIn(cell: Cell): number {
  if (typeof cell === 'string') return numberOf(cell)
  return Number.isFinite(cell) ? cell : Number.NaN
}

/** A value of a file that stores more than text as a cell. What is no single value is empty: a list, an object, null. */
export function cellOf(value: unknown): Cell {
  if (typeof value === 'string' || typeof value === 'number') return value
  if (typeof value === 'bigint') return Number(value)
  if (value instanceof Date) return value.getTime()
  return typeof value === 'boolean' ? String(value) : ''
}

/** A cell as an error or a list shows it: without blanks around it, shortened where it is long. */
export function shown(cell: Cell): string {
  const text = String(cell).trim()
  return text.length > SHOWN ? `${text.slice(0, SHOWN - 1)}…` : text
}

const SHOWN = 60
