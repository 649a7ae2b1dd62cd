import { DAY_MS, MINUTE_MS, timeframeName } from '#domain/time.js'
import type { RawSeries } from '../raw-series.js'
import { gathered } from './check-candles.js'
import { oncePerTime } from './duplicates.js'
import type { Finding, GapFinding } from './finding.js'
import { orderOf, type RowOrder } from './order.js'

/** What a file of funding or of another series is, and what is wrong with it. */
export interface SeriesCheck {
  readonly rows: number
  /** Names of what is read beside the time. */
  readonly columns: readonly string[]
  readonly first: number | null
  readonly last: number | null
  readonly direction: RowOrder['direction']
  /** How often each step comes, to the minute; the most common one first. */
  readonly steps: readonly { readonly step: string; readonly stepMs: number; readonly count: number }[]
  /** Steps longer than any usual one, and the rows that are missing in them. */
  readonly gaps: { readonly count: number; readonly missing: number }
  readonly findings: readonly Finding[]
  /** Rows that can be read, once per time, ascending. */
  readonly sound: Uint32Array
}

/** Steps of which there are fewer than this share are not usual. */
const USUAL_SHARE = 0.05
/** Rule F4: funding is known where no stretch is longer. */
const FUNDING_STRETCH_MAX_MS = DAY_MS

/**
 * Looks at order, times that come twice and steps. A venue changes its funding interval, and a series may have any: a step
 * that is longer than the usual ones is a remark, but funding that is not known for more than a day is a fault.
 */
export function checkSeries(raw: RawSeries): SeriesCheck {
  const order = orderOf(raw)
  const unreadable = new Set(raw.unreadable.map(({ line }) => line))
  const isBad = (row: number) => unreadable.has(raw.line[row])
  const once = oncePerTime(raw, order.byTime, isBad)
  const time = gathered(raw.time, once.rows)
  const steps = stepsOf(time)
  const usual = steps.filter(({ count }) => count >= USUAL_SHARE * (time.length - 1)).map(({ stepMs }) => stepMs)
  const gaps = longSteps(raw, once.rows, Math.min(...usual), Math.max(...usual))
  const findings: readonly Finding[] = [
    ...raw.unreadable.map((cell): Finding => ({ kind: 'unreadable', severity: 'fault', ...cell })),
    ...order.outOfPlace.map((row): Finding => {
      const above = row === 0 || Number.isNaN(raw.time[row - 1]) ? null : raw.time[row - 1]
      return { kind: 'unordered', severity: 'fault', line: raw.line[row], at: raw.time[row], above }
    }),
    ...once.findings,
    ...(raw.kind === 'funding' ? settledTwice(raw, once.rows) : []),
    ...gaps,
  ]
  return {
    rows: raw.time.length,
    columns: raw.columns.map(({ name }) => name),
    first: time[0] ?? null,
    last: time.at(-1) ?? null,
    direction: order.direction,
    steps,
    gaps: { count: gaps.length, missing: gaps.reduce((sum, { missing }) => sum + missing, 0) },
    findings: findings.toSorted((a, b) => a.line - b.line),
    sound: once.rows.filter((row) => !isBad(row)),
  }
}

function stepsOf(time: Float64Array): SeriesCheck['steps'] {
  const counts = new Map<number, number>()
  for (let at = 1; at < time.length; at++) {
    const step = toMinute(time[at]) - toMinute(time[at - 1])
    counts.set(step, (counts.get(step) ?? 0) + 1)
  }
  return [...counts]
    .map(([stepMs, count]) => ({ step: timeframeName(stepMs), stepMs, count }))
    .toSorted((a, b) => b.count - a.count || a.stepMs - b.stepMs)
}

function longSteps({ kind, time, line }: RawSeries, rows: Uint32Array, shortest: number, longest: number) {
  const gaps: GapFinding[] = []
  for (let at = 1; at < rows.length; at++) {
    const before = toMinute(time[rows[at - 1]])
    const stepMs = toMinute(time[rows[at]]) - before
    const missing = Math.round(stepMs / shortest) - 1
    // A print may come late: half a usual step is not yet one that is missing.
    if (!(stepMs > longest * 1.5) || missing < 1) continue
    const severity = kind === 'funding' && stepMs > FUNDING_STRETCH_MAX_MS ? 'fault' : 'remark'
    const from = before + shortest
    gaps.push({ kind: 'gap', severity, line: line[rows[at]], from, to: before + missing * shortest, missing })
  }
  return gaps
}

/** A run takes prints within a minute of each other for one that is there twice. */
function settledTwice({ time, line, columns }: RawSeries, rows: Uint32Array): readonly Finding[] {
  return Array.from(rows.subarray(1)).flatMap((row, before): readonly Finding[] => {
    const first = rows[before]
    if (time[row] - time[first] > MINUTE_MS) return []
    const differs = columns.flatMap(({ name, values }) => (Object.is(values[row], values[first]) ? [] : [name]))
    return [{ kind: 'duplicate', severity: 'fault', line: line[row], at: time[row], firstLine: line[first], differs }]
  })
}

/** Venues settle some milliseconds late. */
function toMinute(instant: number): number {
  return Math.round(instant / MINUTE_MS) * MINUTE_MS
}
