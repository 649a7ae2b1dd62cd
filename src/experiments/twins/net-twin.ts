import { enter, exit, fund } from '#domain/account.js'
import { type Candles, indexAtOrAfter, type MarketData } from '#domain/candles.js'
import { type Decimal, decimal, max, min, money, plain, sum, toFloat, ZERO } from '#domain/decimal.js'
import { type Instrument, type Tier, tiersAt } from '#domain/instrument.js'
import { floatTiers, nearLiquidation } from '#domain/near-liquidation.js'
import { rememberingLast } from '#domain/remember.js'
import { isLiquidatable, liquidationPrice, type MaintenanceRules } from '#domain/margin.js'
import { floatsOf, type Position, unrealizedPnl } from '#domain/position.js'
import type { Attribution, BacktestResult, FillResult } from '#domain/result.js'

/** The rules of the venue that the twin lives by. */
export interface NetTwinRules {
  readonly instrument: Instrument
  readonly maintenance: MaintenanceRules
  /** Fraction of notional that a clearance takes, the rest being returned; null settles at bankruptcy (rule L5). */
  readonly clearanceFeeRate: Decimal | null
}

/** One position in the place of all legs. */
export interface NetTwin {
  /** At each close of the run. */
  readonly equity: Float64Array
  readonly pnl: Attribution
  /** Open of the candle in which it was liquidated, ms since 1970; null where it was not. It then stays flat. */
  readonly liquidatedAt: number | null
}

/** What is left of a fill after the legs' fills at the same instant and expected price have met it. */
interface NetTrade {
  readonly candle: number
  readonly phase: FillResult['phase']
  /** Signed base units. */
  readonly quantity: Decimal
  readonly expected: Decimal
  readonly price: Decimal
  readonly feeRate: Decimal
}

/**
 * The net twin of a run: Σ side × quantity after every fill, at the same prices, in one position whose collateral is the
 * whole wallet. It pays the fees, slippage and funding of the net alone, so what it makes more is the cost of holding gross.
 * Legs that trade against each other at one instant and price are no trade of it. It follows liquidations of legs: their
 * quantity is gone. Its own liquidation is looked for at the open marks of candles, at their extremes unless a leg trades
 * inside, and at closes. A wallet that a loss has emptied ends it, too.
 */
export function netTwin(result: BacktestResult, data: MarketData, rules: NetTwinRules): NetTwin {
  const account = new NetAccount(decimal(result.account.initial), rules)
  const equity = new Float64Array(result.curve.equity.length)
  const trades = netTrades(result)
  let trade = 0
  let due = 0
  for (let candle = data.first; candle < data.first + equity.length; candle++) {
    const at = data.candles.openedAt[candle]
    const pay = (phase: 'open' | 'close'): void => {
      for (; due < data.funding.length && data.funding[due].candle <= candle; due++) {
        if (data.funding[due].candle < candle) continue
        if (data.funding[due].phase !== phase) break
        account.pay(decimal(data.mark[phase][candle]), decimal(data.funding[due].rate))
      }
    }
    pay('open')
    account.test(data.mark.open[candle], at)
    const play = (phase: FillResult['phase']): boolean => {
      const before = trade
      for (; trade < trades.length && trades[trade].candle === candle && trades[trade].phase === phase; trade++) {
        account.trade(trades[trade], at)
      }
      return trade > before
    }
    play('open')
    if (!play('path')) {
      account.reach(data.mark.low[candle], at)
      account.reach(data.mark.high[candle], at)
    }
    pay('close')
    account.test(data.mark.close[candle], at)
    play('close')
    equity[candle - data.first] = account.equityAt(data.mark.close[candle])
  }
  return {
    equity,
    pnl: account.attribution(decimal(data.mark.close[data.first + equity.length - 1])),
    liquidatedAt: account.liquidatedAt,
  }
}

/** Relative width of what floats may get wrong. */
const HAIR = 1e-6

const inFloats = rememberingLast(floatTiers)

/** Where the mark liquidates the position, for as long as it, the wallet and the tiers are these. */
interface Watch {
  readonly position: Position
  readonly wallet: Decimal
  readonly tiers: readonly Tier[]
  readonly backed: Position
  readonly level: number
}

