import { describe, expect, it } from 'vitest'
import { figuresOf } from '#analysis/figures.js'
import { decimal, sum } from '#domain/decimal.js'
import { detailsOf } from '#report/html-details.js'
import { pageOf } from '#report/html-page.js'
import { scenario, type Settings } from '../scenarios/scenario.js'
import { meta } from './report-of.js'

/** What the panel tells of each opening of a case. */
function toldOf(settings: Settings) {
  const { result } = scenario(settings)
  return detailsOf(pageOf(result, figuresOf(result, meta.analysis), meta))
}

const inForce = (settings: Settings, id = 1) => toldOf(settings)[id].circumstances[0]

describe('what was in force as a leg ended', () => {
  const falling = `
    open high low close
    100  100  100 100
    100  100  99  99
    99   100  98  99
    99   99   80  90`

  it('leaves out what had been withdrawn, and has what was set instead', () => {
    const plan = (moved: string) => `
      0 open core long quantity 1 @2x stop 90 target 120
      1 adjust core ${moved}
      3 close core`
    const told = (moved: string) => inForce({ candles: falling, plan: plan(moved) })
    expect(told('stop none')).toBe('In force just before: no stop, target 120.00, liquidation price 50.51.')
    expect(told('target none')).toBe('In force just before: stop 90.00, no target, liquidation price 50.51.')
    expect(told('stop 85')).toBe('In force just before: stop 85.00, target 120.00, liquidation price 50.51.')
  })

  it('has the order that filled, every target that was left, and a trailing stop where it had moved to', () => {
    const several = 'stop 90 target 110 for 20% target 120 for 20%'
    expect(inForce({ candles: falling, plan: `0 open core long quantity 1 ${several}` })).toBe(
      'In force just before: stop 90.00, target 110.00, target 120.00, no liquidation price.',
    )
    const trailing = {
      candles: `
        open high low close
        100  100  100 100
        100  110  100 110
        110  110  100 100`,
      plan: `
        0 open core long quantity 1
        1 adjust core trailing 5`,
    }
    expect(toldOf(trailing)[1].ended).toContain('its trailing stop was reached. Sold 1 at 105.00')
    expect(inForce(trailing)).toBe('In force just before: trailing stop 105.00, no target, no liquidation price.')
  })

  it('has what a liquidation and the end of the data withdraw, and what still works of a leg that stays open', () => {
    const plan = '0 open core long quantity 10 @4x stop 70 target 120'
    const gone = toldOf({ candles: `${falling}\n70 70 70 70`, plan })[1]
    expect(gone.ended).toContain('it was liquidated')
    expect(gone.circumstances[0]).toBe('In force just before: stop 70.00, target 120.00, liquidation price 75.76.')
    const calm = `
      open high low close
      100  100  100 100
      100  100  99  99`
    const rest = 'stop 70.00, target 120.00, liquidation price 75.76.'
    expect(inForce({ candles: calm, plan })).toBe(`In force just before: ${rest}`)
    const open = toldOf({ candles: calm, plan, closeAtEnd: false })[1]
    expect(open.ended).toContain('Still open at the last close')
    expect(open.circumstances).toEqual([`In force at the last close: ${rest}`])
  })

  it('tells the account’s liquidation price of a cross leg, not one of its own', () => {
    const cross = { balance: '20', plan: '0 open core long quantity 1 @10x cross', candles: falling }
    const told = toldOf(cross)[1]
    expect(told.ended).toContain('it was liquidated')
    expect(told.circumstances[0]).toBe(
      'In force just before: no stop, no target, the shared wallet’s liquidation price 80.81 (as that candle began).',
    )
  })
})

describe('a position that was added to and taken from', () => {
  const candles = `
    open high low close
    100  100  100 100
    100  100  100 100
    100  111  100 110
    110  110  110 110
    110  110  94  94`

  it('tells at which price it opened, each step with what was left, and what took the last of it', () => {
    const told = toldOf({
      candles,
      slippage: '10bps',
      plan: `
        0 open core long quantity 10 @2x stop 95 target 110 for 50% target 130 for 50%
        1 scale core quantity 2
        3 reduce core 50%`,
    })[1]
    expect(told.opened).toContain('long 10 at 100.10,')
    expect(told.opened).toContain('of collateral with all that was added.')
    expect(told.steps).toEqual([
      '2025-01-01 01:00 addition: bought 2 at 100.10, 12 held',
      '2025-01-01 02:00 target: sold 6 at 110.00, 6 left',
      '2025-01-01 03:00 reduction: sold 3 at 109.89, 3 left',
    ])
    expect(told.ended).toBe(
      'Ended 2025-01-01 04:00: its stop was reached. Sold the last 3 at 94.90, expected 95.00, as taker.',
    )
  })

  it('takes the parts of one order together, at their average', () => {
    const told = toldOf({
      candles: `
        open high low close volume
        100  100  100 100   100
        102  102  102 102   100
        104  104  104 104   100
        104  104  104 104   100`,
      participation: '10%',
      balance: '5000',
      plan: '0 open core long quantity 20',
    })[1]
    expect(told.opened).toContain('long 20 at 101.00 on average in 2 fills')
    expect(told.steps).toEqual([])
  })

  it('leaves out the middle of a long row of steps, and says how many', () => {
    const rows = Array.from({ length: 16 }, () => '100 100 100 100').join('\n')
    const scales = Array.from({ length: 14 }, (_, at) => `${at + 1} scale core quantity 1`).join('\n')
    const { steps } = toldOf({
      candles: `open high low close\n${rows}`,
      balance: '5000',
      plan: `0 open core long quantity 1\n${scales}`,
    })[1]
    expect(steps).toHaveLength(11)
    expect(steps[3]).toBe('… 4 more, in fills.csv')
    expect(steps.at(-1)).toContain('15 held')
  })
})

