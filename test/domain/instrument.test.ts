import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimal } from '#domain/decimal.js'
import { maintenanceMargin, maxLeverage, type Tier, tierOf, tiersAt } from '#domain/instrument.js'
import { arbitraryTiers, tiersOf } from '../properties/arbitrary-tiers.js'
import { settings } from '../properties/settings.js'
import { taoTiers, tierTable } from './tao-tiers.js'

describe('L2: maintenance of the TAO tiers', () => {
  it.each([
    ['0', '0', 'nothing is held'],
    ['5000', '50', '1 %'],
    ['10000', '100', '1 %, at the border'],
    ['20000', '250', '20000 × 1.5 % − 50'],
    ['100000', '1450', '100000 × 1.5 % − 50'],
    ['300000', '5450', '300000 × 2 % − 550'],
    ['2000000', '71950', '2000000 × 5 % − 28050'],
    ['60000000', '21659450', 'beyond the table: 60000000 × 50 % − 8340550'],
  ])('%s of notional needs %s: %s', (notional, margin) => {
    expect(maintenanceMargin(taoTiers, decimal(notional)).toFixed()).toBe(margin)
  })

  it('a notional at the border is of the lower tier, one above it of the higher', () => {
    expect(tierOf(taoTiers, decimal('10000')).maxLeverage.toFixed()).toBe('75')
    expect(tierOf(taoTiers, decimal('10000.01')).maxLeverage.toFixed()).toBe('50')
  })

  it.each([
    ['10000', '75'],
    ['10000.01', '50'],
    ['600000', '20'],
    ['50000000', '1'],
    ['50000000.01', '0'],
  ])('a notional of %s may carry %sx', (notional, leverage) => {
    expect(maxLeverage(taoTiers, decimal(notional)).toFixed()).toBe(leverage)
  })
})

describe('L2: tiers are dated', () => {
  const [old, newer] = [tierTable([[1_000, 10, 0.02, 0]]), tierTable([[1_000, 20, 0.01, 0]])]
  const states = [
    { from: 1_000, tiers: old },
    { from: 2_000, tiers: newer },
  ]

  it.each([
    [0, old, 'before the first state, the first'],
    [1_000, old, 'from its instant on'],
    [1_999, old, 'up to the next'],
    [2_000, newer, 'the next from its instant on'],
    [9_999, newer, 'the last for good'],
  ])('at %i: %#', (instant, tiers) => {
    expect(tiersAt(states, instant)).toBe(tiers)
  })
})

/** Maintenance just above a border is what it is there, and the rate of the cent more. */
function expectNoJump(tiers: readonly Tier[]): void {
  for (const [at, tier] of tiers.entries()) {
    const above = tiers[at + 1]
    if (above === undefined) return
    const atBorder = maintenanceMargin(tiers, tier.upTo)
    const beyond = maintenanceMargin(tiers, tier.upTo.plus('0.01'))
    expect(beyond.minus(atBorder).toFixed()).toBe(above.rate.times('0.01').toFixed())
  }
}

describe('L2: maintenance has no jump from tier to tier', () => {
  it('of TAO', () => expectNoJump(taoTiers))

  it('of any drawn table, and it never falls as the notional grows', () => {
    fc.assert(
      fc.property(arbitraryTiers.map(tiersOf), fc.nat(500_000), fc.nat(500_000), (tiers, one, more) => {
        expectNoJump(tiers)
        const less = maintenanceMargin(tiers, decimal(one))
        expect(maintenanceMargin(tiers, decimal(one + more)).gte(less)).toBe(true)
      }),
      settings,
    )
  })
})

const shared = new URL('../../../shared/data/', import.meta.url)
const history = new URL('contracts/binance-leverage-tiers-history.json', shared)
const tables = new URL('reference/tier-tables.json', shared)

interface HistoryState {
  readonly commit_date: string
  readonly tiers: readonly {
    readonly max_notional: number
    readonly max_leverage: number
    readonly maintenance_margin_rate: number
    readonly maintenance_amount: number
  }[]
}

type Cells = readonly [floor: number, upTo: number, rate: number, maxLeverage: number, amount: number | null]

function read(file: URL): unknown {
  return JSON.parse(readFileSync(file, 'utf8'))
}

/** States of TAO, BTC and ETH, oldest first. */
function recorded(): Readonly<Record<string, readonly HistoryState[]>> {
  return read(history) as Readonly<Record<string, readonly HistoryState[]>>
}

describe('L2: recorded tables have no jump either', () => {
  it('every state of TAO, BTC and ETH in the recorded history', ({ skip }) => {
    skip(!existsSync(history), 'shared/data is not here')
    const states = Object.values(recorded()).flat()
    expect(states.length).toBeGreaterThan(20)
    for (const { tiers } of states) {
      expectNoJump(
        tierTable(
          tiers.map((tier) => [
            tier.max_notional,
            tier.max_leverage,
            tier.maintenance_margin_rate,
            tier.maintenance_amount,
          ]),
        ),
      )
    }
  })

  it('the last recorded state of TAO is the table that these tests work with', ({ skip }) => {
    skip(!existsSync(history), 'shared/data is not here')
    const newest = recorded()['TAO/USDT:USDT'].at(-1)!
    const rows = newest.tiers.map((tier) => [
      tier.max_notional,
      tier.max_leverage,
      tier.maintenance_margin_rate,
      tier.maintenance_amount,
    ])
    expect(rows).toEqual(
      taoTiers.map(({ upTo, maxLeverage, rate, amount }) =>
        [upTo, maxLeverage, rate, amount].map((cell) => cell.toNumber()),
      ),
    )
  })

  it('the reference tables that give amounts', ({ skip }) => {
    skip(!existsSync(tables), 'shared/data is not here')
    const all = Object.values(read(tables) as Readonly<Record<string, readonly Cells[]>>)
    const withAmounts = all.filter((rows) => rows.every(([, , , , amount]) => amount !== null))
    expect(withAmounts.length).toBeGreaterThan(4)
    for (const rows of withAmounts) {
      expectNoJump(tierTable(rows.map(([, upTo, rate, highest, amount]) => [upTo, highest, rate, amount!])))
    }
  })
})
