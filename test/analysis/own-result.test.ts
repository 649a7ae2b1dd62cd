import { describe, expect, it } from 'vitest'
import { figuresOf } from '#analysis/figures.js'
import type { PositionMode } from '#domain/position.js'
import { scenario } from '../scenarios/scenario.js'

const run = (positionMode: PositionMode) =>
  scenario({
    positionMode,
    candles: `
      open high low close
      100  100  100 100
      100  100  100 100
      100  100  100 100
      100  100  94  94
      94   94   89  94`,
    plan: `
      0 open core  long  quantity 10 @5x stop 95
      1 open third long  quantity 2  @5x stop 90
      2 open hedge short quantity 12 @4x`,
  }).result

const legsOf = (positionMode: PositionMode) => figuresOf(run(positionMode), { periodsPerYear: 365, riskFree: 0 }).legs

describe('what a leg made by its own orders', () => {
  it.each(['one-way', 'hedged'] as const)('M4: is told where the venue merges legs, whoever opened: %s', (mode) => {
    const own = new Map(legsOf(mode).map((leg) => [leg.name, leg.own?.net]))
    // 10 from 100 to the stop at 95; 2 from 100 to 90; 12 short from 100 to the last close of 94.
    expect(own).toEqual(
      new Map([
        ['core', -50],
        ['third', -20],
        ['hedge', 72],
      ]),
    ) // prettier-ignore
  })

  it('M4: adds up to the net of the account, and its causes to itself', () => {
    const { final, initial } = run('one-way').account
    const legs = legsOf('one-way')
    expect(legs.reduce((sum, { own }) => sum + own!.net, 0)).toBeCloseTo(Number(final) - Number(initial), 9)
    for (const { own } of legs) {
      const { price, fees, funding, liquidation, net } = own!
      expect(price + fees + funding + liquidation).toBeCloseTo(net, 9)
    }
  })

  it('is not told where every leg is a position: its own books have it', () => {
    expect(legsOf('multi-trade').map(({ own }) => own)).toEqual([null, null, null])
  })
})