/** Money and position of the twin. Nothing is set aside: the wallet is its collateral. */
class NetAccount {
  liquidatedAt: number | null = null
  readonly #rules: NetTwinRules
  #wallet: Decimal
  #position: Position | null = null
  #watch: Watch | null = null
  #price = ZERO
  #slippage = ZERO
  #fees = ZERO
  #funding = ZERO
  #liquidation = ZERO

  constructor(wallet: Decimal, rules: NetTwinRules) {
    this.#wallet = wallet
    this.#rules = rules
  }

  trade({ quantity, expected, price, feeRate }: NetTrade, at: number): void {
    if (this.liquidatedAt !== null) return
    const side = quantity.isPos() ? 'long' : 'short'
    const held = this.#position
    const against = held !== null && held.side !== side ? min(held.quantity, quantity.abs()) : ZERO
    if (held !== null && !against.isZero()) {
      const done = exit(held, against, price, expected, feeRate, { available: this.#wallet, mayOwe: true })
      this.#book(done)
      this.#position = done.after
      if (done.after === null && !this.#wallet.isPos()) return this.#end(this.#wallet.neg(), at)
    }
    const rest = quantity.abs().minus(against)
    if (rest.isZero()) return
    const done = enter(this.#position ?? flat(side), rest, price, expected, feeRate)
    this.#book(done)
    this.#position = done.after
  }

  pay(mark: Decimal, rate: Decimal): void {
    if (this.#position === null) return
    const { payment } = fund(this.#position, mark, rate, 'wallet', this.#wallet)
    this.#wallet = this.#wallet.plus(payment)
    this.#funding = this.#funding.plus(payment)
  }

  /** Where the mark has come to: a position that may not stand there is closed there, the rest of the wallet with it. */
  test(mark: number, at: number): void {
    const backed = this.#nearlyDue(mark, at)
    if (backed === null) return
    const price = decimal(mark)
    if (isLiquidatable(backed, price, this.#tiers(at), this.#rules.maintenance)) this.#liquidate(price, at)
  }

  /** Somewhere in a candle the mark was at `mark`: the position is liquidated on the way there. */
  reach(mark: number, at: number): void {
    const backed = this.#nearlyDue(mark, at)
    if (backed === null) return
    const tiers = this.#tiers(at)
    if (!isLiquidatable(backed, decimal(mark), tiers, this.#rules.maintenance)) return
    this.#liquidate(liquidationPrice(backed, tiers, this.#rules.maintenance) ?? decimal(mark), at)
  }

  equityAt(mark: number): number {
    const wallet = toFloat(this.#wallet)
    if (this.#position === null) return wallet
    const { sign, quantity, cost } = floatsOf(this.#position)
    return wallet - sign * cost + sign * quantity * mark
  }

  attribution(mark: Decimal): Attribution {
    const unrealized = this.#position === null ? ZERO : unrealizedPnl(this.#position, mark)
    const parts = {
      price: plain(this.#price),
      slippage: plain(this.#slippage),
      fees: plain(this.#fees),
      funding: plain(this.#funding),
      liquidation: plain(this.#liquidation),
      unrealized: plain(unrealized),
    }
    return { ...parts, net: plain(sum(Object.values(parts).map((part) => decimal(part)))) }
  }

  #book({ fee, slippage, realized }: Pick<ReturnType<typeof enter>, 'fee' | 'slippage' | 'realized'>): void {
    this.#wallet = this.#wallet.plus(realized).minus(fee)
    this.#price = this.#price.plus(realized).plus(slippage)
    this.#slippage = this.#slippage.minus(slippage)
    this.#fees = this.#fees.minus(fee)
  }

  /** Rule L5: at bankruptcy all that the wallet held is gone, at a clearance what is left after its fee is not. */
  #liquidate(price: Decimal, at: number): void {
    const { quantity } = this.#position!
    const realized = money(unrealizedPnl(this.#position!, price))
    const rate = this.#rules.clearanceFeeRate
    const left = this.#wallet.plus(realized)
    const kept = rate === null ? ZERO : max(left.minus(money(quantity.times(price).times(rate))), ZERO)
    this.#price = this.#price.plus(realized)
    this.#wallet = left
    this.#end(kept.minus(left), at)
  }

  /** Nothing more is traded. `change` is what the insurance fund gives, or takes where it is below zero. */
  #end(change: Decimal, at: number): void {
    this.#liquidation = this.#liquidation.plus(change)
    this.#wallet = this.#wallet.plus(change)
    this.#position = null
    this.liquidatedAt = at
  }

  /**
   * The position with the wallet as its collateral, where the mark has come so near to its liquidation that an exact test
   * has to tell; null where floats leave no doubt.
   */
  #nearlyDue(mark: number, at: number): Position | null {
    const position = this.#position
    if (position === null) return null
    const tiers = this.#tiers(at)
    let watch = this.#watch
    if (watch?.position !== position || watch.wallet !== this.#wallet || watch.tiers !== tiers) {
      const backed: Position = { ...position, margin: 'isolated', collateral: this.#wallet }
      this.#watch = watch = { position, wallet: this.#wallet, tiers, backed, level: this.#levelOf(backed, tiers) }
    }
    const { level, backed } = watch
    return (position.side === 'long' ? mark <= level * (1 + HAIR) : mark >= level * (1 - HAIR)) ? backed : null
  }

  #levelOf(backed: Position, tiers: readonly Tier[]): number {
    const { maintenance } = this.#rules
    const { cost, collateral } = floatsOf(backed)
    if (maintenance.maintenanceOn === 'mark') {
      // Paid in full, a long is safe at any mark.
      if (backed.side === 'long' && collateral > cost * (1 + HAIR)) return Number.NEGATIVE_INFINITY
      const near = nearLiquidation(floatsOf(backed), inFloats(tiers), toFloat(maintenance.closeFeeRate))
      if (near !== null) return near
    }
    const price = liquidationPrice(backed, tiers, maintenance)
    if (price !== null) return toFloat(price)
    // A long without a price is safe, too; a short may be due at any mark.
    return backed.side === 'long' ? Number.NEGATIVE_INFINITY : 0
  }

  #tiers(at: number) {
    return tiersAt(this.#rules.instrument.tierStates, at)
  }
}

function flat(side: Position['side']): Position {
  return {
    id: 0,
    leg: 'net',
    side,
    margin: 'cross',
    leverage: decimal(1),
    quantity: ZERO,
    cost: ZERO,
    collateral: ZERO,
    openedAt: 0,
  }
}

/** The fills of a run as trades of their sum. What is bought and sold at one instant and expected price meets inside. */
function netTrades(result: BacktestResult): readonly NetTrade[] {
  const groups: FillResult[][] = []
  for (const fill of result.fills) {
    const group = groups.at(-1)
    if (group !== undefined && isTogether(group[0], fill)) group.push(fill)
    else groups.push([fill])
  }
  return groups.flatMap((group) => tradesOf(group, result))
}

function isTogether(one: FillResult, other: FillResult): boolean {
  if (one.reason === 'liquidation' || other.reason === 'liquidation') return false
  return one.at === other.at && one.phase === other.phase && one.expected === other.expected
}

/** The smaller side of a group meets the first fills of the larger one; the rest trades as it was filled. */
function tradesOf(group: readonly FillResult[], { candles }: BacktestResult): readonly NetTrade[] {
  const net = sum(group.map(signed))
  const ways = group.filter(({ side }) => (side === 'buy') === net.isPos())
  let met = sum(ways.map(signed)).minus(net).abs()
  return ways.flatMap((fill): readonly NetTrade[] => {
    const quantity = decimal(fill.quantity)
    const taken = min(met, quantity)
    met = met.minus(taken)
    if (taken.eq(quantity)) return []
    const rest = quantity.minus(taken)
    return [
      {
        candle: candleOf(fill, candles),
        phase: fill.phase,
        quantity: fill.side === 'buy' ? rest : rest.neg(),
        expected: decimal(fill.expected),
        price: decimal(fill.price),
        feeRate: feeRateOf(fill),
      },
    ]
  })
}

/** A liquidation's fee is a clearance's, and that of a leg: to the twin it is a trade like another, without a fee. */
function feeRateOf({ reason, fee, price, quantity }: FillResult): Decimal {
  const notional = decimal(price).times(quantity)
  return reason === 'liquidation' || notional.isZero() ? ZERO : decimal(fee).div(notional)
}

/** A fill at a close bears its time, which is the open of the candle after it. */
function candleOf({ at, phase }: FillResult, { openedAt }: Candles): number {
  const next = indexAtOrAfter(openedAt, at)
  return phase !== 'close' && openedAt[next] === at ? next : next - 1
}

function signed({ side, quantity }: FillResult): Decimal {
  return side === 'buy' ? decimal(quantity) : decimal(quantity).neg()
}
