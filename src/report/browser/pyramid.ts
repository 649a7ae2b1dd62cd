import type { CandleColumns } from './payload.js'

/** Candles of one length, made of rows: the finest that the page has. */
export interface Level extends CandleColumns {
  readonly lengthMs: number
  /** The first row of each candle. */
  readonly firstRow: Int32Array
  readonly rows: number
}

const MINUTE_MS = 60_000
/** Minutes, as readers know them: ×5, ×15, … of a minute's candles. */
const usualMs = [1, 5, 15, 60, 240, 1440].map((minutes) => minutes * MINUTE_MS)
/** More candles than these are not shown at once. */
export const VISIBLE_MAX = 3000
const COARSER = 5

/** The rows and what is made of them, ever coarser, until the whole run can be shown at once. */
export function pyramidOf(rows: CandleColumns, rowMs: number): readonly Level[] {
  const levels: Level[] = [finest(rows, rowMs)]
  const usual = usualMs.filter((lengthMs) => lengthMs > rowMs && lengthMs % rowMs === 0)
  while (levels.at(-1)!.length > VISIBLE_MAX) {
    levels.push(coarser(levels.at(-1)!, usual.shift() ?? levels.at(-1)!.lengthMs * COARSER))
  }
  return levels
}

function finest(rows: CandleColumns, lengthMs: number): Level {
  return { ...rows, lengthMs, rows: rows.length, firstRow: Int32Array.from({ length: rows.length }, (_, at) => at) }
}

/** In whole candles of UTC time; one never reaches over a gap that is longer than itself. */
function coarser(level: Level, lengthMs: number): Level {
  const seconds = lengthMs / 1000
  const column = () => new Float64Array(level.length)
  const [openedAt, open, high, low, close] = [column(), column(), column(), column(), column()]
  const firstRow = new Int32Array(level.length)
  let last = -1
  for (let at = 0; at < level.length; at++) {
    const opened = Math.floor(level.openedAt[at] / seconds) * seconds
    if (last < 0 || opened !== openedAt[last]) {
      last++
      openedAt[last] = opened
      firstRow[last] = level.firstRow[at]
      open[last] = level.open[at]
      high[last] = level.high[at]
      low[last] = level.low[at]
    } else {
      if (level.high[at] > high[last]) high[last] = level.high[at]
      if (level.low[at] < low[last]) low[last] = level.low[at]
    }
    close[last] = level.close[at]
  }
  const length = last + 1
  const [openedAtCut, openCut, highCut, lowCut, closeCut] = [openedAt, open, high, low, close].map((whole) =>
    whole.slice(0, length),
  )
  return {
    length,
    lengthMs,
    rows: level.rows,
    firstRow: firstRow.slice(0, length),
    openedAt: openedAtCut,
    open: openCut,
    high: highCut,
    low: lowCut,
    close: closeCut,
  }
}

/** The last index whose value is at most `value`; −1 where there is none. Values ascend. */
export function lastAtMost(values: ArrayLike<number>, value: number): number {
  let low = 0
  let high = values.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (values[middle] <= value) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** What says which rows each item of a chart stands for: a level, or the points of the account. */
export type RowScale = Pick<Level, 'length' | 'firstRow' | 'rows'>

/** Where a row lies among the items, in parts of them; beyond either end as if items went on. */
export function itemAt({ length, firstRow, rows }: RowScale, row: number): number {
  const item = Math.min(Math.max(lastAtMost(firstRow, row + 0.5), 0), length - 1)
  const size = (firstRow[item + 1] ?? rows) - firstRow[item]
  return item - 0.5 + (row - firstRow[item] + 0.5) / size
}

/** Which row lies at a place among the items: the inverse of `itemAt`. */
export function rowAt({ length, firstRow, rows }: RowScale, place: number): number {
  const item = Math.min(Math.max(Math.round(place), 0), length - 1)
  const size = (firstRow[item + 1] ?? rows) - firstRow[item]
  return firstRow[item] + (place - item + 0.5) * size - 0.5
}
