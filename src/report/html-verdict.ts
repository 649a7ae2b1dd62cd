import type { LegFigures } from '#analysis/leg-figures.js'
import { amount, date, percent, plural, shortName } from './html-format.js'
import type { Page } from './html-page.js'
import { daysOf } from './run-length.js'
import { shortfallOf } from './venue-words.js'

/** The result in one sentence of plain words, made from figures alone. */
export function verdict(page: Page): string {
  return `${outcome(page)}: ${byLeg(page)}.`
}

/** What it went through on the way, in the same words. */
export function circumstances(page: Page): string {
  return [worst(page), forced(page), funded(page)].filter((sentence) => sentence !== '').join(' ')
}

function outcome({ result, figures }: Page): string {
  const { initial, final, currency } = result.account
  const days = daysOf({ result })
  const change = figures.metrics.totalReturn
  const verb = figures.metrics.netProfit === 0 ? 'left' : 'turned'
  return `In ${plural(days, 'day')} the run ${verb} ${amount(initial)} ${currency} ${verb === 'left' ? 'as it was' : `into ${amount(final)}`} (${percent(change)})`
}

function byLeg({ result, figures }: Page): string {
  const active = figures.legs.filter((leg) => result.fills.some((fill) => fill.name === leg.name))
  if (active.length === 0) return 'no leg was ever opened'
  const by = result.positions.mode === 'multi-trade' ? '' : "by each leg's own orders, "
  return `${by}${active.map((leg) => `${shortName(leg.name)} ${made(leg)}`).join(', ')}`
}

function made(leg: LegFigures): string {
  const net = leg.own?.net ?? Number(leg.pnl.net)
  if (net === 0) return 'broke even'
  const hedging = leg.hedges === null ? '' : ` as a hedge of ${shortName(leg.hedges)}`
  return `${net > 0 ? 'made' : 'lost'} ${amount(Math.abs(net))}${hedging}`
}

function worst({ figures }: Page): string {
  const { depth, peakAt, troughAt, recoveredAt } = figures.drawdown
  if (peakAt === null || troughAt === null) return 'Equity was never below an earlier high.'
  const end = recoveredAt === null ? 'was not made good' : `was made good by ${date(recoveredAt)}`
  return `The deepest fall of equity, ${percent(depth)} from ${date(peakAt)} to ${date(troughAt)}, ${end}.`
}

function funded({ result: { account } }: Page): string {
  const paid = shortfallOf(account)
  return paid === null
    ? ''
    : `The insurance fund paid ${paid}: losses beyond what the account, or an isolated leg, could bear.`
}

function forced({ result, figures }: Page): string {
  const { liquidations } = figures.metrics
  const liquidated =
    liquidations === 0 ? 'No leg was liquidated' : `${plural(liquidations ?? 0, 'leg was', 'legs were')} liquidated`
  const { ambiguousCandles } = result.path
  if (ambiguousCandles === 0) return `${liquidated}, and no candle was ambiguous.`
  const candles = plural(ambiguousCandles, 'candle')
  return `${liquidated}; in ${candles} the order of high and low decided, and that order is an assumption.`
}
