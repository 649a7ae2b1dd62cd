import { describe, expect, it } from 'vitest'
import { scenario, type Settings } from './scenario.js'

const candles = `
  open  high  low  close
  100   101   99   100`

const playing = (settings: Partial<Settings>) => () =>
  scenario({ candles, plan: '0 open core long quantity 1', ...settings })

describe('A scenario', () => {
  it.each<readonly [string, Partial<Settings>, string]>([
    ['an unknown column', { candles: 'opn high low close\n1 1 1 1' }, "unknown column 'opn'"],
    ['a missing column', { candles: 'open high low\n1 1 1' }, "the column 'close' is missing"],
    [
      'a missing mark column',
      { candles: 'open high low close markOpen\n1 1 1 1 1' },
      "the column 'markHigh' is missing",
    ],
    ['a column that is there twice', { candles: 'open open high low close\n1 1 1 1 1' }, "'open' is there twice"],
    ['a row too short', { candles: 'open high low close\n1 1 1' }, '3 cells for 4 columns'],
    ['a word for a price', { candles: 'open high low close\n1 x 1 1' }, "'x' in column 'high' is not a number"],
    ['a candle that contradicts itself', { candles: 'open high low close\n1 1 2 1' }, 'found high 1 below low 2'],
    ['no candle', { candles: 'open high low close' }, 'candles: there is none'],
    ['an unknown verb', { plan: '0 opn core long quantity 1' }, "'opn' is none of open, scale"],
    ['an unknown size', { plan: '0 open core long size 1' }, "'size' is none of quantity, notional"],
    ['an unknown side', { plan: '0 open core up quantity 1' }, "'up' is none of long, short"],
    ['a word too much', { plan: '0 close core now' }, "'now' is not understood"],
    ['a missing word', { plan: '0 reduce core' }, 'something is missing at the end'],
    ['a level that is none', { plan: '0 open core long quantity 1 stop x' }, "'x' is not a number"],
    ['an unknown candle', { plan: '7 close core' }, 'there is no candle 7'],
    ['an unknown column of funding', { funding: 'time rate\n0 0.1%' }, "funding: unknown column 'time'"],
    ['fees that are none', { fees: 'low' }, "'low' is not a number or a percentage"],
    ['slippage without a unit', { slippage: '10' }, 'is not a number of basis points'],
  ])('refuses %s', (_, settings, message) => {
    expect(playing(settings)).toThrow(message)
  })

  it('refuses a case with neither plan nor strategy, and an expectation of nothing', () => {
    expect(() => scenario({ candles })).toThrow('give a plan or a strategy')
    expect(() => playing({})().shows({})).toThrow('nothing is expected')
  })

  it('fails on a cell, a row, a figure or a section that differs, and names the difference', () => {
    const played = playing({ closeAtEnd: false })()
    expect(() => played.shows({ fills: 'leg price\ncore 101' })).toThrow('deeply equal')
    expect(() => played.shows({ fills: 'leg price\ncore 100\ncore 100' })).toThrow('deeply equal')
    expect(() => played.shows({ fills: 'none' })).toThrow('deeply equal')
    expect(() => played.shows({ ambiguous: 1 })).toThrow('deeply equal')
    expect(() => played.shows({ equity: '1000.0' })).toThrow('deeply equal')
    expect(() => played.shows({ fills: 'leg cost\ncore 100' })).toThrow("unknown column 'cost'")
    expect(played.shows({ fills: 'leg price\ncore 100', equity: '1000', ambiguous: 0 })).toBe(played)
  })
})
