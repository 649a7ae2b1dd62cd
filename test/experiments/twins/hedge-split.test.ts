import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimal, plain, sum, ZERO } from '#domain/decimal.js'
import type { Attribution } from '#domain/result.js'
import { type CauseSplit, hedgeSplit, type TwinTotals } from '#experiments/twins/hedge-split.js'

const attribution = (
  price: string,
  slippage: string,
  fees: string,
  funding: string,
  liquidation = '0',
  unrealized = '0',
): Attribution => ({
  price,
  slippage,
  fees,
  funding,
  liquidation,
  unrealized,
  net: plain(sum([price, slippage, fees, funding, liquidation, unrealized].map((part) => decimal(part)))),
})

describe('what hedging did', () => {
  /*
   * A core of 10 at 100 goes to 130 and back to 90. A hedge of 10 is opened at 130 and closed at 90, so over half of the
   * time: a mean ratio of 0.5. Fees of 0.05 % of notional, no slippage; funding of −2 a period on 10 long, twice.
   *
   * Run: core −100 price, fees −0.5 − 0.45, funding −4; hedge +400 price, fees −0.65 − 0.45, funding +2.
   * Unhedged: the core alone. Net: +300 (10 from 100 to 130), fees −0.5 − 0.65, funding −2: flat after 130.
   * Smaller core, 5 at 100 to 90: −50, fees −0.25 − 0.225, funding −2.
   */
  const core = attribution('-100', '0', '-0.95', '-4')
  const totals: TwinTotals = {
    cores: core,
    hedges: attribution('400', '0', '-1.1', '2'),
    unhedged: core,
    net: attribution('300', '0', '-1.15', '-2'),
    smaller: attribution('-50', '0', '-0.475', '-2'),
    naked: { refusal: ZERO, liquidation: ZERO },
  }

  it('is worked by hand', () => {
    const split = hedgeSplit(totals)
    expect(split).toMatchObject({ total: '400.9', hedgeLegs: '400.9', knockOn: '0', holdingLess: '52.475' })
    // Being out from 130 to 90 rather than half in all the time: 300 − (−50).
    expect(split.twoLegs).toEqual({
      fees: '-1.575',
      slippage: '0',
      funding: '0',
      liquidations: '0',
      refusals: '0',
      timing: '350',
      total: '348.425',
    })
    // Two legs of 10 instead of none after 130: more fees, and none of the price.
    expect(split.gross).toEqual({
      fees: '-0.9',
      slippage: '0',
      funding: '0',
      liquidations: '0',
      refusals: '0',
      timing: '0',
      total: '-0.9',
    })
  })

  it('tells what a liquidation of the hedge took from the price that it then missed', () => {
    // The hedge is liquidated at 150 on the way and misses the fall: −200 price, −30 to the fund. The net quantity is then
    // that of the core again, for the net twin too: −100 − 200.
    const hedges = attribution('-200', '0', '-1.1', '2', '-30')
    const { twoLegs, gross, total } = hedgeSplit({ ...totals, hedges, net: attribution('-300', '0', '-1.6', '-3') })
    expect(twoLegs).toMatchObject({ liquidations: '-30', timing: '-250' })
    expect(gross).toMatchObject({ liquidations: '-30', timing: '0' })
    expect(total).toBe('-229.1')
  })

  it('takes what a missing hedge did out of the timing', () => {
    const naked = { refusal: decimal('-120.5'), liquidation: decimal('40') }
    const { twoLegs, gross } = hedgeSplit({ ...totals, naked })
    expect(twoLegs).toMatchObject({ liquidations: '40', refusals: '-120.5', timing: '430.5', total: '348.425' })
    expect(gross).toEqual(hedgeSplit(totals).gross)
  })

  it('calls the price that a liquidated net twin missed, or was spared, what its liquidation did', () => {
    // One position of the whole wallet is closed at a low that the run outlives: −500 price, −20 to the fund.
    const { twoLegs, gross } = hedgeSplit({ ...totals, net: attribution('-500', '0', '-1.15', '-2', '-20') })
    expect(gross).toMatchObject({ liquidations: '820', timing: '0' })
    expect(twoLegs).toMatchObject({ liquidations: '0', timing: '350' })
  })

  it('adds up to the last digit, whatever the twins are', () => {
    const money = fc.integer({ min: -1e12, max: 1e12 }).map((units) => plain(decimal(units).div(1e8)))
    const any = fc.tuple(money, money, money, money, money, money).map((parts) => attribution(...parts))
    const adds = ({ total, ...parts }: CauseSplit) =>
      plain(sum(Object.values(parts).map((part) => decimal(part)))) === total
    fc.assert(
      fc.property(any, any, any, any, any, money, (cores, hedges, unhedged, net, smaller, missed) => {
        const naked = { refusal: decimal(missed), liquidation: decimal(missed).times(2) }
        const split = hedgeSplit({ cores, hedges, unhedged, net, smaller, naked })
        const run = decimal(cores.net).plus(hedges.net)
        expect(adds(split.twoLegs)).toBe(true)
        expect(adds(split.gross)).toBe(true)
        expect(split.twoLegs.total).toBe(plain(run.minus(smaller.net)))
        expect(split.gross.total).toBe(plain(run.minus(net.net)))
        expect(split.total).toBe(plain(run.minus(unhedged.net)))
        expect(split.total).toBe(plain(decimal(split.hedgeLegs!).plus(split.knockOn!)))
        expect(split.total).toBe(plain(decimal(split.holdingLess).plus(split.twoLegs.total)))
      }),
    )
  })
})
