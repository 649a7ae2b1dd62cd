import type { ExitInForce } from '#analysis/exits-in-force.js'
import type { PositionStep } from '#analysis/position-steps.js'
import { candleOfRun } from '#analysis/run.js'
import type { FillReason } from '#domain/event.js'
import type { LegResult } from '#domain/result.js'
import { amount, count, exact, time } from './html-format.js'
import type { Page } from './html-page.js'

/** Of more steps between opening and end the first and the last are told. */
const STEPS_FIRST = 3
const STEPS_LAST = 7
/** More stops and targets are counted. */
const EXITS_MAX = 8

/** What became of one position, in sentences. */
export interface Story {
  readonly opened: string
  /** What was added and taken off until it ended, in short. */
  readonly steps: readonly string[]
  readonly ended: string
  /** What was in force, and the candle of the end. */
  readonly circumstances: readonly string[]
  /** What hung on the order of high and low in that candle; null where nothing did. */
  readonly hung: string | null
}

/** What a story is made from besides the page. */
export interface Plot {
  readonly leg: LegResult
  readonly steps: readonly PositionStep[]
  readonly exits: readonly ExitInForce[]
  /** The price at which the account's cross legs were last known to be liquidated; null for an isolated leg, or for none. */
  readonly poolPrice: string | null
}

export function storyOf(page: Page, plot: Plot): Story {
  const { leg, steps } = plot
  const last = leg.closedAt === null ? undefined : steps.at(-1)
  const between = steps.slice(1, last === undefined ? undefined : -1)
  return {
    opened: opened(page, leg, steps),
    steps: shortened(between, (step) => stepWords(page, step)),
    ended: last === undefined ? stillOpen(page, leg) : ended(page, steps, last),
    circumstances: [inForce(page, plot), ...(last === undefined ? [] : [candleSentence(page, last)])],
    hung: last === undefined ? null : hung(page, steps, last),
  }
}

function isMerging({ result }: Page): boolean {
  return result.positions.mode !== 'multi-trade'
}

/** Of whom something is, where it need not be of the leg that the position is named after. */
function ownerOf(page: Page, name: string): string {
  return isMerging(page) ? `${name}’s ` : ''
}

function opened(page: Page, leg: LegResult, steps: readonly PositionStep[]): string {
  const [first] = steps
  if (first === undefined) return `Opened ${time(leg.openedAt)}.`
  const { fill } = first
  const what = fill.reason === 'entry' ? 'entry' : `${orderWords[fill.reason]} of what had been netted away`
  const by = isMerging(page) ? ` by ${fill.name}’s ${what}` : ''
  const isAddedTo = steps.some(({ adds }, at) => at > 0 && adds)
  const kind = leg.margin === 'cross' ? 'initial margin' : 'collateral'
  const put = `${amount(leg.initialMargin)} ${page.result.account.currency} of ${kind}${isAddedTo ? ' with all that was added' : ''}`
  return `Opened ${time(leg.openedAt)}${by}: ${leg.side} ${exact(first.quantity)} at ${priceWords(page, first)}, ${put}.`
}

const orderWords: Readonly<Record<FillReason, string>> = {
  entry: 'entry',
  scale: 'addition',
  reduce: 'reduction',
  stop: 'stop',
  target: 'target',
  trailing: 'trailing stop',
  signal: 'close',
  liquidation: 'liquidation',
  'end-of-data': 'close at the end of the data',
}

/** `2025-10-03 16:00 target: sold 9.907 at 330.00, 9.907 left`. */
function stepWords(page: Page, step: PositionStep): string {
  const { fill, adds, held } = step
  const isNetting = !adds && (fill.reason === 'entry' || fill.reason === 'scale')
  const what = `${ownerOf(page, fill.name)}${orderWords[fill.reason]}${isNetting ? ', netted' : ''}`
  return `${time(fill.at)} ${what}: ${tradeWords(page, step)}, ${exact(held)} ${adds ? 'held' : 'left'}`
}

function tradeWords(page: Page, step: PositionStep): string {
  const { side, reason, price, expected } = step.fill
  const isAtLevel = reason === 'stop' || reason === 'trailing' || reason === 'target'
  const level = isAtLevel && step.count === 1 && price !== expected ? amount(expected, page.priceDigits) : null
  const verb = side === 'buy' ? 'bought' : 'sold'
  const trade = `${verb} ${exact(step.quantity)} at ${priceWords(page, step)}`
  return level === null ? trade : `${trade} (expected ${level})`
}

function priceWords({ priceDigits }: Page, { count: fills, price }: PositionStep): string {
  const average = fills === 1 ? '' : ` on average in ${count(fills)} fills`
  return amount(price, priceDigits) + average
}

