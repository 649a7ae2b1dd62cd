import type { LegFigures } from '#analysis/leg-figures.js'
import type { OwnResult } from '#analysis/own-result.js'
import { decimal, type DecimalText, plain, sum } from '#domain/decimal.js'
import type { Attribution } from '#domain/result.js'
import { padded, ticksOf } from './compare-axis.js'
import { amount, exact, shortName } from './html-format.js'
import { legColor } from './html-legs.js'
import { type Content, markup } from './html-markup.js'
import type { Page } from './html-page.js'
import { widePicture } from './wide-picture.js'

const WIDTH = 1000
const HEIGHT = 320
const LEFT = 78
const RIGHT = 10
const TOP = 14
const BOTTOM = 40

const causes: readonly (readonly [Exclude<keyof Attribution, 'net'>, string])[] = [
  ['price', 'price'],
  ['slippage', 'slippage'],
  ['fees', 'fees'],
  ['funding', 'funding'],
  ['liquidation', 'liquidation'],
  ['unrealized', 'open'],
]

/** Slippage of what each leg ordered is in its prices. */
const ownCauses: readonly (readonly [Exclude<keyof OwnResult, 'net'>, string])[] = [
  ['price', 'price and slippage'],
  ['fees', 'fees'],
  ['funding', 'funding'],
  ['liquidation', 'liquidation'],
]

/** Of what is told of a leg's own orders, which are floats. */
const DIGITS = 2

interface Part {
  readonly leg: string
  readonly cause: string
  readonly value: DecimalText
}

interface Step {
  readonly title: string
  readonly from: number
  readonly to: number
  readonly tone: string
  readonly cause: string
  readonly text: string
}

/** How the causes of each leg add up to the net, one after the other; summed in decimals, so that the last bar ends where it must. */
export function waterfall({ figures, order, result }: Page): Content {
  let total = decimal(0)
  const steps: Step[] = []
  for (const { leg, cause, value } of parts(figures.legs)) {
    if (decimal(value).isZero()) continue
    const from = total
    total = sum([total, decimal(value)])
    const title = `${shortName(leg)}, ${cause}: ${exact(value)}; together ${exact(plain(total))} ${result.account.currency}`
    const tone = legColor(leg, order)
    steps.push({ title, from: Number(from), to: Number(total), tone, cause, text: amount(value, 0) })
  }
  if (steps.length === 0) return null
  const net = figures.total.net
  const all = [
    ...steps,
    {
      title: `net: ${exact(net)} ${result.account.currency}`,
      from: 0,
      to: Number(net),
      tone: 'net',
      cause: 'net',
      text: amount(net, 0),
    },
  ]
  return widePicture('From causes to net', drawn(all))
}

/** Cause after cause, leg after leg: of positions, or where the venue merges legs of each leg's own orders. */
function parts(legs: readonly LegFigures[]): readonly Part[] {
  if (legs.every(({ own }) => own === null)) {
    return causes.flatMap(([name, cause]) => legs.map((leg): Part => ({ leg: leg.name, cause, value: leg.pnl[name] })))
  }
  return ownCauses.flatMap(([name, cause]) =>
    legs.map((leg): Part => ({ leg: leg.name, cause, value: decimal(leg.own?.[name] ?? 0).toFixed(DIGITS) })),
  )
}

function drawn(steps: readonly Step[]) {
  const [low, high] = padded([0, ...steps.flatMap(({ from, to }) => [from, to])], 0.06)
  const y = (value: number): number => TOP + ((high - value) / (high - low)) * (HEIGHT - TOP - BOTTOM)
  const width = (WIDTH - LEFT - RIGHT) / steps.length
  const bars = steps.map(({ title, from, to, tone, text }, at) => {
    const x = LEFT + at * width
    const [top, foot] = [Math.min(y(from), y(to)), Math.max(y(from), y(to))]
    const next =
      at + 1 < steps.length &&
      markup`<line class="axis" x1="${px(x + width * 0.86)}" x2="${px(x + width * 1.14)}" y1="${px(y(to))}" y2="${px(y(to))}"/>`
    return markup`<g><title>${title}</title><rect class="${tone}" x="${px(x + width * 0.14)}" y="${px(top)}" width="${px(width * 0.72)}" height="${px(Math.max(foot - top, 1))}"/>
<text class="amount" x="${px(x + width / 2)}" y="${px(to >= from ? top - 4 : foot + 12)}" text-anchor="middle">${text}</text></g>${next}
`
  })
  const labels = steps.flatMap(({ cause }, at) => {
    if (at > 0 && steps[at - 1].cause === cause) return []
    const count = steps.filter((step) => step.cause === cause).length
    return [
      markup`<text x="${px(LEFT + (at + count / 2) * width)}" y="${HEIGHT - 12}" text-anchor="middle">${cause}</text>
`,
    ]
  })
  return markup`<svg class="plot waterfall" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Causes of each leg, one after the other, up to the net; the table below has the numbers">
<g class="grid">${ticksOf(low, high, 5).map(
    (tick) =>
      markup`<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${px(y(tick))}" y2="${px(y(tick))}"/><text x="${LEFT - 6}" y="${px(y(tick) + 4)}" text-anchor="end">${amount(tick, 0)}</text>
`,
  )}</g>
${bars}${labels}</svg>`
}

function px(value: number): string {
  return value.toFixed(1)
}
