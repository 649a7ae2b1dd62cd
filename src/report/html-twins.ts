import type { Figures } from '#analysis/figures.js'
import { decimal, type DecimalText, plain, sum } from '#domain/decimal.js'
import type { CauseSplit } from '#experiments/twins/hedge-split.js'
import type { Twin, Twins } from '#experiments/twins/twins.js'
import { amount, count, exact, percent, plural, ratio, shortName } from './html-format.js'
import { lossTone } from './html-legs.js'
import { type Content, markup, type Markup } from './html-markup.js'
import type { Page } from './html-page.js'
import { type Column, table } from './html-table.js'
import { equalityMark } from './html-trust.js'

/** The run and the accounts that it is held against, in the order of tables and of the lines of the chart. */
export const twinNames = [
  ['unhedged', 'unhedged', 'The same run with its hedge commands dropped'],
  ['net', 'net twin', 'The net quantity of the run in one position, with the whole wallet as its collateral'],
  [
    'smallerCore',
    'smaller core',
    'The core alone, smaller by what the hedge took away on average: × (1 − mean hedge ratio), known only afterwards',
  ],
] as const

interface Row extends Pick<Twin, 'final' | 'totalReturn' | 'maxDrawdown' | 'liquidations'> {
  readonly name: string
  readonly hint: string
}

/** What the hedge did, where the run has twins to tell it by. */
export function hedge(page: Page): Content {
  const { twins, twinsError = null } = page.meta
  if (twins === null) {
    if (twinsError === null) return null
    return markup`<section id="hedge">
<h2>What the hedge did</h2>
<p class="alarm">The run has no twins to tell it by: ${twinsError}</p>
</section>`
  }
  return markup`<section id="hedge">
<h2>What the hedge did</h2>
<p>${sentence(page, twins)}</p>
${table(columns, rows(page, twins), { id: 'twins-table', label: 'The run and its twins' })}
${meant(twins)}
<h3>What two legs did that holding less would not have done</h3>
<p class="note">This run against two accounts that hold as much on average: <em>two legs</em> is this run less the smaller core, so
what is left is when the hedge was on and what it cost; <em>holding gross</em> is this run less the net twin, so what is left
is the cost of two positions where one would do. Each is split by what explains it.</p>
${table(partColumns, parts(twins), { id: 'split-table', label: 'What hedging did, split' })}
${sums(page, twins)}
${missing(twins)}
<p class="note">In ${page.result.account.currency}; negative: it cost. <span class="on-screen">Point at a number for all its digits.</span></p>
</section>`
}

function sentence({ result, figures }: Page, { unhedged, split, figures: hedged }: Twins): string {
  const total = Number(split.total)
  const did = total < 0 ? `cost ${amount(-total)}` : `made ${amount(total)}`
  const removed = hedged.drawdownRemoved
  const points =
    removed === null
      ? ''
      : ` and ${removed < 0 ? 'added' : 'removed'} ${amount(Math.abs(removed) * 100)} points of drawdown`
  const knockOn = Number(split.knockOn) === 0 ? '' : `, ${amount(split.knockOn)} because the core then went another way`
  const parts =
    result.positions.mode === 'multi-trade' && split.hedgeLegs !== null
      ? `${amount(split.hedgeLegs)} by the hedge legs themselves${knockOn}`
      : ownParts(figures)
  return `Against the same run without it the hedge ${did} ${result.account.currency}${points} (${percent(
    unhedged.maxDrawdown,
  )} without, ${percent(figures.metrics.maxDrawdown)} with it): ${parts}.`
}

/** Where the venue merges legs, its books cannot tell what the hedge made from what the core then made. */
function ownParts({ legs }: Figures): string {
  const hedges = legs.filter((leg) => leg.hedges !== null)
  const net = hedges.reduce((sum, { own }) => sum + (own?.net ?? 0), 0)
  return `by their own orders the hedge legs ${net < 0 ? 'lost' : 'made'} ${amount(Math.abs(net))}, and the rest is what they changed in the position that they share with the core`
}

function rows({ result, figures }: Page, twins: Twins): readonly Row[] {
  const { totalReturn, maxDrawdown, liquidations } = figures.metrics
  const run = {
    name: 'this run',
    hint: 'As it was played',
    final: result.account.final,
    totalReturn,
    maxDrawdown,
    liquidations: liquidations ?? 0,
  }
  return [run, ...twinNames.map(([key, name, hint]) => ({ ...twins[key], name, hint }))]
}

