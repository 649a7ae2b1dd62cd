import type { Finding } from './finding.js'

/** What tells duplicates apart: the time, line and numbers of rows. */
export interface DatedRows {
  readonly time: Float64Array
  readonly line: Uint32Array
  readonly columns: readonly { readonly name: string; readonly values: Float64Array }[]
}

export interface OncePerTime {
  /** One row per time, ascending: the first in the file that is not bad, or the first. */
  readonly rows: Uint32Array
  readonly findings: readonly Finding[]
}

/** Of rows by time, those with the time of another one. `isBad` marks rows that are not to count where another can. */
export function oncePerTime(data: DatedRows, byTime: Uint32Array, isBad: (row: number) => boolean): OncePerTime {
  const { time } = data
  const rows = new Uint32Array(byTime.length)
  const findings: Finding[] = []
  let count = 0
  for (let at = 0; at < byTime.length; count++) {
    const start = at
    while (at < byTime.length && time[byTime[at]] === time[byTime[start]]) at++
    rows[count] = byTime[start]
    if (at - start === 1) continue
    const group = byTime.slice(start, at).sort()
    rows[count] = group.find((row) => !isBad(row)) ?? group[0]
    for (const row of group) if (row !== rows[count]) findings.push(duplicate(data, row, rows[count]))
  }
  return { rows: rows.subarray(0, count), findings }
}

function duplicate({ time, line, columns }: DatedRows, row: number, first: number): Finding {
  const differs = columns.flatMap(({ name, values }) => (Object.is(values[row], values[first]) ? [] : [name]))
  return { kind: 'duplicate', severity: 'fault', line: line[row], at: time[row], firstLine: line[first], differs }
}
