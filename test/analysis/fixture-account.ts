import { enter, equityAt, exit, fund, liquidate, purseOf, walletOf } from '#domain/account.js'
import type { Candles } from '#domain/candles.js'
import { type Decimal, decimal, max, plain, sum, ZERO } from '#domain/decimal.js'
import { liquidationPrice } from '#domain/margin.js'
import { entrySide, exitSide, type LegSide, type Position, signOf, unrealizedPnl } from '#domain/position.js'
import type { AccountSpan, BacktestResult, ExitReason, FillResult, LevelChange, RefusalResult } from '#domain/result.js'
import { Ledger } from '#ledger/ledger.js'
import { fillOf, legResultOf, newOpening, type Opening } from './fixture-opening.js'

const FEE = decimal('0.0005')
const TICK = decimal('0.01')
const TIERS = [{ upTo: decimal(1e9), maxLeverage: decimal(50), rate: decimal('0.02'), amount: ZERO }]
const RULES = { maintenanceOn: 'mark', closeFeeRate: ZERO } as const

/** An account that is led by hand through candles and books everything in a real ledger, for results that add up. */
export class FixtureAccount {
  readonly candles: Candles
  readonly ledger: Ledger
  readonly openings: Opening[] = []
  readonly fills: FillResult[] = []
  readonly refusals: RefusalResult[] = []
  readonly levels: LevelChange[] = []
  readonly equity: Float64Array
  readonly spans: AccountSpan[] = []
  #orders = 0

  constructor(candles: Candles, initial: string) {
    this.candles = candles
    this.ledger = new Ledger(decimal(initial), candles.openedAt[0])
    this.equity = new Float64Array(candles.length)
  }

  held(name: string): Position | null {
    return this.ledger.account.positions.find(({ leg }) => leg === name) ?? null
  }

