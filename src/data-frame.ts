import { accountSeries } from '#analysis/account-series.js'
import { closedAt } from '#analysis/run.js'
import type { BacktestResult } from '#domain/result.js'
import { InputError } from '#domain/failure.js'
import { iso } from '#domain/time.js'
import type { Comparison } from '#experiments/compare/comparison.js'
import type { Setting } from '#experiments/space/dimension.js'
import { compareTable } from '#report/documents/compare-document.js'
import { type Columns, fillColumns, legColumns } from '#report/documents/tables.js'
import { checkOptions, option, type OptionChecks, shownValue } from './call-options.js'
import type { BacktestAnswer } from './library.js'
import type { SweepAnswer } from './library-sweep.js'

/** What of `danfojs-node` is needed: pass the whole module. */
export interface Danfo<Frame> {
  readonly DataFrame: new (
    rows: (string | number | boolean | null)[][],
    options: { columns: string[]; dtypes: string[] },
  ) => Frame
}

export interface DataFrameOptions {
  /** Decimals as the exact text that they are, or as the nearest number, to calculate with. Default: `text`. */
  readonly money?: 'text' | 'number'
}

export interface BacktestFrameOptions extends DataFrameOptions {
  /** A row per opening of a leg, per fill, or per candle at its close. Default: `legs`. */
  readonly table?: 'legs' | 'fills' | 'equity'
}

type Kind = 'text' | 'number' | 'decimal' | 'truth'

interface Table {
  readonly columns: readonly { readonly title: string; readonly kind: Kind }[]
  readonly rows: readonly (readonly (Setting | undefined)[])[]
}

/**
 * A `DataFrame` of what a sweep (a row per trial), a comparison (a row per run) or a backtest has found. The values are those
 * of the answer, digit by digit; a number that is undefined is NaN, a text null. Times are ISO 8601.
 */
export function toDataFrame<Frame>(answer: BacktestAnswer, danfo: Danfo<Frame>, options?: BacktestFrameOptions): Frame
export function toDataFrame<Frame>(
  answer: SweepAnswer | Comparison,
  danfo: Danfo<Frame>,
  options?: DataFrameOptions,
): Frame
export function toDataFrame<Frame>(
  answer: BacktestAnswer | SweepAnswer | Comparison,
  danfo: Danfo<Frame>,
  options: BacktestFrameOptions = {},
): Frame {
  checkFrame(answer, danfo, options)
  const { money = 'text', table = 'legs' } = options
  const { columns, rows } =
    'result' in answer
      ? backtestTable(answer.result, table)
      : 'partings' in answer
        ? comparisonTable(answer)
        : sweepTable(answer)
  const kinds = columns.map(({ kind }) => (kind === 'decimal' ? (money === 'text' ? 'text' : 'number') : kind))
  const cells = rows.map((row) => row.map((value, at) => cellOf(value ?? null, kinds[at])))
  return new danfo.DataFrame(cells, {
    columns: columns.map(({ title }) => title),
    dtypes: kinds.map((kind) => dtypes[kind]),
  })
}

const frameOptions: OptionChecks<DataFrameOptions> = { money: option.oneOf(['text', 'number']) }
const backtestFrameOptions: OptionChecks<BacktestFrameOptions> = {
  ...frameOptions,
  table: option.oneOf(['legs', 'fills', 'equity']),
}

/** Throws `InputError`. */
function checkFrame(answer: unknown, danfo: unknown, options: unknown): void {
  const isOf = (name: string): boolean => typeof answer === 'object' && answer !== null && name in answer
  if (!isOf('result') && !isOf('partings') && !isOf('varied')) {
    throw new InputError(
      'option-value',
      `found ${shownValue(answer)}; expected an answer of backtest, compare or sweep`,
      {
        where: 'answer',
        hint: 'Await the promise, and pass the whole of what it resolves to.',
      },
    )
  }
  if (typeof (danfo as Partial<Danfo<unknown>> | null | undefined)?.DataFrame !== 'function') {
    throw new InputError('option-value', 'found no DataFrame in it; expected the module danfojs-node', {
      where: 'danfo',
      hint: "Write import * as danfo from 'danfojs-node', and pass danfo.",
    })
  }
  checkOptions(options, isOf('result') ? backtestFrameOptions : frameOptions)
}

