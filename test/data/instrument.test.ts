import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { decimal } from '#domain/decimal.js'

interface TierText {
  readonly upTo: string
  readonly maxLeverage: string
  readonly rate: string
  readonly amount: string
}

interface RecordedState {
  readonly commit_date: string
  readonly tiers: readonly {
    readonly min_notional: number
    readonly max_notional: number
    readonly max_leverage: number
    readonly maintenance_margin_rate: number
    readonly maintenance_amount: number
  }[]
}

const file = new URL('../../data/instruments/tao-usdt-perp.yaml', import.meta.url)
const recorded = new URL('../../../shared/data/contracts/binance-leverage-tiers-history.json', import.meta.url)

// The failsafe schema keeps every number as the digits that stand in the file.
const instrument = parse(readFileSync(file, 'utf8'), { schema: 'failsafe' }) as {
  readonly tick: string
  readonly lot: string
  readonly minNotional: string
  readonly fees: { readonly maker: string; readonly taker: string }
  readonly tiers: readonly { readonly from: string; readonly tiers: readonly TierText[] }[]
}

describe('the bundled instrument tao-usdt-perp', () => {
  it('has the steps, the least order and the fees of the exchange', () => {
    expect(instrument).toMatchObject({
      pair: 'TAO/USDT:USDT',
      kind: 'perpetual',
      tick: '0.01',
      lot: '0.001',
      minNotional: '5',
      fees: { maker: '0.0002', taker: '0.0005' },
    })
  })

  it('dates its five tables in ascending order', () => {
    const dates = instrument.tiers.map(({ from }) => from)
    expect(dates).toHaveLength(5)
    expect(dates).toEqual([...new Set(dates)].sort())
  })

  it.each(instrument.tiers)('L2: the table from $from has no jump of maintenance between tiers', ({ tiers }) => {
    expect(tiers[0].amount).toBe('0')
    for (const [at, tier] of tiers.entries()) {
      if (at === 0) continue
      const before = tiers[at - 1]
      expect(decimal(tier.upTo).gt(before.upTo)).toBe(true)
      expect(decimal(tier.rate).gt(before.rate)).toBe(true)
      expect(decimal(tier.maxLeverage).lt(before.maxLeverage)).toBe(true)
      const continuous = decimal(before.amount).plus(decimal(before.upTo).times(decimal(tier.rate).minus(before.rate)))
      expect(tier.amount).toBe(continuous.toFixed())
    }
  })

  it('has the figures that were recorded', ({ skip }) => {
    if (!existsSync(recorded)) skip('../shared/data is not here: the recorded brackets cannot be compared')
    const history = JSON.parse(readFileSync(recorded, 'utf8')) as Readonly<Record<string, readonly RecordedState[]>>
    const states = history['TAO/USDT:USDT'].map((state) => ({
      from: state.commit_date.slice(0, 10),
      tiers: state.tiers.map((tier) => ({
        upTo: String(tier.max_notional),
        maxLeverage: String(tier.max_leverage),
        rate: String(tier.maintenance_margin_rate),
        amount: String(tier.maintenance_amount),
      })),
    }))
    expect(instrument.tiers).toEqual(states)
  })
})
