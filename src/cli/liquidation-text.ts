import { decimal, type DecimalText, plain } from '#domain/decimal.js'
import type { LegAnswer, LiquidationAnswer, PoolAnswer } from './liquidation-answer.js'

/** The answer for people: what was asked, then each price with its distance from the mark; `–` where there is none. */
export function liquidationText(answer: LiquidationAnswer): string {
  const { maintenance, legs, pool, notes } = answer
  const fee = maintenance.closeFeeRate === '0' ? '' : `, closing fee ${maintenance.closeFeeRate} in the test`
  const hedged = maintenance.hedged === null ? '' : `, long and short counted by ${maintenance.hedged}`
  const head = `${answer.margin} margin, ${maintenance.table}, maintenance on the ${maintenance.on}${fee}${hedged}`
  const parts = [head, ...(pool === null ? legs.map(legText) : [poolText(legs, pool)])]
  if (notes.length > 0) parts.push(notes.map((note) => `Note: ${note}`).join('\n'))
  return `${parts.join('\n\n')}\n`
}

function legText(leg: LegAnswer): string {
  const isolated = leg.isolated!
  const { mark, due, liquidationPrice, bankruptcyPrice } = isolated
  const way = leg.side === 'long' ? 'below' : 'above'
  return lines([
    nameOf(leg),
    `  collateral              ${short(isolated.collateral)}`,
    ...(due ? [dueText(isolated)] : [`  liquidated at or ${way}  ${price(liquidationPrice, mark)}`]),
    `  bankrupt at             ${price(bankruptcyPrice, mark)}`,
  ])
}

function poolText(legs: readonly LegAnswer[], pool: PoolAnswer): string {
  const { mark, due, liquidation, bankruptcyPrice } = pool
  return lines([
    ...legs.map(nameOf),
    `  wallet                  ${short(pool.wallet)}`,
    `  mark                    ${short(mark)}: margin balance ${short(pool.marginBalance)}, maintenance ${short(pool.maintenance)}`,
    ...(due
      ? [dueText(pool)]
      : [
          `  liquidated at or below  ${price(liquidation.below, mark)}`,
          `  liquidated at or above  ${price(liquidation.above, mark)}`,
        ]),
    `  bankrupt at             ${price(bankruptcyPrice, mark)}`,
  ])
}

function nameOf({ side, quantity, entry, leverage, initialMargin }: LegAnswer): string {
  return `${side} ${quantity} at ${entry}, ${leverage}x, initial margin ${short(initialMargin)}`
}

function dueText({
  mark,
  marginBalance,
  maintenance,
}: Pick<PoolAnswer, 'mark' | 'marginBalance' | 'maintenance'>): string {
  return `  liquidated at once      at ${short(mark)} a margin balance of ${short(marginBalance)} is not above the maintenance of ${short(maintenance)}`
}

function price(value: DecimalText | null, mark: DecimalText): string {
  if (value === null) return '–'
  const moved = decimal(value).div(mark).minus(1).times(100).toDecimalPlaces(2)
  return `${short(value)} (${moved.lt(0) ? '−' : '+'}${moved.abs().toFixed(2)}%)`
}

/** Eight digits are enough to read; `--json` has them all. */
function short(value: DecimalText): string {
  return plain(decimal(value).toSignificantDigits(8)).replace('-', '−')
}

function lines(texts: readonly string[]): string {
  return texts.join('\n')
}
