import { significant } from '#analysis/significant.js'
import { iso } from '#domain/time.js'
import type { AccountFigures, AccountOverPaths, PathFigures } from '#experiments/bootstrap/bootstrapped.js'
import type { BootstrapPage } from '../bootstrap-html.js'
import { csvLine } from './sweep-document.js'

/** `hedgerow/bootstrap@1`. Fractions, not percent; equity in the quote currency. */
export function bootstrapJson(page: BootstrapPage): string {
  const { name, runs, failed, errors, block, seed, observed, accounts, compared, twinsMissing, sharpe, closes, notes } =
    page
  const document = {
    schema: 'hedgerow/bootstrap@1',
    name,
    runs,
    block,
    seed,
    failed,
    errors,
    notes,
    observed: { hash: observed.hash, status: observed.status, error: observed.error, metrics: observed.metrics },
    sharpe,
    compared,
    twinsMissing,
    accounts: Object.fromEntries(accounts.map((account) => [account.name, accountDocument(account, closes)])),
  }
  return `${JSON.stringify(document, (_, value: unknown) => (typeof value === 'number' ? significant(value) : value), 2)}\n`
}

function accountDocument({ totalReturn, maxDrawdown, liquidation, loss, fan }: AccountOverPaths, closes: Float64Array) {
  return {
    totalReturn,
    maxDrawdown,
    liquidation,
    loss,
    fan: {
      times: Array.from(fan.at, (at) => iso(closes[at])),
      shares: fan.shares,
      equity: fan.bands.map((band) => Array.from(band)),
    },
  }
}

const accounts = ['run', 'unhedged', 'net', 'smallerCore'] as const
const figures = ['totalReturn', 'maxDrawdown', 'liquidations'] as const satisfies readonly (keyof AccountFigures)[]

/** A row per history: figures of the run and of each twin; a history that could not be played has an empty row. */
export function pathsCsv(paths: readonly (PathFigures | null)[]): string {
  const titles = ['path', ...accounts.flatMap((name) => figures.map((figure) => `${name}.${figure}`)), 'run.sharpe']
  const rows = paths.map((path, at) => [
    at,
    ...accounts.flatMap((name) => figures.map((figure) => path?.[name]?.[figure] ?? null)),
    path?.sharpe ?? null,
  ])
  return [titles, ...rows].map(csvLine).join('')
}
