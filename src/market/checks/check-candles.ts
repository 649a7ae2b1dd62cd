import type { RawCandles } from '../raw-candles.js'
import { type Closings, withoutClosings } from './closings.js'
import { oncePerTime } from './duplicates.js'
import { type Finding, isGap } from './finding.js'
import { type Grid, gridOf } from './grid.js'
import { orderOf, type RowOrder } from './order.js'
import { outlierFindings } from './outliers.js'
import { stepFindings } from './steps.js'
import { valueFindings } from './values.js'
import { zeroVolume } from './zero-volume.js'

export interface CheckOptions {
  /** Null: the most common step of the file. */
  readonly timeframeMs: number | null
  /** A wick of more than so many median ranges is remarked. */
  readonly outlierMultiple: number
  /** A stretch of missing candles up to this long is a remark. */
  readonly maxGapMs: number
  /** When the file was last written, ms since 1970: a candle that closed later was not finished. Null: not known. */
  readonly writtenAt: number | null
}

/** What a file's candles are, and what is wrong with them. */
export interface CandleCheck {
  readonly rows: number
  /** Opens of the first and the last candle; null where no time can be read. */
  readonly first: number | null
  readonly last: number | null
  /** Null where fewer than two candles say nothing. */
  readonly grid: Grid | null
  readonly direction: RowOrder['direction']
  readonly gaps: { readonly count: number; readonly missing: number }
  readonly closings: Closings | null
  /** Candles without volume; null where the file has no volume. */
  readonly zeroVolume: number | null
  /** By line. */
  readonly findings: readonly Finding[]
  /** Rows without a fault in themselves, once per time, ascending: what a run could use. */
  readonly sound: Uint32Array
}

export const defaultCheck: CheckOptions = { timeframeMs: null, outlierMultiple: 15, maxGapMs: 0, writtenAt: null }

const valueColumns = ['open', 'high', 'low', 'close', 'volume'] as const

/** Looks at everything that a run relies on, and at what a person would want to see. Never throws. */
export function checkCandles(raw: RawCandles, options: CheckOptions = defaultCheck): CandleCheck {
  const order = orderOf(raw)
  const values = valueFindings(raw)
  const isBad = badRows(raw, values)
  const columns = valueColumns.map((name) => ({ name, values: raw[name] }))
  const once = oncePerTime({ ...raw, columns }, order.byTime, isBad)
  const times = { time: gathered(raw.time, once.rows), line: Uint32Array.from(once.rows, (row) => raw.line[row]) }
  const grid = gridOf(times.time, options.timeframeMs)
  const steps = grid === null ? [] : stepFindings(times, grid)
  const { closings, findings: afterClosings } =
    grid === null ? { closings: null, findings: steps } : withoutClosings(times.time, grid, steps)
  const unfinished = unfinishedFindings(times, grid, options.writtenAt)
  const offGrid = new Set([...afterClosings, ...unfinished].filter(takesRow).map((finding) => finding.line))
  const sound = once.rows.filter((row) => !isBad(row) && !offGrid.has(raw.line[row]))
  const volume = zeroVolume(raw, sound)
  const gaps = afterClosings.filter(isGap).filter(({ kind }) => kind === 'gap')
  const findings = [
    ...unreadableFindings(raw),
    ...order.outOfPlace.map((row) => unordered(raw, row)),
    ...once.findings,
    ...values,
    ...afterClosings.map((finding) => tolerated(finding, grid, options.maxGapMs)),
    ...unfinished,
    ...outlierFindings(raw, sound, { multiple: options.outlierMultiple, timeframeMs: grid?.timeframeMs ?? null }),
    ...volume.findings,
  ]
  return {
    rows: raw.time.length,
    first: times.time[0] ?? null,
    last: times.time.at(-1) ?? null,
    grid,
    direction: order.direction,
    gaps: { count: gaps.length, missing: gaps.reduce((sum, { missing }) => sum + missing, 0) },
    closings,
    zeroVolume: volume.candles,
    findings: findings.toSorted((a, b) => a.line - b.line),
    sound,
  }
}

export function gathered(column: Float64Array, rows: Uint32Array): Float64Array {
  return Float64Array.from(rows, (row) => column[row])
}

/** Rows whose own values cannot be used. A time that cannot be read keeps a row out of everything anyhow. */
function badRows(raw: RawCandles, values: readonly Finding[]): (row: number) => boolean {
  const lines = new Set([...values, ...raw.unreadable].map(({ line }) => line))
  return (row) => lines.has(raw.line[row])
}

function takesRow({ kind }: Finding): boolean {
  return kind === 'off-grid' || kind === 'unfinished'
}

function unreadableFindings({ unreadable }: RawCandles): readonly Finding[] {
  return unreadable.map((cell) => ({ kind: 'unreadable', severity: 'fault', ...cell }))
}

function unordered({ time, line }: RawCandles, row: number): Finding {
  const above = row === 0 || Number.isNaN(time[row - 1]) ? null : time[row - 1]
  return { kind: 'unordered', severity: 'fault', line: line[row], at: time[row], above }
}

/** The last candle, where the file was written while it went on. A file that claims to be older than it tells nothing. */
function unfinishedFindings(
  { time, line }: { readonly time: Float64Array; readonly line: Uint32Array },
  grid: Grid | null,
  writtenAt: number | null,
): readonly Finding[] {
  const at = time.at(-1)
  if (at === undefined || grid === null || writtenAt === null) return []
  const index = grid.indexOf(at)
  const closesAt = grid.beginOf(index + 1)
  // Of an index that is no number, neither is the close.
  if (!(writtenAt >= at && writtenAt < closesAt)) return []
  return [{ kind: 'unfinished', severity: 'fault', line: line.at(-1)!, at, closesAt }]
}

function tolerated(finding: Finding, grid: Grid | null, maxGapMs: number): Finding {
  if (finding.kind !== 'gap' || grid === null) return finding
  const gapMs = grid.beginOf(grid.indexOf(finding.to) + 1) - finding.from
  return gapMs <= maxGapMs ? { ...finding, severity: 'remark' } : finding
}
