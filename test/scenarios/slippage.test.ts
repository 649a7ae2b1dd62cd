import { describe, it } from 'vitest'
import { decimal } from '#domain/decimal.js'
import { scenario } from './scenario.js'

const rises = `
  open high low close volume
  100  100  100 100   100
  100  110  100 110   400
  110  110  99  99    100
  100  120  90  110   100`

describe('What market and stop fills slip by', () => {
  it('O1: half a spread is paid on the way in and on the way out', () => {
    // Bought at 100 + 0.25, sold at the close of 110 − 0.25.
    scenario({
      slippageModel: { kind: 'half-spread', halfSpread: decimal('0.25') },
      candles: rises,
      plan: '0 open core long quantity 2',
    }).shows({
      fills: `
        price   expected  slippage  reason
        100.25  100       0.5       entry
        109.75  110       0.5       end-of-data`,
    })
  })

  it('O1, O3: a share of the range of the candle of the fill', () => {
    // Candle 3 goes from 90 to 120: a tenth is 3. The stop of 95 in the same candle: 92.
    scenario({
      slippageModel: { kind: 'range-share', share: decimal('0.1') },
      path: 'ohlc',
      candles: rises,
      plan: '3 open core long quantity 1 stop 95',
    }).shows({
      fills: `
        price  expected  reason
        103    100       entry
        92     95        stop`,
    })
  })

  it('O1: square-root impact on the median volume, which a spike does not move', () => {
    // Closes 100, 110, 99: log returns 0.0953101798 and −0.1053605157, deviation 0.1418916… (sample of two);
    // median volume of 100, 400, 100 is 100. A quantity of 4: 0.5 × 0.14189163 × √(4 ÷ 100) = 0.014189163.
    // 100 × 1.014189163 = 101.4189…, to the tick 101.42.
    scenario({
      slippageModel: { kind: 'square-root', coefficient: decimal('0.5'), window: 3 },
      candles: rises,
      plan: '3 open core long quantity 4',
      closeAtEnd: false,
    }).shows({
      fills: `
        price   expected  reason
        101.42  100       entry`,
    })
  })

  it('O1: with nothing to learn from yet, nothing slips', () => {
    scenario({
      slippageModel: { kind: 'square-root', coefficient: decimal('0.5'), window: 3 },
      candles: rises,
      plan: '0 open core long quantity 4',
      closeAtEnd: false,
    }).shows({
      fills: `
        price  expected  reason
        100    100       entry`,
    })
  })
})
