import { describe, expect, it } from 'vitest'
import { defineStrategy } from '#strategy/define.js'
import { scenario } from './scenario.js'

type Grid = { readonly grid: { readonly side: 'long'; readonly leverage: 2; readonly many: true } }
const grid: Grid = { grid: { side: 'long', leverage: 2, many: true } }

const calm = `
  open high low close
  100  100  100 100
  100  100  100 100
  110  110  110 110
  110  110  85  85
  85   85   85  85`

describe('M1: a leg that may be many', () => {
  it('M1: opens side by side without a refusal, each a position of its own; the handle shows their sum', () => {
    // 1 at 100, then 2 at 110 while the first is open: no average. At the close of 120: 3 for 320, 3 × 120 − 320 = 40;
    // collateral 100 ÷ 2 + 220 ÷ 2. The first is closed alone at 120 (+ 20), the verb of the leg closes the rest at 115.
    const seen: unknown[] = []
    scenario({
      candles: `
        open high low close
        100  100  100 100
        100  110  100 110
        110  120  110 120
        120  120  115 115
        115  115  115 115`,
      strategy: defineStrategy({
        name: 'Grid',
        legs: grid,
        state: () => ({ close: 0 }),
        onCandle({ legs: { grid }, state }) {
          const close = state.close++
          if (close === 0) grid.open({ quantity: 1 })
          if (close === 1) grid.open({ quantity: 2 })
          if (close === 2) {
            const { quantity, entry, collateral, unrealizedPnl } = grid
            seen.push([quantity, entry, collateral, unrealizedPnl, grid.openings.map((one) => [one.id, one.entry])])
            grid.openings[0].close()
          }
          if (close === 3) grid.close()
        },
      }),
    }).shows({
      fills: `
        at leg  id side quantity price reason
        1  grid 1  buy  1        100   entry
        2  grid 2  buy  2        110   entry
        3  grid 1  sell 1        120   signal
        4  grid 2  sell 2        115   signal`,
      legs: `
        leg  id entry exit margin net
        grid 1  100   120  50     20
        grid 2  110   115  110    10`,
      refusals: 'none',
    })
    expect(seen).toEqual([
      [
        3,
        320 / 3,
        160,
        40,
        [
          [1, 100],
          [2, 110],
        ],
      ],
    ])
  })

  it('M1: its verbs mean all openings, those of an opening that one', () => {
    // Both get one more at 110: 2 for 210 and 3 for 310. 30 go to the second alone: 100 + 30 + 55 of collateral.
    // Half of the first leaves at 110: 110 − 105 = 5. A stop of 90 for both: 90 − 105 and 270 − 310.
    scenario({
      candles: calm,
      strategy: defineStrategy({
        name: 'Grid',
        legs: grid,
        state: () => ({ close: 0 }),
        onCandle({ legs: { grid }, state }) {
          const close = state.close++
          if (close === 0) {
            grid.open({ quantity: 1 })
            grid.open({ quantity: 2 })
          }
          if (close === 1) {
            grid.scale({ quantity: 1 })
            grid.adjust({ stop: 90 })
            grid.openings[1].addMargin(30)
          }
          if (close === 2) grid.openings[0].reduce({ fraction: 0.5 })
        },
      }),
    }).shows({
      fills: `
        at leg  id side quantity price reason
        1  grid 1  buy  1        100   entry
        1  grid 2  buy  2        100   entry
        2  grid 1  buy  1        110   scale
        2  grid 2  buy  1        110   scale
        3  grid 1  sell 1        110   reduce
        3  grid 1  sell 1        90    stop
        3  grid 2  sell 3        90    stop`,
      legs: `
        leg  id net
        grid 1  -10
        grid 2  -40`,
      postings: `
        at what   account      amount
        1  entry  collateral:1 50
        1  entry  available    -50
        1  entry  collateral:2 100
        1  entry  available    -100
        2  margin collateral:2 30
        2  margin available    -30
        2  entry  collateral:1 55
        2  entry  available    -55
        2  entry  collateral:2 55
        2  entry  available    -55
        3  exit   collateral:1 -52.5
        3  exit   price:1      -5
        3  exit   available    57.5
        3  exit   collateral:1 -52.5
        3  exit   price:1      15
        3  exit   available    37.5
        3  exit   collateral:2 -185
        3  exit   price:2      40
        3  exit   available    145`,
    })
  })

  it('M1: one working scale an opening; cancel of the leg withdraws what all of them wait for', () => {
    scenario({
      candles: calm,
      strategy: defineStrategy({
        name: 'Grid',
        legs: { grid: { side: 'long', many: true } },
        state: () => ({ close: 0 }),
        onCandle({ legs: { grid }, state }) {
          const close = state.close++
          if (close === 0) {
            grid.open({ quantity: 1 })
            grid.open({ quantity: 2 })
          }
          if (close === 1) {
            grid.openings[0].scale({ quantity: 1, limit: 90 })
            grid.openings[0].scale({ quantity: 1, limit: 95 })
            grid.openings[1].scale({ quantity: 1, limit: 90 })
            grid.open({ quantity: 1, limit: 95 })
          }
          if (close === 2) grid.cancel()
        },
      }),
    }).shows({
      fills: `
        at  id quantity reason
        1   1  1        entry
        1   2  2        entry
        end 1  1        end-of-data
        end 2  2        end-of-data`,
      refusals: `
        at leg  code
        2  grid entry-pending`,
    })
  })

  it('M1: the liquidation of one opening leaves the others, and takes it from the openings', () => {
    // 10x: (100 − 10) ÷ 0.99 = 90.909…, 2x: (100 − 50) ÷ 0.99 = 50.5.
    const seen: unknown[] = []
    scenario({
      candles: calm,
      strategy: defineStrategy({
        name: 'Grid',
        legs: grid,
        state: () => ({ close: 0 }),
        onCandle({ legs: { grid }, state }) {
          if (state.close++ === 0) {
            grid.open({ quantity: 1, leverage: 10 })
            grid.open({ quantity: 1 })
          }
          seen.push(grid.openings.map(({ id, liquidationPrice }) => [id, liquidationPrice?.toFixed(4)]))
        },
      }),
    }).shows({
      legs: `
        leg  id reason      net
        grid 1  liquidation -10
        grid 2  end-of-data -15`,
    })
    const both = [
      [1, '90.9091'],
      [2, '50.5051'],
    ]
    expect(seen).toEqual([[], both, both, [both[1]], [both[1]]])
  })
})
