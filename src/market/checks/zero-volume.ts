import type { RawCandles } from '../raw-candles.js'
import type { Finding } from './finding.js'

export interface ZeroVolume {
  /** Null where no candle has a volume: the file has none. */
  readonly candles: number | null
  readonly findings: readonly Finding[]
}

/** Candles in which nothing was traded, as runs of neighbours. `rows` are ascending in time. */
export function zeroVolume({ time, volume, line }: RawCandles, rows: Uint32Array): ZeroVolume {
  if (!rows.some((row) => volume[row] !== 0 && !Number.isNaN(volume[row]))) return { candles: null, findings: [] }
  const findings: Finding[] = []
  let candles = 0
  for (let at = 0; at < rows.length; at++) {
    const first = at
    while (at < rows.length && volume[rows[at]] === 0) at++
    if (at === first) continue
    candles += at - first
    const [from, to] = [rows[first], rows[at - 1]]
    findings.push({
      kind: 'zero-volume',
      severity: 'remark',
      line: Math.min(line[from], line[to]),
      lastLine: Math.max(line[from], line[to]),
      from: time[from],
      to: time[to],
      candles: at - first,
    })
  }
  return { candles, findings }
}
