import type { RawCandles } from '../raw-candles.js'
import type { CandleColumn, Finding } from './finding.js'

/** A price that is not above zero, a volume below it, a high below the low, an open or close outside of both; one a row. */
export function valueFindings(raw: RawCandles): readonly Finding[] {
  const { time, open, high, low, close, volume, line } = raw
  const findings: Finding[] = []
  for (let row = 0; row < time.length; row++) {
    // Comparisons with what could not be read are false, and so find nothing more.
    const isPositive = !(open[row] <= 0 || high[row] <= 0 || low[row] <= 0 || close[row] <= 0 || volume[row] < 0)
    if (!isPositive) {
      findings.push(notPositive(raw, row))
      continue
    }
    const isInside =
      !(high[row] < low[row]) &&
      !(open[row] > high[row] || open[row] < low[row] || close[row] > high[row] || close[row] < low[row])
    if (isInside) continue
    findings.push({
      kind: 'inconsistent',
      severity: 'fault',
      line: line[row],
      at: time[row],
      open: open[row],
      high: high[row],
      low: low[row],
      close: close[row],
    })
  }
  return findings
}

const columns: readonly CandleColumn[] = ['open', 'high', 'low', 'close', 'volume']

function notPositive(raw: RawCandles, row: number): Finding {
  const column = columns.find((name) => (name === 'volume' ? raw[name][row] < 0 : raw[name][row] <= 0))!
  return {
    kind: 'not-positive',
    severity: 'fault',
    line: raw.line[row],
    at: raw.time[row],
    column,
    value: raw[column][row],
  }
}
