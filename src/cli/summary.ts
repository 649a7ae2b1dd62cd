import Table from 'cli-table3'
import type { Backtest } from '../backtest.js'
import { drawdownAmount } from '#analysis/drawdown-amount.js'
import type { LegFigures } from '#analysis/leg-figures.js'
import { endOfRun, startOfRun } from '#analysis/run.js'
import { decimal } from '#domain/decimal.js'
import type { Attribution, Bracket } from '#domain/result.js'
import { kindOf, kindWords } from '#report/data-words.js'
import { amount, count, date, percent, plural, ratio, shortName, time } from '#report/html-format.js'
import { noSharpe } from '#report/run-length.js'
import { mergeWords, poolWords, shortfallOf } from '#report/venue-words.js'
import { equityPlot } from './equity-plot.js'

const LABEL_WIDTH = 10

/** What a finished run tells on the terminal: legs side by side, the account below, equity, and where it all is. */
export function summary(done: Backtest, folder: string, hasReport: boolean): string {
  const place = hasReport ? labelled('Report', `${folder}/report.html`) : labelled('Written', folder)
  const parts = [head(done), legsTable(done), facts(done), equityChart(done), place]
  return parts.filter((part) => part !== '').join('\n\n')
}

function head({ result, config, document }: Backtest): string {
  const candles = `${plural(result.end - result.first, 'candle')} of ${document.data[0]?.timeframe ?? ''}`
  const kind = kindOf(result.data)
  const known = kind === 'unmarked' ? 'unmarked data (nothing states whether real or synthetic)' : kindWords[kind]
  const lines = [
    `${result.name}: ${result.strategy.name}, on ${config.data.pair}`,
    `${time(startOfRun(result))} to ${time(endOfRun(result))} UTC, ${candles}, ${known}`,
    ...(result.status === 'complete' ? [] : [`INCOMPLETE: ${result.error}`]),
  ]
  return lines.join('\n')
}

const causes = [
  ['price PnL', 'price'],
  ['slippage', 'slippage'],
  ['fees', 'fees'],
  ['funding', 'funding'],
  ['liquidation', 'liquidation'],
  ['unrealized', 'unrealized'],
  ['net', 'net'],
] as const satisfies readonly (readonly [string, keyof Attribution])[]

function legsTable(done: Backtest): string {
  const { figures, result } = done
  const { legs, total, metrics } = figures
  const table = new Table({
    head: [result.account.currency, ...legs.map(titleOf), 'account'],
    colAligns: ['left', ...legs.map(() => 'right' as const), 'right'],
    style: { head: [], border: [], compact: true },
  })
  for (const [title, cause] of causes) {
    if (cause === 'unrealized' && decimal(total.unrealized).isZero()) continue
    table.push([title, ...legs.map((leg) => amount(leg.pnl[cause])), amount(total[cause])])
  }
  table.push(
    ...ownRow(legs, total.net),
    ['max drawdown', ...legs.map((leg) => amount(leg.maxDrawdown)), amount(drawdownAmount(result, figures.drawdown))],
    ['trades', ...legs.map((leg) => count(leg.trades)), count(metrics.trades ?? 0)],
    ['times liquidated', ...legs.map((leg) => count(leg.liquidations)), count(metrics.liquidations ?? 0)],
  )
  return table.toString()
}

/** Where the venue merges legs, the rows above are of its positions. */
function ownRow(legs: readonly LegFigures[], total: Attribution['net']): string[][] {
  if (legs.every(({ own }) => own === null)) return []
  return [['by own orders', ...legs.map(({ own }) => amount(own?.net ?? null)), amount(total)]]
}

function titleOf({ name, hedges }: LegFigures): string {
  return hedges === null ? shortName(name) : `${shortName(name)}\nhedges ${shortName(hedges)}`
}

function facts(done: Backtest): string {
  const { figures, result } = done
  const { initial, final, currency, entries, ledgerSum } = result.account
  const { totalReturn, maxDrawdown, sharpe } = figures.metrics
  const holds = figures.account.wallet.holds
    ? 'is the sum of its parts to the last digit'
    : 'IS NOT THE SUM OF ITS PARTS'
  const rows = [
    ['Account', `${amount(initial)} → ${amount(final)} ${currency} (${percent(totalReturn)})`],
    ['', `max drawdown ${percent(maxDrawdown)}, Sharpe ${sharpe === null ? `– (${noSharpe(done)})` : ratio(sharpe)}`],
    ['Ledger', `${plural(entries, 'entry', 'entries')} sum to ${ledgerSum}; the wallet ${holds}`],
    ['Path', path(result)],
    ...bracketRow(result.path.bracket),
    ...venueRows(result),
    ...hedgeRows(done),
    ...stressRow(done),
    ['Refusals', refusals(result.refusals)],
    ...dataLines(result.data),
  ]
  return rows.map(([label, text]) => labelled(label, text)).join('\n')
}

function labelled(label: string, text: string): string {
  return `${label.padEnd(LABEL_WIDTH)}${text}`
}