  open(candle: number, name: string, side: LegSide, notional: number, leverage: number, stop: number): void {
    const expected = decimal(this.candles.open[candle])
    if (this.#isRefused(candle, name, notional, leverage)) return
    const id = this.openings.length + 1
    this.openings.push(newOpening(id, name, side, leverage, candle))
    const flat = { quantity: ZERO, cost: ZERO, collateral: ZERO, margin: 'isolated' } as const
    const at = this.candles.openedAt[candle]
    const before: Position = { ...flat, id, leg: name, side, leverage: decimal(leverage), openedAt: at }
    this.#enter(candle, before, expected, lots(decimal(notional).div(expected)), 'entry')
    this.stop(candle, name, stop)
  }

  scale(candle: number, name: string, notional: number): void {
    const expected = decimal(this.candles.open[candle])
    if (this.#isRefused(candle, name, notional, this.held(name)!.leverage.toNumber())) return
    this.#enter(candle, this.held(name)!, expected, lots(decimal(notional).div(expected)), 'scale')
  }

  #isRefused(candle: number, leg: string, notional: number, leverage: number): boolean {
    const free = this.ledger.account.available
    const needed = notional / leverage + notional * 0.001
    if (free.gt(needed)) return false
    const message = `initial margin + fee ${needed.toFixed(2)} is more than the free margin of ${free.toFixed(2)}`
    this.refusals.push({ at: this.candles.openedAt[candle], leg, code: 'margin', message })
    return true
  }

  stop(candle: number, name: string, price: number): void {
    const { id } = this.held(name)!
    this.levels.push({ at: this.candles.openedAt[candle], leg: id, what: 'stop', price: price.toFixed(2) })
  }

  close(candle: number, name: string, reason: ExitReason | 'reduce', expectedPrice: number, share = 1): void {
    const before = this.held(name)!
    const side = exitSide(before.side)
    const expected = decimal(expectedPrice.toFixed(2))
    const slip = reason === 'target' ? ZERO : TICK.times(side === 'buy' ? 3 : -3)
    const price = expected.plus(slip)
    const quantity = share === 1 ? before.quantity : lots(before.quantity.times(share))
    const money = exit(before, quantity, price, expected, FEE, purseOf(this.ledger.account, before.id))
    const at = this.candles.openedAt[candle]
    const base = { at, candle, order: ++this.#orders, leg: name, position: before.id, side, price, expected, quantity }
    const liquidity = reason === 'target' ? 'maker' : 'taker'
    const leg = { opening: before.id, adds: false, holding: money.after, isPartial: false }
    this.ledger.book({
      kind: 'OrderFilled',
      ...base,
      ...leg,
      liquidity,
      reason: reason as 'signal',
      phase: 'path',
      ...money,
    })
    this.fills.push(fillOf(base, money.fee, money.slippage, liquidity, reason))
    const opening = this.openings[before.id - 1]
    opening.sold = opening.sold.plus(quantity)
    opening.proceeds = opening.proceeds.plus(quantity.times(price))
    if (money.after === null) this.#closed(candle, opening, reason as ExitReason)
  }

  liquidate(candle: number, name: string): void {
    const before = this.held(name)!
    const price = liquidationPrice(before, TIERS, RULES)!
    const side = exitSide(before.side)
    const at = this.candles.openedAt[candle]
    const base = { at, candle, leg: name, position: before.id, side, price }
    const money = liquidate(before, price)
    this.ledger.book({ kind: 'LegLiquidated', ...base, openings: [before.id], phase: 'path', ...money })
    this.fills.push(
      fillOf({ ...base, order: null, expected: price, quantity: before.quantity }, ZERO, ZERO, 'taker', 'liquidation'),
    )
    const opening = this.openings[before.id - 1]
    opening.sold = before.quantity
    opening.proceeds = before.quantity.times(price)
    this.#closed(candle, opening, 'liquidation')
  }

  funding(candle: number, rate: number): void {
    const mark = decimal(this.candles.open[candle])
    for (const before of this.ledger.account.positions) {
      const money = fund(before, mark, decimal(rate), 'collateral', this.ledger.account.available)
      const at = this.candles.openedAt[candle]
      const base = { at, candle, leg: before.leg, position: before.id, rate: decimal(rate), mark }
      this.ledger.book({ kind: 'FundingPaid', ...base, ...money })
      this.#setLiquidation(at, before.id)
    }
  }

  /** Whether the candle's range reaches the leg's liquidation price. */
  isLiquidatedIn(candle: number, name: string): boolean {
    const position = this.held(name)
    if (!position) return false
    const price = liquidationPrice(position, TIERS, RULES)?.toNumber() ?? Number.NaN
    return position.side === 'long' ? this.candles.low[candle] <= price : this.candles.high[candle] >= price
  }

  /** Marks the account at a candle's close: equity, and a new span where anything was booked. */
  mark(candle: number): void {
    const mark = decimal(this.candles.close[candle])
    this.equity[candle] = equityAt(this.ledger.account, mark).toNumber()
    const span = this.#span(candle)
    const last = this.spans.at(-1)
    if (!last || JSON.stringify({ ...last, fromCandle: 0 }) !== JSON.stringify({ ...span, fromCandle: 0 }))
      this.spans.push(span)
    for (const position of this.ledger.account.positions) {
      const opening = this.openings[position.id - 1]
      const pnl = unrealizedPnl(position, mark)
      opening.mae = decimal(Math.min(opening.mae.toNumber(), pnl.toNumber()))
      opening.mfe = max(opening.mfe, pnl)
    }
  }

  result(
    pair: string,
  ): Pick<BacktestResult, 'legs' | 'fills' | 'refusals' | 'positions' | 'journal' | 'levels' | 'account' | 'curve'> {
    const { account, journal } = this.ledger
    return {
      legs: this.openings.map((opening) => legResultOf(opening, pair, this.candles, this.ledger)),
      fills: this.fills,
      refusals: this.refusals,
      positions: { mode: 'multi-trade', merges: [] },
      levels: this.levels,
      journal,
      account: {
        currency: 'USDT',
        initial: journal[0].postings[0].amount,
        final: plain(equityAt(account, decimal(this.candles.close.at(-1)!))),
        wallet: plain(walletOf(account)),
        ledgerSum: plain(this.ledger.total()),
        entries: journal.length,
        insurance: plain(sum(this.openings.map(({ id }) => this.ledger.balance(`liquidation:${id}`)))),
        liquidation: { below: null, above: null },
      },
      curve: { equity: this.equity, spans: this.spans },
    }
  }

  #enter(candle: number, before: Position, expected: Decimal, quantity: Decimal, reason: 'entry' | 'scale'): void {
    const side = entrySide(before.side)
    const price = expected.plus(TICK.times(side === 'buy' ? 3 : -3))
    const money = enter(before, quantity, price, expected, FEE)
    const at = this.candles.openedAt[candle]
    const base = {
      at,
      candle,
      order: ++this.#orders,
      leg: before.leg,
      position: before.id,
      side,
      price,
      expected,
      quantity,
    }
    const leg = { opening: before.id, adds: true, holding: money.after, isPartial: false }
    this.ledger.book({ kind: 'OrderFilled', ...base, ...leg, liquidity: 'taker', reason, phase: 'open', ...money })
    this.fills.push(fillOf(base, money.fee, money.slippage, 'taker', reason))
    const opening = this.openings[before.id - 1]
    opening.margin = opening.margin.plus(money.collateral)
    opening.quantity = before.quantity.plus(quantity)
    opening.bought = opening.bought.plus(quantity)
    opening.cost = opening.cost.plus(quantity.times(price))
    this.#setLiquidation(at, before.id)
  }

  #setLiquidation(at: number, id: number): void {
    const position = this.ledger.account.positions.find((position) => position.id === id)!
    const price = liquidationPrice(position, TIERS, RULES)
    this.openings[id - 1].liquidationPrice = price
    this.levels.push({ at, leg: id, what: 'liquidation', price: price && plain(price) })
  }

  #closed(candle: number, opening: Opening, reason: ExitReason): void {
    const at = this.candles.openedAt[candle]
    opening.closedCandle = candle
    opening.exitReason = reason
    for (const what of ['stop', 'liquidation'] as const) this.levels.push({ at, leg: opening.id, what, price: null })
  }

  #span(candle: number): AccountSpan {
    const { positions } = this.ledger.account
    const total = (of: (position: Position) => Decimal) => sum(positions.map(of)).toNumber()
    const prices = (side: LegSide) =>
      positions.filter((p) => p.side === side).map((p) => liquidationPrice(p, TIERS, RULES)?.toNumber() ?? Number.NaN)
    const wallet = walletOf(this.ledger.account).toNumber()
    return {
      fromCandle: candle,
      wallet,
      collateral: total((p) => p.collateral),
      offset: wallet - total((p) => p.cost.times(signOf(p.side))),
      netQuantity: total((p) => p.quantity.times(signOf(p.side))),
      grossQuantity: total((p) => p.quantity),
      liquidationBelow: prices('long').length > 0 ? Math.max(...prices('long')) : Number.NaN,
      liquidationAbove: prices('short').length > 0 ? Math.min(...prices('short')) : Number.NaN,
    }
  }
}

function lots(quantity: Decimal): Decimal {
  return quantity.toDecimalPlaces(3, 1)
}
