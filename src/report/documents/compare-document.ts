import Papa from 'papaparse'
import { iso } from '#domain/time.js'
import type { ComparedFill } from '#experiments/compare/details.js'
import type { ComparedRun, Comparison, RunParting } from '#experiments/compare/comparison.js'
import type { TwinOutcome } from '#experiments/run-pool.js'
import { formula } from './tables.js'

/** `hedgerow/compare@1`, runs in the order of their combinations. */
export type CompareDocument = ReturnType<typeof compareDocument>

export function compareDocument(comparison: Comparison, engineVersion: string) {
  return {
    schema: 'hedgerow/compare@1',
    engine: { name: 'hedgerow', version: engineVersion },
    name: comparison.name,
    runs: comparison.runs.map(runBody),
    best: comparison.best,
    trials: comparison.runs.length,
    partings: comparison.partings.map(partingBody),
  } as const
}

/** The text of `compare.json`. */
export function compareJson(document: CompareDocument): string {
  return `${JSON.stringify(document, null, 2)}\n`
}

function runBody({ hash, name, params, status, error, metrics, twins, twinsError, details }: ComparedRun) {
  return {
    hash,
    name,
    params,
    status,
    ...(error === null ? {} : { error }),
    metrics,
    twins: twins && {
      unhedged: twinBody(twins.unhedged),
      net: twinBody(twins.net),
      smallerCore: twinBody(twins.smallerCore),
    },
    ...(twinsError === undefined ? {} : { twinsError }),
    ...(details?.hedge ? { hedge: details.hedge } : {}),
  }
}

function twinBody({ totalReturn, maxDrawdown, liquidations }: TwinOutcome) {
  return { totalReturn, maxDrawdown, liquidations }
}

function partingBody({ between, parting }: RunParting) {
  return {
    between,
    time: parting && iso(parting.at),
    fills: parting && [fillBody(parting.one), fillBody(parting.other)],
  }
}

function fillBody(fill: ComparedFill | null) {
  if (fill === null) return null
  const { at, leg, side, quantity, price, reason } = fill
  return { time: iso(at), leg, side, quantity, price, reason }
}

/** `compare.csv`: a row per run with what was varied, every metric and the twins. Nothing stands where there is no value. */
export function compareCsv(comparison: Comparison): string {
  const { titles, rows } = compareTable(comparison)
  const cells = rows.map((row) =>
    row.map((value) => (typeof value === 'object' && value !== null ? JSON.stringify(value) : value)),
  )
  return `${Papa.unparse([titles, ...cells], { newline: '\n', escapeFormulae: formula })}\n`
}

/** The same as values. */
export function compareTable({ runs, paths }: Comparison) {
  const metrics = Object.keys(runs.find((run) => run.metrics !== null)?.metrics ?? {})
  const twins = ['unhedged', 'net', 'smallerCore'] as const
  const figures = ['totalReturn', 'maxDrawdown', 'liquidations'] as const
  const titles = [
    'run',
    'status',
    'hash',
    ...paths,
    ...metrics,
    ...twins.flatMap((twin) => figures.map((figure) => `${twin}.${figure}`)),
    'drawdownRemoved',
    'hedgeEffectiveness',
  ]
  const rows = runs.map((run) => [
    run.name,
    run.status,
    run.hash,
    ...paths.map((path) => run.params[path]),
    ...metrics.map((metric) => run.metrics?.[metric] ?? null),
    ...twins.flatMap((twin) => figures.map((figure) => run.twins?.[twin][figure] ?? null)),
    run.details?.hedge?.drawdownRemoved ?? null,
    run.details?.hedge?.hedgeEffectiveness ?? null,
  ])
  return { titles, rows }
}
