import type { RawCandles } from '../raw-candles.js'

/** How the rows of a file follow each other in time. */
export interface RowOrder {
  readonly direction: 'oldest-first' | 'newest-first'
  /** Rows whose time can be read, by time. */
  readonly byTime: Uint32Array
  /** The fewest rows that would have to move for the file to be in order, ascending. */
  readonly outOfPlace: readonly number[]
}

/** Sees the order of the rows, of which a few may be out of place. */
export function orderOf({ time }: Pick<RawCandles, 'time'>): RowOrder {
  const rows = readable(time)
  const { falls, rises } = turns(time, rows)
  if (falls === 0) return { direction: 'oldest-first', byTime: rows, outOfPlace: [] }
  const direction = falls > rises ? 'newest-first' : 'oldest-first'
  if (direction === 'newest-first') rows.reverse()
  if (Math.min(falls, rises) === 0) return { direction, byTime: rows, outOfPlace: [] }
  const outOfPlace = outsideLongestAscent(time, rows).toSorted((a, b) => a - b)
  return { direction, byTime: rows.sort((a, b) => time[a] - time[b] || a - b), outOfPlace }
}

function readable(time: Float64Array): Uint32Array {
  const rows = new Uint32Array(time.length)
  let count = 0
  for (let row = 0; row < time.length; row++) if (!Number.isNaN(time[row])) rows[count++] = row
  return rows.subarray(0, count)
}

function turns(time: Float64Array, rows: Uint32Array): { readonly falls: number; readonly rises: number } {
  let falls = 0
  let rises = 0
  for (let at = 1; at < rows.length; at++) {
    const step = time[rows[at]] - time[rows[at - 1]]
    if (step < 0) falls += 1
    else if (step > 0) rises += 1
  }
  return { falls, rises }
}

/** Patience sorting: the rows that are not part of one longest stretch of times that do not fall. */
function outsideLongestAscent(time: Float64Array, rows: Uint32Array): readonly number[] {
  const ends = new Uint32Array(rows.length)
  const before = new Int32Array(rows.length)
  let length = 0
  for (let at = 0; at < rows.length; at++) {
    let low = 0
    let high = length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (time[rows[ends[middle]]] <= time[rows[at]]) low = middle + 1
      else high = middle
    }
    before[at] = low === 0 ? -1 : ends[low - 1]
    ends[low] = at
    if (low === length) length += 1
  }
  const inPlace = new Uint8Array(rows.length)
  for (let at = length === 0 ? -1 : ends[length - 1]; at >= 0; at = before[at]) inPlace[at] = 1
  return Array.from(rows).filter((_, at) => inPlace[at] === 0)
}