describe('M4: a position that legs share', () => {
  const candles = `
    open high low close
    100  100  100 100
    100  100  100 100
    100  100  94  96
    96   112  95.5 110`
  const plan = `
    0 open core    long  quantity 10 @2x stop 95
    1 open hedge   short quantity 4  @2x stop 120 target 90
    1 open rebound long  quantity 5  @2x target 110`
  const merged = (positionMode: 'hedged' | 'one-way') => toldOf({ candles, plan, positionMode, balance: '5000' })

  it('M4: hedged: tells whose order each step and each level was, and what is left of which leg at a liquidation', () => {
    const told = merged('hedged')
    expect(told[1].opened).toContain('by core’s entry: long 10 at 100.00')
    expect(told[1].steps).toEqual([
      '2025-01-01 01:00 rebound’s entry: bought 5 at 100.00, 15 held',
      '2025-01-01 02:00 core’s stop: sold 10 at 95.00, 5 left',
    ])
    expect(told[1].ended).toContain('rebound’s target was reached. Sold the last 5 at 110.00')
    expect(told[1].circumstances[0]).toContain('no stop, rebound’s target 110.00, liquidation price')
    expect(told[2].circumstances[0]).toContain('In force just before: hedge’s stop 120.00, hedge’s target 90.00')
  })

  it('M4: one-way: tells what was netted, and the levels of all legs', () => {
    const told = merged('one-way')
    expect(told[1].steps).toEqual([
      '2025-01-01 01:00 hedge’s entry, netted: sold 4 at 100.00, 6 left',
      '2025-01-01 01:00 rebound’s entry: bought 5 at 100.00, 11 held',
      '2025-01-01 02:00 core’s stop: sold 10 at 95.00, 1 left',
    ])
    expect(told[1].circumstances[0]).toContain('hedge’s stop 120.00, hedge’s target 90.00, rebound’s target 110.00')
  })

  it.each([
    ['hedged', 'core (long 10) and rebound (long 5)'],
    ['one-way', 'core (long 10), hedge (short 4) and rebound (long 5)'],
  ] as const)('M4: %s: a liquidation names every leg that it ended', (positionMode, ended) => {
    const told = toldOf({
      positionMode,
      balance: '5000',
      candles: `${candles}\n100 100 60 70`,
      plan: `
        0 open core    long  quantity 10 @5x
        1 open hedge   short quantity 4  @5x
        1 open rebound long  quantity 5  @5x`,
    })[1]
    expect(told.ended).toContain('it was liquidated')
    expect(told.ended).toContain(`That ended ${ended}.`)
  })
})

describe('P3: the order of high and low', () => {
  const both = {
    candles: `
      open high low close
      100  100  100 100
      100  106  94  100`,
    plan: `
      0 open core  long quantity 1 stop 95 target 105
      0 open deep  long quantity 1 stop 97`,
  }
  const hung = 'Which came first, its high or its low, the candle does not tell; on it hung this end. Taken was'

  it('P3: says which was taken, under the leg whose end hung on it and no other', () => {
    const worst = toldOf({ ...both, path: 'worst' })
    expect(worst[1].hung).toBe(`${hung} low first, the worse for the account.`)
    expect(worst[2].ended).toContain('its stop was reached')
    expect(worst[2].hung).toBe(null)
    expect(toldOf({ ...both, path: 'best' })[1].hung).toBe(`${hung} high first, the better for the account.`)
    expect(toldOf({ ...both, path: 'ohlc' })[1].hung).toBe(null)
  })

  it('P4: says it of the fine candle that decided', () => {
    const fine = `
      open high low close
      100  100  100 100
      100  100  100 100
      100  100  100 100
      100  101  99  100
      100  106  94  98
      98   100  96  100`
    const told = toldOf({ ...both, path: 'worst', fine, fineTimeframe: '20m' })
    expect(told[1].ended).toContain('2025-01-01 01:20')
    expect(told[1].hung).toBe(`${hung} low first, the worse for the account.`)
    expect(told[2].hung).toBe(null)
  })
})

describe('what was booked', () => {
  it('A1: is told as it moved the money: causes and wallet change by the same', () => {
    const { entries } = toldOf({
      candles: `
        open high low close
        100  100  100 100
        100  100  94  94`,
      fees: '0.05%',
      slippage: '10bps',
      plan: '0 open core long quantity 10 @5x stop 95',
    })[1]
    expect(entries).toHaveLength(2)
    expect(Object.fromEntries(entries![0][2])).toEqual({
      price: '+1',
      slippage: '−1',
      fee: '−0.5005',
      'wallet: collateral': '+200.2',
      'wallet: available': '−200.7005',
    })
    for (const [, , rows] of entries!) {
      const total = (isWallet: boolean) =>
        sum(
          rows
            .filter(([account]) => account.startsWith('wallet: ') === isWallet)
            .map(([, moved]) => decimal(moved.replace('−', '-').replace(/[+,]/g, ''))),
        ).toFixed()
      expect(total(true)).toBe(total(false))
      expect(Number(total(true))).toBeLessThan(0)
    }
  })
})
