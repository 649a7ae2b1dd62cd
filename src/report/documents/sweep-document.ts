import Papa from 'papaparse'
import { significant } from '#analysis/significant.js'
import { iso } from '#domain/time.js'
import type { Dimension, Setting } from '#experiments/space/dimension.js'
import type { OutcomeRow } from '#experiments/sweep/outcome-row.js'
import type { Walk } from '#experiments/walk-forward/walk.js'
import type { SweepPage } from '../sweep-page.js'

/** Titles and types of the table of a sweep: `index`, `hash`, `status`, `error`, each varied path, each metric. */
export function sweepColumns(space: readonly Dimension[], metrics: readonly string[]) {
  const text = (title: string) => ({ title, type: 'text' as const })
  const number = (title: string) => ({ title, type: 'number' as const })
  return [
    number('index'),
    text('hash'),
    text('status'),
    text('error'),
    ...space.map((dimension) => ({ title: dimension.path.join('.'), type: typeOf(dimension) })),
    ...metrics.map(number),
  ]
}

function typeOf(dimension: Dimension): 'number' | 'text' | 'truth' {
  if (dimension.kind === 'continuous') return 'number'
  const kinds = new Set(dimension.values.map((value) => (value === null ? 'null' : typeof value)))
  kinds.delete('null')
  const [kind] = kinds
  if (kinds.size !== 1) return 'text'
  return kind === 'number' ? 'number' : kind === 'boolean' ? 'truth' : 'text'
}

/** One trial as a row of that table. */
export function sweepCells(
  { index, hash, status, error, params, metrics }: OutcomeRow,
  space: readonly Dimension[],
  names: readonly string[],
): readonly (number | string | boolean | null)[] {
  return [
    index,
    hash,
    status,
    error,
    ...space.map((dimension) => cellOf(params[dimension.path.join('.')], typeOf(dimension))),
    ...names.map((name) => metrics?.[name] ?? null),
  ]
}

function cellOf(setting: Setting, type: 'number' | 'text' | 'truth'): number | string | boolean | null {
  if (setting === null) return null
  if (type === 'text') return typeof setting === 'string' ? setting : JSON.stringify(setting)
  return setting as number | boolean
}

/** A line of CSV with its end; what a spreadsheet would run as a formula is escaped. */
export function csvLine(cells: readonly (number | string | boolean | null)[]): string {
  return `${Papa.unparse([[...cells]], { escapeFormulae: /^(?!-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$)[=+\-@\t\r\n]/ })}\n`
}

/** `hedgerow/sweep@1`, in pieces: runs in the order of their combinations. */
export async function* sweepJson(page: SweepPage, rows: AsyncIterable<OutcomeRow>): AsyncGenerator<string> {
  const { name, method, seed, varied, objectives, constraints } = page
  const seen = spanText(page.seen)
  const opening = { schema: 'hedgerow/sweep@1', name, search: method, seed, varied, objectives, constraints, seen }
  yield `${JSON.stringify(opening, null, 2).slice(0, -2)},\n  "runs": [`
  let separator = '\n    '
  for await (const { hash, params, metrics, status, error } of rows) {
    yield `${separator}${JSON.stringify({ hash, params, metrics, twins: null, status, error })}`
    separator = ',\n    '
  }
  yield `\n  ],${JSON.stringify(closing(page), null, 2).slice(1)}\n`
}

function closing({ winner, trials, counts, best, evidence, verdict, walk, holdout }: SweepPage) {
  return {
    best: winner?.hash ?? null,
    trials,
    counts,
    front: best.filter(({ isOnFront }) => isOnFront).map(({ hash }) => hash),
    evidence: evidence && rounded(evidence),
    verdict,
    walkForward: walk && walkDocument(walk),
    holdout: holdout && { ...holdout, span: spanText(holdout.span) },
  }
}

function walkDocument(walk: Walk) {
  const { windows, counts, trials, equity, totalReturn, maxDrawdown, sharpe, efficiency, efficiencyError } = walk
  return {
    windows: windows.map((window) => ({ ...window, train: spanText(window.train), test: spanText(window.test) })),
    counts,
    trials,
    totalReturn,
    maxDrawdown,
    sharpe,
    efficiency,
    efficiencyError,
    equity: Array.from(equity.values, (value, at) => [iso(equity.instantOf(at)), significant(value)]),
  }
}

function spanText({ from, to }: { readonly from: number; readonly to: number }) {
  return { from: iso(from), to: iso(to) }
}

/** Every number of plain data to 12 significant digits. */
function rounded<Value>(value: Value): Value {
  return JSON.parse(
    JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'number' ? significant(inner) : inner)),
  )
}
