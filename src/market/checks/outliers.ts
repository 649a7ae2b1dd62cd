import type { RawCandles } from '../raw-candles.js'
import type { Finding } from './finding.js'

/** The median is of this candle and so many before and after it; near an end of the file, of as many. */
const AROUND = 100

export interface OutlierOptions {
  /** So many median ranges are still ordinary. */
  readonly multiple: number
  /** Null where it is not known, or not of one length. */
  readonly timeframeMs: number | null
}

/**
 * Highs and lows that stand further out of their candle's body than `multiple` median ranges (high − low) of the candles
 * around it, and whole candles that stand as far apart from both neighbours
 * with no gap between. `rows` are ascending in time.
 */
export function outlierFindings(raw: RawCandles, rows: Uint32Array, options: OutlierOptions): readonly Finding[] {
  const { multiple, timeframeMs } = options
  const { time, line, high, low, open, close } = raw
  const findings: Finding[] = []
  const medians = rollingMedians(Float64Array.from(rows, (row) => high[row] - low[row]))
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at]
    const median = medians[at]
    if (!(median > 0)) continue
    const above = (high[row] - Math.max(open[row], close[row])) / median
    const below = (Math.min(open[row], close[row]) - low[row]) / median
    const isBetween = time[rows[at + 1]] - time[rows[at - 1]] === 2 * (timeframeMs ?? 0)
    const apart = isBetween ? distance(raw, row, rows[at - 1], rows[at + 1]) / median : 0
    if (Math.max(above, below, apart) <= multiple) continue
    const [of, value, medianRanges] =
      apart > multiple
        ? (['candle', close[row], apart] as const)
        : above > below
          ? (['high', high[row], above] as const)
          : (['low', low[row], below] as const)
    findings.push({ kind: 'outlier', severity: 'remark', line: line[row], at: time[row], of, value, medianRanges })
  }
  return findings
}

/** How far a candle lies above both its neighbours, or below both; 0 where it meets one or lies between them. */
function distance({ high, low }: RawCandles, row: number, before: number, after: number): number {
  const above = low[row] - Math.max(high[before], high[after])
  const below = Math.min(low[before], low[after]) - high[row]
  return Math.max(0, above, below)
}

/** The median of the values around each; a sorted window in which one value leaves and one comes. */
function rollingMedians(values: Float64Array): Float64Array {
  const size = Math.min(values.length, 2 * AROUND + 1)
  const sorted = values.slice(0, size).sort()
  const medians = new Float64Array(values.length)
  for (let at = 0; at < values.length; at++) {
    const entering = at + AROUND
    if (at > AROUND && entering < values.length) replace(sorted, values[entering - size], values[entering])
    medians[at] = sorted[size >> 1]
  }
  return medians
}

function replace(sorted: Float64Array, leaving: number, entering: number): void {
  const from = placeOf(sorted, leaving)
  const to = placeOf(sorted, entering)
  if (to > from) {
    sorted.copyWithin(from, from + 1, to)
    sorted[to - 1] = entering
  } else {
    sorted.copyWithin(to + 1, to, from)
    sorted[to] = entering
  }
}

/** The first place whose value is not below this one. */
function placeOf(sorted: Float64Array, value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sorted[middle] < value) low = middle + 1
    else high = middle
  }
  return low
}
