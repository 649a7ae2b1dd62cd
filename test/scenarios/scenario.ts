import { expect } from 'vitest'
import { decimal, sum } from '#domain/decimal.js'
import type { BacktestResult } from '#domain/result.js'
import { run } from '#engine/run.js'
import { candlesIn, configOf, dataOf, type Settings } from './settings.js'
import { columnsOf, type Section, sectionNames, shown } from './shown.js'
import { aligned, parseTable } from './table.js'

export type { Settings } from './settings.js'

/**
 * What is expected, as tables; the header names the columns that are compared, `none` an empty section. `ambiguous`
 * and `missingFine` count candles; `equity` is the account's at the last close, `pool` where its cross legs are then
 * liquidated, below and above.
 */
export interface Expectations extends Partial<Readonly<Record<Section, string>>> {
  readonly ambiguous?: number
  readonly missingFine?: number
  readonly equity?: string
  readonly insurance?: string
  readonly pool?: string
}

export interface Scenario {
  readonly result: BacktestResult
  /** Compares all that is named, at once. */
  shows(expected: Expectations): Scenario
}

/** Plays a case. A strategy that throws throws here; the account's books are checked whatever the case (A2, A3). */
export function scenario(settings: Settings): Scenario {
  const candles = candlesIn(settings)
  const { result, failure } = run(
    configOf(settings, candles.trade),
    settings.strategy ?? null,
    dataOf(settings, candles),
  )
  if (failure !== null) throw failure
  checkBooks(result)
  const played: Scenario = {
    result,
    shows(expected) {
      check(result, expected)
      return played
    },
  }
  return played
}

function check(result: BacktestResult, expected: Expectations): void {
  const figures = {
    ambiguous: result.path.ambiguousCandles,
    missingFine: result.path.missingFine,
    equity: result.account.final,
    insurance: result.account.insurance,
    pool: poolText(result),
  }
  const found: Record<string, unknown> = {}
  const wanted: Record<string, unknown> = {}
  for (const section of sectionNames) {
    const table = expected[section]
    if (table !== undefined) [found[section], wanted[section]] = compared(result, section, table)
  }
  for (const name of ['ambiguous', 'missingFine', 'equity', 'insurance', 'pool'] as const) {
    if (expected[name] !== undefined) [found[name], wanted[name]] = [figures[name], expected[name]]
  }
  if (Object.keys(wanted).length === 0) throw new Error('shows: nothing is expected')
  expect(found).toEqual(wanted)
}

function poolText({ account: { liquidation } }: BacktestResult): string {
  return `${liquidation.below ?? '–'} ${liquidation.above ?? '–'}`
}

/** A section as it came out and as it is wanted, in the columns of the wanted table. */
function compared(result: BacktestResult, section: Section, text: string): readonly string[][] {
  const wanted = parseTable(text, columnsOf[section], section)
  const columns = wanted.columns.length > 0 ? wanted.columns : columnsOf[section]
  const found = shown(result, section).map((row) => columns.map((column) => row[column]))
  return aligned(columns, found, wanted.rows)
}

function checkBooks({ account, legs }: BacktestResult): void {
  const nets = sum(legs.map((leg) => decimal(leg.pnl.net)))
  const books = { ledgerSum: account.ledgerSum, initialAndNets: decimal(account.initial).plus(nets).toFixed() }
  expect(books, 'A2, A3: the books').toEqual({ ledgerSum: '0', initialAndNets: account.final })
}
