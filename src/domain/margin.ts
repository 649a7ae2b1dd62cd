import { type Decimal, decimal, derived, money, ZERO } from './decimal.js'
import { maintenanceMargin, type Tier } from './instrument.js'
import { type Position, signOf, unrealizedPnl } from './position.js'

/** How a venue tests an isolated leg (rule L3). */
export interface MaintenanceRules {
  /** Maintenance on the notional at the mark (Binance) or at the entry (older Bybit, KuCoin). */
  readonly maintenanceOn: 'mark' | 'entry'
  /** Fee rate of the closing order, where the venue's test includes it; zero where not. */
  readonly closeFeeRate: Decimal
}

/** notional ÷ leverage, rounded to what may be booked. */
export function initialMargin(notional: Decimal, leverage: Decimal): Decimal {
  return money(notional.div(leverage))
}

/** What must remain at this mark: maintenance margin of the tier, plus the closing fee where the test has it. */
export function requiredMargin(
  position: Position,
  mark: Decimal,
  tiers: readonly Tier[],
  rules: MaintenanceRules,
): Decimal {
  const notional = position.quantity.times(mark)
  const base = rules.maintenanceOn === 'mark' ? notional : position.cost
  return maintenanceMargin(tiers, base).plus(notional.times(rules.closeFeeRate))
}

/** Rule L3: an isolated leg is liquidated when collateral + unrealized PnL ≤ maintenance. */
export function isLiquidatable(
  position: Position,
  mark: Decimal,
  tiers: readonly Tier[],
  rules: MaintenanceRules,
): boolean {
  return position.collateral.plus(unrealizedPnl(position, mark)).lte(requiredMargin(position, mark, tiers, rules))
}

/**
 * The mark at which an isolated leg is liquidated, or null where no positive price does it.
 * Solved exactly: per tier the condition is linear in the price; the root that lies in its own tier counts.
 * `likely` is the index of the tier to look at first, where the caller knows.
 *
 * Long, on mark: P = (cost − collateral − amount) ÷ (quantity × (1 − rate − closeFee)); short with the signs turned.
 * Source: Binance FAQ "How to Calculate Liquidation Price of USDⓈ-M Futures Contracts", isolated form.
 */
export function liquidationPrice(
  position: Position,
  tiers: readonly Tier[],
  rules: MaintenanceRules,
  likely = 0,
): Decimal | null {
  if (rules.maintenanceOn === 'entry') {
    const maintenance = maintenanceMargin(tiers, position.cost)
    return positive(solve(position, ZERO, maintenance.neg(), rules.closeFeeRate))
  }
  const first = rootInTier(position, tiers, likely, rules)
  if (first !== null) return positive(first)
  for (const at of tiers.keys()) {
    const root = at === likely ? null : rootInTier(position, tiers, at, rules)
    if (root !== null) return positive(root)
  }
  return boundaryPrice(position, tiers, rules)
}

/**
 * Tiers whose amounts are rounded do not meet to the last digit, and the condition may change at the boundary itself:
 * the first boundary that a market moving against the leg reaches with the condition true; null where there is none.
 */
function boundaryPrice(position: Position, tiers: readonly Tier[], rules: MaintenanceRules): Decimal | null {
  const prices = tiers.slice(0, -1).map(({ upTo }) => upTo.div(position.quantity))
  const due = prices.filter((price) => isLiquidatable(position, price, tiers, rules))
  return (position.side === 'long' ? due.at(-1) : due[0]) ?? null
}

/** Where the condition holds with one tier's rate and amount, if the notional there belongs to that tier. */
function rootInTier(position: Position, tiers: readonly Tier[], at: number, rules: MaintenanceRules): Decimal | null {
  const { rate, amount, upTo } = tiers[at]
  const floor = at === 0 ? ZERO : tiers[at - 1].upTo
  const price = solve(position, rate, amount, rules.closeFeeRate)
  const notional = price.times(position.quantity)
  return notional.gt(floor) && (at === tiers.length - 1 || notional.lte(upTo)) ? price : null
}

/** The mark at which the collateral is gone: entry − side × collateral ÷ quantity; null below zero. */
export function bankruptcyPrice(position: Position): Decimal | null {
  const sign = signOf(position.side)
  return positive(position.cost.minus(position.collateral.times(sign)).div(position.quantity))
}

function solve(position: Position, rate: Decimal, amount: Decimal, closeFeeRate: Decimal): Decimal {
  const sign = signOf(position.side)
  const constant = position.cost.minus(position.collateral.plus(amount).times(sign))
  const slope = position.quantity.times(decimal(1).minus(rate.plus(closeFeeRate).times(sign)))
  return constant.div(slope)
}

function positive(price: Decimal): Decimal | null {
  return price.gt(0) ? derived(price) : null
}
