import { describe, expect, it } from 'vitest'
import type { PathMode } from '#domain/result.js'
import { scenario, type Settings } from './scenario.js'

/** An hour that has been at 106 and at 94, and what its three candles of 20 minutes say: up first, then down. */
const candles = `
  open  high  low  close
  100   106   94   100`
const upFirst = `
  open  high  low  close
  100   106   99   104
  104   104   96   97
  97    101   94   100`
/** 90, then 80, then back. */
const upDown = `
  open  high  low  close
  100   100   90   95
  95    100   80   100
  100   100   99   100`
const plan = '0 open core long quantity 1 stop 95 target 105'

describe('Candles replayed in finer ones', () => {
  it.each(['worst', 'best', 'ohlc', 'olhc', 'nearest'] as const)(
    'P4: %s finds the order that the fine candles show, and the candle is not ambiguous',
    (path) => {
      // The high of 106 lies in the first 20 minutes, the low of 94 in the last.
      scenario({ plan, candles, fine: upFirst, path }).shows({
        fills: `
          at  phase  price  reason
          0   open   100    entry
          0   path   105    target`,
        ambiguous: 0,
        missingFine: 0,
        equity: '1005',
      })
    },
  )

  it.each([
    ['worst', '95     stop  ', '995'],
    ['best ', '105    target', '1005'],
  ])('P4: the path applies inside each fine candle: %s, where one of them has both extremes', (path, fill, equity) => {
    scenario({
      plan,
      candles,
      path: path.trim() as PathMode,
      fine: `
        open  high  low  close
        100   101   99   100
        100   106   94   98
        98    100   96   100`,
    }).shows({
      fills: `
        at     price  reason
        0      100    entry
        0+20m  ${fill}`,
      ambiguous: 1,
      equity,
    })
  })

  it('P3, P4: worst is greedy, fine candle by fine candle, and the candle counts once', () => {
    // First 20 minutes: low first, the stop of 95 loses 5; high first, the target of 103 gains 3. The limit at 96 is bought
    // either way and stands at +4. Last 20 minutes: its stop of 92 loses 4, its target of 104 gains 8. Worst: −5 − 4.
    scenario({
      plan: `
        0 open core long quantity 1 stop 95 target 103
        0 open dip long quantity 1 limit 96 stop 92 target 104`,
      path: 'worst',
      candles: `
        open  high  low  close
        100   105   91   100`,
      fine: `
        open  high  low  close
        100   103   94   100
        100   101   99   100
        100   105   91   100`,
    }).shows({
      fills: `
        at     leg   price  reason
        0      core  100    entry
        0      dip   96     entry
        0      core  95     stop
        0+40m  dip   92     stop`,
      ambiguous: 1,
      equity: '991',
    })
  })

  it('P4, T2: what the open of a fine candle has gapped through fills at that open, inside the candle', () => {
    // From 100 to 93 between two fine candles: the stop of 95 fills at 93; the resting limit of 94 too, as maker.
    scenario({
      fees: 'maker 1% taker 2%',
      candles: `
        open  high  low  close
        100   100   92   97`,
      fine: `
        open  high  low  close
        100   100   99   100
        93    95    92   95
        95    98    95   97`,
      plan: `
        0 open core long quantity 1 stop 95
        0 open dip long quantity 1 limit 94`,
      closeAtEnd: false,
    }).shows({
      fills: `
        at     phase  leg   price  expected  reason  liquidity
        0      open   core  100    100       entry   taker
        0+20m  path   core  93     93        stop    taker
        0+20m  path   dip   93     93        entry   maker`,
      ambiguous: 0,
    })
  })

  it('P4: a candle that lacks one of them is replayed as it is, and counted where something happens in it', () => {
    // Candle 0 has no 00:40, but nothing happens in it. Candle 1 has no 01:00, and both exits lie in it: low first.
    const { result } = scenario({
      plan: '1 open core long quantity 1 stop 95 target 105',
      candles: `
        open  high  low  close
        100   101   99   100
        100   106   94   100
        100   101   99   100`,
      fine: `
        time               open  high  low  close
        2025-01-01T00:00Z  100   101   99   100
        2025-01-01T00:20Z  100   101   99   100
        2025-01-01T01:20Z  100   106   99   104
        2025-01-01T01:40Z  104   104   94   100
        2025-01-01T02:00Z  100   101   99   100
        2025-01-01T02:20Z  100   101   99   100
        2025-01-01T02:40Z  100   101   99   100`,
    }).shows({
      fills: `
        at  price  reason
        1   100    entry
        1   95     stop`,
      ambiguous: 1,
      missingFine: 1,
    })
    expect(result.assumptions).toContain('2 candles of the run lack candles of 20m: they are replayed as they are.')
    expect(result.assumptions[0]).toMatch(/^Candles are replayed in those of 20m, inside each of which the price goes /)
  })

  it('P4: what the coarse candle reaches and the fine ones do not, does not happen; and the other way round', () => {
    // The hour says 106 and 94. Its parts have been at 103 and at 93: the stop of 95 fills, the target of 105 does not.
    const apart: Settings = {
      candles,
      plan,
      fine: `
        open  high  low  close
        100   103   99   100
        100   102   98   98
        98    100   93   100`,
    }
    const { result } = scenario(apart).shows({
      fills: `
        at     price  reason
        0      100    entry
        0+40m  95     stop`,
      ambiguous: 0,
    })
    expect(result.assumptions).toContain(
      'In 1 candle those of 20m have another open, high, low or close: what is replayed are those of 20m.',
    )
    // Neither candle has anything at 107 but a fine one: it is seen.
    scenario({
      plan: '0 open core long quantity 1 target 107',
      candles: `
        open  high  low  close
        100   101   99   100
        100   101   99   100`,
      fine: `
        open  high  low  close
        100   101   99   100
        100   101   99   100
        100   101   99   100
        100   101   99   100
        100   108   99   100
        100   101   99   100`,
    }).shows({
      fills: `
        at     price  reason
        0      100    entry
        1+20m  107    target`,
    })
  })

  it('P4, P6: what is born in one fine candle is live in the next', () => {
    // Bought at 96 in the second 20 minutes; its target of 101 comes in the third. High first, the hour would have had its
    // high before the entry.
    scenario({
      path: 'ohlc',
      candles: `
        open  high  low  close
        100   106   94   100`,
      fine: upFirst,
      plan: '0 open core long quantity 1 limit 96 target 101',
    }).shows({
      fills: `
        at     price  reason
        0+20m  96     entry
        0+40m  101    target`,
    })
  })

  it('P4, P8: without a fine mark it keeps its place between its own extremes as the last price does', () => {
    // The last price falls to 80 in the second 20 minutes, the mark of that hour to 90 only. Long 10 @10x: collateral 100,
    // liquidated at (1000 − 100) ÷ (10 × 0.99) = 90.909090909091. On the second fine candle the straight line of the last
    // price is at 100 throughout, that of the mark too, so a last of 80 is a mark of 90, one of 90 is 95.
    // The mark reaches 90.9090… in the second fine candle, and not in the first, where the last price is at 90.
    const marked = `
      open  high  low  close  markOpen  markHigh  markLow  markClose
      100   100   80   100    100       100       90       100`
    scenario({
      candles: marked,
      fine: upDown,
      plan: '0 open core long quantity 10 @10x',
    }).shows({
      fills: `
        at     price            reason
        0      100              entry
        0+20m  90.909090909091  liquidation`,
    })
    // Where the hour's mark falls to 91 it is not reached, whatever the last price does.
    const { result } = scenario({
      candles: marked.replace('90 ', '91 '),
      fine: upDown,
      plan: '0 open core long quantity 10 @10x',
      closeAtEnd: false,
    }).shows({
      fills: `
        at  price  reason
        0   100    entry`,
      legs: `
        mae   mfe
        -90   0`,
    })
    expect(result.assumptions.join('\n')).toContain('There are no mark candles of 20m')
  })
})
