import { plot } from 'asciichart'
import Table from 'cli-table3'
import type { Backtest } from '../backtest.js'
import type { LegFigures } from '#analysis/leg-figures.js'
import { decimal } from '#domain/decimal.js'
import type { Attribution } from '#domain/result.js'
import { iso } from '#domain/time.js'

const CHART_WIDTH = 72
const CHART_HEIGHT = 6

/** What a finished run tells on the terminal: legs side by side, the account below, equity, where the report is. */
export function summary(done: Backtest, folder: string, hasReport: boolean): string {
  return [head(done), legsTable(done), accountLine(done), equityChart(done), tail(folder, hasReport)]
    .filter((part) => part !== '')
    .join('\n\n')
}

function head({ result, config, document }: Backtest): string {
  const { candles, first, end } = result
  const from = iso(candles.openedAt[first]!)
  const to = iso(candles.openedAt[end - 1]! + candles.timeframeMs)
  const synthetic = result.data.some((fact) => fact.synthetic) ? '  SYNTHETIC DATA' : ''
  const status = result.status === 'complete' ? '' : `\nINCOMPLETE: ${result.error}`
  const count = `${(end - first).toLocaleString('en-US')} candles of ${document.data[0]?.timeframe ?? ''}`
  return `${result.name}: ${result.strategy.name} on ${config.data.pair}, ${from} to ${to}, ${count}${synthetic}${status}`
}

const parts = [
  ['price PnL', 'price'],
  ['slippage', 'slippage'],
  ['fees', 'fees'],
  ['funding', 'funding'],
  ['liquidation', 'liquidation'],
  ['unrealized', 'unrealized'],
  ['net', 'net'],
] as const satisfies readonly (readonly [string, keyof Attribution])[]

function legsTable({ figures, result }: Backtest): string {
  const { legs, total } = figures
  const table = new Table({
    head: [result.account.currency, ...legs.map(titleOf), 'account'],
    colAligns: ['left', ...legs.map(() => 'right' as const), 'right'],
    style: { head: [], border: [], compact: true },
  })
  for (const [title, part] of parts) {
    if (part === 'unrealized' && decimal(total.unrealized).isZero()) continue
    table.push([title, ...legs.map((leg) => amount(leg.pnl[part])), amount(total[part])])
  }
  const { maxDrawdown, trades, liquidations } = figures.metrics
  table.push(
    ['max drawdown', ...legs.map((leg) => leg.maxDrawdown.toFixed(2)), percent(maxDrawdown)],
    ['trades', ...legs.map((leg) => String(leg.trades)), String(trades)],
    ['liquidations', ...legs.map((leg) => String(leg.liquidations)), String(liquidations)],
  )
  return table.toString()
}

function titleOf({ name, hedges }: LegFigures): string {
  return hedges === null ? name : `${name} (hedges ${hedges})`
}

function accountLine({ figures, result }: Backtest): string {
  const { initial, final, currency } = result.account
  const { totalReturn, sharpe } = figures.metrics
  const ambiguous = result.path.ambiguousCandles
  const lines = [
    `Account: ${amount(initial)} → ${amount(final)} ${currency} (${percent(totalReturn)}), Sharpe ${sharpe?.toFixed(2) ?? '–'}`,
    `Ledger: ${result.account.entries} entries sum to ${result.account.ledgerSum}; parts sum to the wallet: ${figures.account.wallet.holds ? 'yes, to the last digit' : 'NO'}`,
    `Path '${result.path.mode}': ${ambiguous} ambiguous ${ambiguous === 1 ? 'candle' : 'candles'}. Refusals: ${result.refusals.length}.`,
  ]
  return lines.join('\n')
}

function equityChart({ result }: Backtest): string {
  const { equity } = result.curve
  const width = Math.min(CHART_WIDTH, equity.length)
  if (width < 2) return ''
  const points = Array.from({ length: width }, (_, at) => equity[Math.round((at * (equity.length - 1)) / (width - 1))]!)
  return `Equity at closes\n${plot(points, { height: CHART_HEIGHT, format: (value) => value.toFixed(0).padStart(10) })}`
}

function tail(folder: string, hasReport: boolean): string {
  return hasReport ? `Report: ${folder}/report.html` : `Written: ${folder}`
}

function amount(text: string): string {
  const [whole, places] = decimal(text).toFixed(2).split('.')
  return `${whole!.replace(/\B(?=(\d{3})+$)/g, ',')}.${places}`
}

function percent(fraction: number | null): string {
  return fraction === null ? '–' : `${(fraction * 100).toFixed(2)} %`
}