/** Danfo's names. Its `float32` are JavaScript numbers as long as no tensor is made of them. */
const dtypes = { text: 'string', number: 'float32', truth: 'boolean' } as const

function cellOf(value: Setting, kind: keyof typeof dtypes): string | number | boolean | null {
  if (kind === 'number') return value === null ? Number.NaN : Number(value)
  if (value === null || kind === 'truth') return value as boolean | null
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** `trial`, not `index`: a frame's own row labels have that name. */
function sweepTable({ varied, runs }: SweepAnswer): Table {
  const metrics = Object.keys(runs.find((run) => run.metrics !== null)?.metrics ?? {})
  return {
    columns: [
      { title: 'trial', kind: 'number' },
      ...['hash', 'status', 'error'].map((title) => ({ title, kind: 'text' as const })),
      ...varied.map((path) => ({ title: path, kind: kindOf(runs.map(({ params }) => params[path])) })),
      ...metrics.map((title) => ({ title, kind: 'number' as const })),
    ],
    rows: runs.map(({ index, hash, status, error, params, metrics: found }) => [
      index,
      hash,
      status,
      error,
      ...varied.map((path) => params[path]),
      ...metrics.map((name) => found?.[name] ?? null),
    ]),
  }
}

function comparisonTable(comparison: Comparison): Table {
  const { titles, rows } = compareTable(comparison)
  return { columns: titles.map((title, at) => ({ title, kind: kindOf(rows.map((row) => row[at])) })), rows }
}

/** Of values of which some may be undefined. */
function kindOf(values: readonly (Setting | undefined)[]): 'text' | 'number' | 'truth' {
  const kinds = new Set(values.flatMap((value) => (value === null || value === undefined ? [] : [typeof value])))
  if (kinds.size > 1) return 'text'
  const [kind = 'number'] = kinds
  return kind === 'number' ? 'number' : kind === 'boolean' ? 'truth' : 'text'
}

function backtestTable(result: BacktestResult, table: 'legs' | 'fills' | 'equity'): Table {
  if (table === 'equity') return equityTable(result)
  return table === 'legs'
    ? recordTable(legColumns, result.legs, texts.legs)
    : recordTable(fillColumns, result.fills, texts.fills)
}

/** What is neither a number nor a decimal. */
const texts = {
  legs: ['name', 'pair', 'side', 'margin', 'openedAt', 'closedAt', 'exitReason'],
  fills: ['time', 'name', 'side', 'liquidity', 'reason', 'phase'],
}
const counts = ['id', 'candles', 'leg', 'order']

function recordTable<Row>(columns: Columns<Row>, rows: readonly Row[], text: readonly string[]): Table {
  const kind = (title: string): Kind => (text.includes(title) ? 'text' : counts.includes(title) ? 'number' : 'decimal')
  return {
    columns: Object.keys(columns).map((title) => ({ title, kind: kind(title) })),
    rows: rows.map((row) => Object.values(columns).map((content) => content(row))),
  }
}

function equityTable(result: BacktestResult): Table {
  const rows: Setting[][] = []
  for (const block of accountSeries(result)) {
    for (let at = 0; at < block.length; at++) {
      const candle = block.start + at
      const figures = equityTitles.map((title) => block[title][at])
      rows.push([iso(closedAt(result, candle)), result.curve.equity[candle], ...figures])
    }
  }
  const numbers = ['equity', ...equityTitles].map((title) => ({ title, kind: 'number' as const }))
  return { columns: [{ title: 'time', kind: 'text' }, ...numbers], rows }
}

const equityTitles = [
  'wallet',
  'drawdown',
  'grossExposure',
  'netExposure',
  'collateral',
  'liquidationBelow',
  'liquidationAbove',
] as const