/** Which way the price went inside candles, and in how many that decided. */
function path({ path: { mode, ambiguousCandles, missingFine }, data }: Backtest['result']): string {
  const ambiguous = plural(ambiguousCandles, 'ambiguous candle')
  if (missingFine === null) return `${mode}, ${ambiguous}`
  const timeframe = data.find(({ role }) => role === 'fine')!.timeframe
  const missing = missingFine === 0 ? '' : ` (missing for ${plural(missingFine, 'candle')})`
  return `${mode} inside candles of ${timeframe}${missing}, ${ambiguous}`
}

/** What the price paths leave open, where the run was bracketed: worst end first. */
function bracketRow(bracket: Bracket | null): readonly (readonly [string, string])[] {
  if (bracket === null) return []
  const { netProfit: net, maxDrawdown: fall } = bracket.metrics
  const paths = bracket.paths.join(', ')
  if (net.min === net.max && fall.min === fall.max) {
    return [['Bracket', `net and max drawdown are the same on the paths ${paths}`]]
  }
  const ends = `net ${amount(net.min)} … ${amount(net.max)}, max drawdown ${percent(fall.max)} … ${percent(fall.min)}`
  return [['Bracket', `worst … best of the paths ${paths}: ${ends}`]]
}

/** What the venue made of the legs, and where it stood in: said where there is something to say. */
function venueRows({ account, positions }: Backtest['result']): readonly (readonly [string, string])[] {
  const told = [
    ['Positions', mergeWords(positions)],
    ['Cross', poolWords(account)],
    ['Insurance', shortfallText(account)],
  ] as const
  return told.flatMap(([label, text]) => (text === null ? [] : [[label, text] as const]))
}

function shortfallText(account: Backtest['result']['account']): string | null {
  const paid = shortfallOf(account)
  return paid === null
    ? null
    : `the fund paid ${paid} ${account.currency}: losses beyond what the account, or an isolated leg, could bear`
}

/** What the hedge did, by the run's twins. */
function hedgeRows({ twins, twinsError, result }: Backtest): readonly (readonly [string, string])[] {
  if (twins === null) return twinsError === null ? [] : [['Twins', `none: ${twinsError}`]]
  const { unhedged, net, smallerCore, split, figures, hedgeRefusals } = twins
  const missed =
    hedgeRefusals === 0
      ? ''
      : `; ${plural(hedgeRefusals, 'hedge order')} refused, which made ${amount(split.twoLegs.refusals)} against the smaller core`
  const removed = figures.drawdownRemoved
  const did = removed !== null && removed < 0 ? 'added' : 'removed'
  const points = removed === null ? '' : `, ${amount(Math.abs(removed) * 100, 1)} points of drawdown ${did}`
  const told = (name: string, { final, maxDrawdown }: typeof net) =>
    `${name} ${amount(final)} (drawdown ${percent(maxDrawdown)})`
  return [
    ['Hedge', `${amount(split.total)} ${result.account.currency} against the run without it${points}${missed}`],
    ['Twins', [told('unhedged', unhedged), told('net', net), told('smaller core', smallerCore)].join(', ')],
  ]
}

/** The changed assumption that leaves the least. */
function stressRow({ stress, figures }: Backtest): readonly (readonly [string, string])[] {
  const [worst] = (stress ?? [])
    .filter(({ netProfit }) => netProfit !== null)
    .toSorted((one, other) => one.netProfit! - other.netProfit!)
  if (worst === undefined || worst.netProfit! >= (figures.metrics.netProfit ?? 0)) return []
  return [['Stress', `worst of ${plural(stress!.length, 're-run')}: ${worst.change}, net ${amount(worst.netProfit)}`]]
}

function refusals(all: Backtest['result']['refusals']): string {
  if (all.length === 0) return 'none'
  const counts = new Map<string, number>()
  for (const { code } of all) counts.set(code, (counts.get(code) ?? 0) + 1)
  const byCode = [...counts].toSorted(([, one], [, other]) => other - one)
  return `${count(all.length)} (${byCode.map(([code, times]) => `${code} ${count(times)}`).join(', ')})`
}

/** Gaps, and times that were not what they are by default, are said even where nobody asked for the notes. */
function dataLines(data: Backtest['result']['data']): readonly (readonly [string, string])[] {
  return data.flatMap(({ file, gaps, notes }) => {
    const lines = notes.filter((note) => note.includes('converted')).map((note) => `${file}: ${note}`)
    if (gaps > 0) lines.push(`${plural(gaps, 'gap')} in ${file}`)
    return lines.map((line) => ['Data', line] as const)
  })
}

function equityChart({ result }: Backtest): string {
  const drawn = equityPlot(result.curve.equity)
  if (drawn === null) return ''
  const { lines, indent, width } = drawn
  const axis = `${date(startOfRun(result))}${date(endOfRun(result)).padStart(Math.max(width - 10, 11))}`
  return ['Equity at closes', ...lines, `${' '.repeat(indent)}${axis}`].join('\n')
}