const columns: readonly Column<Row>[] = [
  {
    title: 'Account',
    hint: 'The run, and what it is held against',
    cell: ({ name }) => name,
    detail: ({ hint }) => hint,
  },
  {
    title: 'Return',
    hint: 'Final ÷ initial − 1',
    numeric: true,
    cell: (row) => percent(row.totalReturn),
    tone: (row) => lossTone(row.totalReturn),
  },
  {
    title: 'Max drawdown',
    hint: 'Largest fall of equity from an earlier high, at closes',
    numeric: true,
    cell: (row) => percent(row.maxDrawdown),
  },
  { title: 'Liquidations', hint: 'Forced closes', numeric: true, cell: (row) => count(row.liquidations) },
  {
    title: 'Final',
    hint: 'Equity at the last close',
    numeric: true,
    cell: (row) => amount(row.final),
    detail: (row) => exact(row.final),
  },
]

/** What the accounts of the table are, in words. */
function meant(twins: Twins): Markup {
  return markup`<p class="note"><em>Unhedged</em>: the same run with its hedge orders dropped. <em>Net twin</em>: what the legs
hold together, as one position with the whole wallet behind it. <em>Smaller core</em>: the core alone, made smaller by what the
hedge took away on average; it shows what simply holding less would have done. ${ratios(twins)} All four are drawn in the chart of equity.</p>`
}

function missing({ hedgeRefusals }: Twins): Content {
  return (
    hedgeRefusals > 0 &&
    markup`<p class="note">${plural(hedgeRefusals, 'hedge order')} ${hedgeRefusals === 1 ? 'was' : 'were'} refused. Refusals: what the price did to the run against the smaller core from then until a hedge was on.</p>`
  )
}

function ratios({ meanHedgeRatios }: Twins): string {
  const known = Object.entries(meanHedgeRatios).filter(([, value]) => value !== null)
  if (known.length === 0) return 'No hedged leg was ever open.'
  const told = known.map(
    ([leg, value]) =>
      `over the life of ${shortName(leg)} its hedges were ${ratio(value)} of it on average, candles without a hedge counted as 0`,
  )
  return `Its size was known only when the run was over: ${told.join('; ')}.`
}

interface Part extends CauseSplit {
  readonly name: string
  readonly hint: string
}

function parts({ split }: Twins): readonly Part[] {
  return [
    {
      name: 'two legs',
      hint: 'This run − smaller core: what two legs did that simply holding less would not have done',
      ...split.twoLegs,
    },
    { name: 'holding gross', hint: 'This run − net twin: what two positions cost where one would do', ...split.gross },
  ]
}

const causeHints = {
  fees: 'Trading fees',
  slippage: 'Fill prices against expected prices',
  funding: 'Funding paid and received',
  liquidations: 'What liquidations took, and what the price then did until a hedge was on again',
  refusals: 'What the price did while a hedge was missing because it had been refused',
  timing: 'Being more or less hedged when it mattered: price PnL of the net quantity against that of the mean',
  total: 'The sum of the others',
}

const partColumns: readonly Column<Part>[] = [
  { title: 'Part', hint: 'Which difference', cell: ({ name }) => name, detail: ({ hint }) => hint },
  ...(['fees', 'slippage', 'funding', 'liquidations', 'refusals', 'timing', 'total'] as const).map((cause) => ({
    title: `${cause[0].toUpperCase()}${cause.slice(1)}`,
    hint: causeHints[cause],
    numeric: true,
    cell: (row: Part) => amount(row[cause]),
    detail: (row: Part) => exact(row[cause]),
    tone: (row: Part) => lossTone(row[cause]),
  })),
]

/** Each total as the sum that it is, checked here. */
function sums({ result }: Page, { split }: Twins): readonly Markup[] {
  const { total, hedgeLegs, knockOn, holdingLess, twoLegs } = split
  const isMerged = result.positions.mode !== 'multi-trade'
  const [hedges, cores] = isMerged
    ? ['in positions that the hedge opened', 'in those that the core opened']
    : ['by the hedge legs', 'knock-on in the core']
  const { total: two, ...causes } = twoLegs
  return [
    ...(hedgeLegs === null || knockOn === null
      ? []
      : [line('what hedging did', total, { [hedges]: hedgeLegs, [cores]: knockOn })]),
    line('what hedging did', total, { 'from holding less': holdingLess, 'from two legs': two }),
    line('two legs', two, causes),
  ]
}

function line(name: string, total: DecimalText, addends: Readonly<Record<string, DecimalText>>): Markup {
  const actual = plain(sum(Object.values(addends).map((part) => decimal(part))))
  const shown = Object.entries(addends).map(([what, value], at) => {
    const isNegative = Number(value) < 0
    const sign = at === 0 ? (isNegative ? '−' : '') : isNegative ? ' − ' : ' + '
    return `${sign}${exact(value).replace('−', '')} ${what}`
  })
  return markup`<p class="sum">${shown.join('')} = <strong>${exact(total)}</strong> ${name} ${equalityMark({ expected: total, actual, holds: actual === total })}</p>`
}
