import { describe, expect, it } from 'vitest'
import type { LegOverride } from '#config/resolved.js'
import { run } from '#engine/run.js'
import { defineStrategy } from '#strategy/define.js'
import { failureOf } from '../market/failure-of.js'
import { candlesClosing, configOf, marketOf } from './replay.js'

const strategy = defineStrategy({
  name: 'pair',
  legs: { core: { side: 'long', leverage: 3 }, hedge: { side: 'short', hedges: 'core' } },
  onStart({ legs: { core, hedge } }) {
    core.open({ quantity: 3 })
    hedge.open({ margin: 50 })
  },
  onCandle() {},
})

function play(legs: Readonly<Record<string, LegOverride>>) {
  return run(configOf({ legs }), strategy, marketOf(candlesClosing([100, 101]))).result
}

describe('`strategy.legs` of a config', () => {
  it('leaves what the strategy declares where it says nothing; leverage is 1 where the strategy says nothing either', () => {
    expect(
      play({}).legs.map(({ name, leverage, quantity, initialMargin }) => [name, leverage, quantity, initialMargin]),
    ).toEqual([
      ['core', '3', '3', '100'],
      ['hedge', '1', '0.5', '50'],
    ])
  })

  it('varies a leverage without touching the strategy: the collateral of a quantity, the quantity of a margin', () => {
    const { legs, strategy: told } = play({ core: { leverage: 10 }, hedge: { leverage: 4 } })
    expect(
      legs.map(({ name, leverage, quantity, initialMargin }) => [name, leverage, quantity, initialMargin]),
    ).toEqual([
      ['core', '10', '3', '30'],
      ['hedge', '4', '2', '50'],
    ])
    expect(told.legs).toEqual([
      { name: 'core', side: 'long', leverage: 10, hedges: null },
      { name: 'hedge', side: 'short', leverage: 4, hedges: 'core' },
    ])
  })

  it('refuses a leg that the strategy has not, with the nearest that it has', async () => {
    expect(await failureOf(() => play({ hegde: { leverage: 2 } }))).toEqual({
      code: 'unknown-leg',
      where: 'strategy.legs.hegde',
      message: "The strategy 'pair' has no leg 'hegde'",
      hint: "Did you mean 'hedge'? Its legs: core, hedge.",
    })
    expect(await failureOf(() => play({ satellite: { leverage: 2 } }))).toMatchObject({
      hint: 'Its legs: core, hedge.',
    })
  })

  it('an order with a leverage of its own goes before it', () => {
    const own = defineStrategy({
      name: 'own',
      legs: { core: { side: 'long', leverage: 3 } },
      onStart: ({ legs: { core } }) => core.open({ quantity: 1, leverage: 5 }),
      onCandle() {},
    })
    const { legs } = run(
      configOf({ legs: { core: { leverage: 10 } } }),
      own,
      marketOf(candlesClosing([100, 101])),
    ).result
    expect(legs.map(({ leverage, initialMargin }) => [leverage, initialMargin])).toEqual([['5', '20']])
  })
})
