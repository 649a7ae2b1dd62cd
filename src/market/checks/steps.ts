import { STEPS_OF_ANOTHER_TIMEFRAME } from '../timeframe.js'
import type { Finding } from './finding.js'
import type { Grid } from './grid.js'

/** Ascending times, each once, and the lines on which they stand. */
export interface TimeLine {
  readonly time: Float64Array
  readonly line: Uint32Array
}

/**
 * Gaps, rows beside the grid, and stretches of another timeframe, which would else be as many gaps. Where an off-grid row
 * stands between two candles, the gap is between those.
 */
export function stepFindings(times: TimeLine, grid: Grid): readonly Finding[] {
  const { time, line } = times
  const findings: Finding[] = []
  let previous = Number.NaN
  for (let at = 0; at < time.length; at++) {
    const index = grid.indexOf(time[at])
    if (Number.isNaN(index)) findings.push(offGrid(times, at, grid))
    else {
      if (index - previous > 1) findings.push(gap(line[at], grid, previous + 1, index - 1))
      previous = index
    }
    const end = otherTimeframe(time, at, grid.timeframeMs)
    if (end < 0) continue
    findings.push(stretch(times, at, end))
    previous = lastIndex(time.subarray(at, end + 1), grid)
    at = end
  }
  return findings
}

/** The last row of a stretch of equal steps of another length that begins at row `at`; −1 where there is none. */
function otherTimeframe(time: Float64Array, at: number, timeframeMs: number | null): number {
  if (timeframeMs === null || at + STEPS_OF_ANOTHER_TIMEFRAME >= time.length) return -1
  const step = time[at + 1] - time[at]
  if (step === timeframeMs) return -1
  let end = at + 1
  while (end + 1 < time.length && time[end + 1] - time[end] === step) end++
  return end - at >= STEPS_OF_ANOTHER_TIMEFRAME ? end : -1
}

/** The last row of a file of months is often the month that goes on: no run can use months, so it is no fault there. */
function offGrid({ time, line }: TimeLine, at: number, grid: Grid): Finding {
  const last = at === time.length - 1
  const severity = last && grid.timeframeMs === null ? 'remark' : 'fault'
  return { kind: 'off-grid', severity, line: line[at], at: time[at], last }
}

function stretch({ time, line }: TimeLine, at: number, end: number): Finding {
  return {
    kind: 'other-timeframe',
    severity: 'fault',
    line: line[at],
    at: time[at],
    lastLine: line[end],
    stepMs: time[at + 1] - time[at],
    steps: end - at,
  }
}

function lastIndex(time: Float64Array, grid: Grid): number {
  return grid.indexOf(time.findLast((instant) => !Number.isNaN(grid.indexOf(instant))) ?? Number.NaN)
}

function gap(line: number, grid: Grid, first: number, last: number): Finding {
  return {
    kind: 'gap',
    severity: 'fault',
    line,
    from: grid.beginOf(first),
    to: grid.beginOf(last),
    missing: last - first + 1,
  }
}
