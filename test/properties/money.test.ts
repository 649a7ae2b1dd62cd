import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Decimal, decimal, sum, ZERO } from '#domain/decimal.js'
import type { LegAccount } from '#domain/journal.js'
import type { BacktestResult, FillResult, LegResult } from '#domain/result.js'
import { arbitraryRun, type DrawnVenue, resultOf } from './arbitrary-run.js'
import { Balances, sumOf } from './balances.js'
import { settings } from './settings.js'

const causes = ['price', 'slippage', 'fees', 'funding', 'liquidation'] as const

/** Checks the result of whatever is drawn. */
function always(check: (result: BacktestResult) => void): void {
  fc.assert(
    fc.property(arbitraryRun, (drawn) => check(resultOf(drawn))),
    settings,
  )
}

it('A1: every entry sums to zero, and so does the ledger', () => {
  always(({ journal, account }) => {
    for (const entry of journal) expect(sumOf(entry).toFixed()).toBe('0')
    expect(account.ledgerSum).toBe('0')
    expect(new Balances(journal).sumOf('').toFixed()).toBe('0')
    expect(account.entries).toBe(journal.length)
  })
})

it('A2: the wallet at the end is the deposit and the parts, to the last digit', () => {
  always(({ journal, account, legs }) => {
    const parts = sum(legs.flatMap(({ pnl }) => causes.map((cause) => decimal(pnl[cause]))))
    expect(account.wallet).toBe(decimal(account.initial).plus(parts).toFixed())
    const balances = new Balances(journal)
    expect(account.wallet).toBe(balances.of('available').plus(balances.sumOf('collateral:')).toFixed())
  })
})

it('A3: a leg is the sum of its own accounts, and the legs are the account', () => {
  always(({ journal, account, legs, fills }) => {
    const balances = new Balances(journal)
    for (const { id, pnl } of legs) {
      for (const cause of causes) {
        const name: LegAccount = cause
        expect(decimal(pnl[cause]).toFixed()).toBe(negated(balances.of(`${name}:${id}`)))
      }
      const parts = [...causes, 'unrealized' as const].map((cause) => decimal(pnl[cause]))
      expect(pnl.net).toBe(sum(parts).toFixed())
    }
    const nets = sum(legs.map(({ pnl }) => decimal(pnl.net)))
    expect(nets.toFixed()).toBe(decimal(account.final).minus(account.initial).toFixed())
    const clearance = sum(fills.filter(({ reason }) => reason === 'liquidation').map(({ fee }) => decimal(fee)))
    const received = balances.sumOf('liquidation:').minus(clearance)
    expect(decimal(account.insurance).toFixed()).toBe(received.plus(0).toFixed())
  })
})

it('A4: the last mark of the equity curve is the equity that is booked, but for the float', () => {
  always(({ account, curve, candles }) => {
    expect(curve.equity.length).toBe(candles.length)
    expect(curve.equity.at(-1)).toBeCloseTo(Number(account.final), 6)
  })
})

it('A5: what is posted has at most eight places', () => {
  always(({ journal }) => {
    for (const { postings } of journal) {
      for (const { amount } of postings) expect(decimal(amount).decimalPlaces()).toBeLessThanOrEqual(8)
    }
  })
})

it('A5: price PnL, slippage and fees of a closed leg are those of its fills', () => {
  always(({ legs, fills }) => {
    for (const leg of legs) {
      if (leg.closedAt === null) continue
      const own = fills.filter((fill) => fill.leg === leg.id)
      expectNear(decimal(leg.pnl.price).plus(leg.pnl.slippage), cashOf(own), leg)
      expectNear(decimal(leg.pnl.price), cashOf(own.map((fill) => ({ ...fill, price: fill.expected }))), leg)
      const orders = own.filter(({ reason }) => reason !== 'liquidation')
      expect(leg.pnl.fees).toBe(negated(sum(orders.map(({ fee }) => decimal(fee)))))
      expect(leg.pnl.slippage).toBe(negated(sum(own.map(({ slippage }) => decimal(slippage)))))
    }
  })
})

it('L9: a fee is the fill’s notional at the rate of its liquidity, date and volume, and slippage never pays', () => {
  fc.assert(
    fc.property(arbitraryRun, (drawn) => {
      const { fills, candles } = resultOf(drawn)
      let volume = ZERO
      for (const { at, reason, price, quantity, expected, fee, side, slippage, liquidity } of fills) {
        const notional = decimal(price).times(quantity)
        const rate =
          reason === 'liquidation'
            ? decimal(drawn.venue.clearanceFee ?? 0)
            : rateOf(drawn.venue, liquidity, volume, candles.openedAt, at, reason)
        expect(fee).toBe(notional.times(rate).toDecimalPlaces(8, 6).toFixed())
        volume = volume.plus(notional)
        const worse = decimal(price)
          .minus(expected)
          .times(side === 'buy' ? 1 : -1)
        expect(worse.gte(0)).toBe(true)
        expect(slippage).toBe(worse.times(quantity).toDecimalPlaces(8, 6).toFixed())
      }
    }),
    settings,
  )
})

/** Twice the rate from a candle on, half of it from a volume on. The run is shorter than 30 days. */
function rateOf(
  { schedule, ...venue }: DrawnVenue,
  liquidity: 'maker' | 'taker',
  volume: Decimal,
  openedAt: Float64Array,
  at: number,
  reason: string,
): Decimal {
  const rate = decimal(venue[liquidity])
  if (schedule === null) return rate
  const dearer = openedAt[schedule.candle % openedAt.length]
  // What is closed at the end belongs to the last candle.
  const candle = reason === 'end-of-data' ? openedAt[openedAt.length - 1] : at
  return rate.times(candle >= dearer ? 2 : 1).div(volume.gte(schedule.volume) ? 2 : 1)
}

/** What the fills of one leg bring in, less what they take: sells less buys. */
function cashOf(fills: readonly Pick<FillResult, 'side' | 'price' | 'quantity'>[]): Decimal {
  return fills.reduce((cash, { side, price, quantity }) => {
    const value = decimal(price).times(quantity)
    return side === 'sell' ? cash.plus(value) : cash.minus(value)
  }, ZERO)
}

/** Each fill may round by half a unit of the eighth place, and the exits share a cost that is rounded too. */
function expectNear(found: Decimal, wanted: Decimal, leg: LegResult): void {
  expect(found.minus(wanted).abs().toNumber(), `leg ${leg.id}`).toBeLessThan(1e-6)
}

function negated(value: Decimal): string {
  return value.isZero() ? '0' : value.neg().toFixed()
}