function stillOpen({ result }: Page, leg: LegResult): string {
  return `Still open at the last close; open PnL ${amount(leg.pnl.unrealized)} ${result.account.currency}.`
}

function ended(page: Page, steps: readonly PositionStep[], last: PositionStep): string {
  const { fill, ends } = last
  const verb = fill.side === 'buy' ? 'Bought' : 'Sold'
  const what = steps.length > 2 ? `the last ${exact(last.quantity)}` : exact(last.quantity)
  const expected = last.count === 1 ? `, expected ${amount(fill.expected, page.priceDigits)}` : ''
  const taking = fill.reason === 'liquidation' ? '' : `, as ${fill.liquidity}`
  const others = ends.map(({ name, side, quantity }) => `${name} (${side} ${exact(quantity)})`)
  const all = others.length === 0 ? '' : ` That ended ${listed(others)}.`
  return `Ended ${time(fill.at)}: ${cause(page, last)}. ${verb} ${what} at ${priceWords(page, last)}${expected}${taking}.${all}`
}

function cause(page: Page, { fill: { reason, name } }: PositionStep): string {
  const whose = isMerging(page) ? `${name}’s` : 'its'
  switch (reason) {
    case 'liquidation':
      return 'it was liquidated'
    case 'end-of-data':
      return 'the data ended'
    case 'signal':
      return `${isMerging(page) ? name : 'it'} was told to close`
    case 'entry':
    case 'scale':
      return `${whose} ${orderWords[reason]} netted what was left`
    case 'reduce':
      return `${whose} reduction took what was left`
    default:
      return `${whose} ${orderWords[reason]} was reached`
  }
}

/** Stops and targets by leg, then what would have liquidated. */
function inForce(page: Page, { leg, exits, poolPrice }: Plot): string {
  const { priceDigits } = page
  const told = exits.slice(0, EXITS_MAX).map(({ leg: owner, what, price }) => {
    const name = `${ownerOf(page, owner)}${orderWords[what]}`
    return price === null ? `${name} not active yet` : `${name} ${amount(price, priceDigits)}`
  })
  if (exits.length > EXITS_MAX) told.push(`${count(exits.length - EXITS_MAX)} more stops and targets`)
  if (exits.every(({ what }) => what === 'target')) told.unshift('no stop')
  if (exits.every(({ what }) => what !== 'target')) told.push('no target')
  const digits = Math.max(priceDigits, 2)
  if (leg.margin === 'cross') {
    const when = leg.closedAt === null ? '' : ' (as that candle began)'
    if (poolPrice !== null) told.push(`the shared wallet’s liquidation price ${amount(poolPrice, digits)}${when}`)
  } else if (leg.liquidationPrice === null) told.push('no liquidation price')
  else told.push(`liquidation price ${amount(leg.liquidationPrice, digits)}`)
  return `In force ${leg.closedAt === null ? 'at the last close' : 'just before'}: ${told.join(', ')}.`
}

function candleSentence({ result, priceDigits }: Page, last: PositionStep): string {
  const { candles, first } = result
  const row = first + candleOfRun(result, last.fill.at)
  const [open, high, low, close] = [candles.open, candles.high, candles.low, candles.close].map((column) =>
    amount(column[row], priceDigits),
  )
  return `That candle: open ${open}, high ${high}, low ${low}, close ${close}.`
}

function hung(page: Page, steps: readonly PositionStep[], last: PositionStep): string | null {
  const { result } = page
  const candle = candleOfRun(result, last.fill.at)
  const decided = steps.filter(({ fill, decidedBy }) => decidedBy !== null && candleOfRun(result, fill.at) === candle)
  if (decided.length === 0) return null
  const { mode } = result.path
  const what = decided.map((step) =>
    step === last ? 'this end' : `${ownerOf(page, step.fill.name)}${orderWords[step.fill.reason]}`,
  )
  const firsts = [...new Set(decided.map(({ decidedBy }) => `${decidedBy!.first} first`))]
  return (
    `Which came first, its high or its low, the candle does not tell; on it hung ${listed([...new Set(what)])}. ` +
    `Taken was ${listed(firsts)}, the ${mode === 'best' ? 'better' : 'worse'} for the account.`
  )
}

function shortened(steps: readonly PositionStep[], words: (step: PositionStep) => string): readonly string[] {
  const left = steps.length - STEPS_FIRST - STEPS_LAST
  if (left <= 1) return steps.map(words)
  return [
    ...steps.slice(0, STEPS_FIRST).map(words),
    `… ${count(left)} more, in fills.csv`,
    ...steps.slice(-STEPS_LAST).map(words),
  ]
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}
