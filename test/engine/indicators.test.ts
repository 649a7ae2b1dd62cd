import { describe, expect, it } from 'vitest'
import { HOUR_MS } from '#domain/time.js'
import { run } from '#engine/run.js'
import { defineStrategy } from '#strategy/define.js'
import type { Indicator } from '#strategy/indicator.js'
import { bollinger, ema, indicator, macd, sma } from '#strategy/indicators/index.js'
import { candlesClosing, configOf, marketOf, START, wandering } from './replay.js'

const closes = [100, 102, 104, 106, 108, 110]

/** What `onCandle` sees, as `close: value`, of a run with one declared indicator. */
function seen(declared: Indicator, range: { readonly from?: number } = {}) {
  const lines: string[] = []
  const strategy = defineStrategy({
    name: 'reader',
    legs: { core: { side: 'long' } },
    indicators: () => ({ value: declared }),
    onCandle: ({ candle, indicators }) => void lines.push(`${candle.close}: ${indicators.value}`),
  })
  const { result } = run(configOf(), strategy, marketOf(candlesClosing(closes), range))
  return { lines, result }
}

/** Counts how often its columns are computed. */
function counted(key: string | null): Indicator & { readonly computed: () => number } {
  let times = 0
  return {
    key,
    outputs: null,
    compute: ({ close }) => {
      times++
      return [close]
    },
    computed: () => times,
  }
}

describe('the warm-up', () => {
  it('asks a strategy first when every indicator has a value', () => {
    const { lines, result } = seen(sma(3))
    expect(lines).toEqual(['104: 102', '106: 104', '108: 106', '110: 108'])
    expect(result.warmUp).toBe(2)
  })

  it('waits for the slowest indicator', () => {
    const first: number[] = []
    const strategy = defineStrategy({
      name: 'two',
      legs: { core: { side: 'long' } },
      indicators: () => ({ fast: sma(2), slow: sma(5), momentum: macd({ fast: 2, slow: 3, signal: 2 }) }),
      onCandle: ({ candle }) => void first.push(candle.close),
    })
    run(configOf(), strategy, marketOf(candlesClosing(closes)))
    expect(first).toEqual([108, 110])
  })

  it('T8: uses the candles before `from`, so that a run with enough of them is asked at its first close', () => {
    const { lines, result } = seen(sma(3), { from: START + 3 * HOUR_MS })
    expect(lines).toEqual(['106: 104', '108: 106', '110: 108'])
    expect([result.warmUp, result.first, result.curve.equity.length]).toEqual([0, 3, 3])
  })

  it('T8: goes on in the run where they are too few', () => {
    const { lines, result } = seen(sma(3), { from: START + HOUR_MS })
    expect(lines).toEqual(['104: 102', '106: 104', '108: 106', '110: 108'])
    expect(result.warmUp).toBe(1)
  })

  it('longer than the run leaves it complete, with the strategy never asked', () => {
    const { lines, result } = seen(sma(50))
    expect(lines).toEqual([])
    expect([result.status, result.warmUp, result.fills]).toEqual(['complete', 6, []])
  })

  it('T7: onStart is asked before it, and what it opened is told of once the strategy is first asked', () => {
    const told: string[] = []
    const strategy = defineStrategy({
      name: 'early',
      legs: { core: { side: 'long' } },
      indicators: () => ({ trend: sma(3) }),
      onStart: ({ legs: { core } }) => core.open({ quantity: 1 }),
      onCandle: ({ candle }) => void told.push(`candle ${candle.close}`),
      onFill: ({ fill, candle }) => void told.push(`${fill.reason} at ${fill.price}, told at ${candle.close}`),
    })
    run(configOf(), strategy, marketOf(candlesClosing(closes)))
    expect(told).toEqual(['entry at 100, told at 104', 'candle 104', 'candle 106', 'candle 108', 'candle 110'])
  })
})

describe('declared indicators', () => {
  it('are plain numbers, or objects of numbers that always show the present close', () => {
    const rows: unknown[] = []
    const strategy = defineStrategy({
      name: 'bands',
      legs: { core: { side: 'long' } },
      indicators: () => ({ mean: sma(2), bands: bollinger(2, { deviations: 1 }) }),
      state: () => ({ first: null as { readonly upper: number } | null }),
      onCandle({ indicators: { bands, mean }, state }) {
        state.first ??= bands
        rows.push([mean, bands.lower, bands.middle, bands.upper, state.first.upper])
      },
    })
    run(configOf(), strategy, marketOf(candlesClosing([100, 102, 106])))
    expect(rows).toEqual([
      [101, 100, 101, 102, 102],
      [104, 102, 104, 106, 106],
    ])
  })

  it('are in the result by name, one column per output', () => {
    const strategy = defineStrategy({
      name: 'named',
      legs: { core: { side: 'long' } },
      params: { period: 3 },
      indicators: ({ period }) => ({ trend: ema(period), bands: bollinger(period) }),
      onCandle() {},
    })
    const { indicators } = run(configOf({ params: { period: 2 } }), strategy, marketOf(candlesClosing(closes))).result
    expect(indicators.map(({ name }) => name)).toEqual(['trend', 'bands.upper', 'bands.middle', 'bands.lower'])
    expect([...indicators[0].values].slice(0, 2)).toEqual([Number.NaN, 101])
  })

  it('are computed once per series and key, and shared by all runs over it', () => {
    const shared = counted('counted()')
    const candles = candlesClosing(closes)
    const strategy = (value: Indicator) =>
      defineStrategy({ name: 's', legs: { core: { side: 'long' } }, indicators: () => ({ value }), onCandle() {} })
    run(configOf(), strategy(shared), marketOf(candles))
    const again = counted('counted()')
    run(configOf(), strategy(again), marketOf(candles, { from: START + HOUR_MS }))
    expect([shared.computed(), again.computed()]).toEqual([1, 0])
    run(configOf(), strategy(shared), marketOf(candlesClosing(closes)))
    expect(shared.computed()).toBe(2)
  })

  it('without a key are computed for each run', () => {
    const own = counted(null)
    const data = marketOf(candlesClosing(closes))
    const strategy = defineStrategy({
      name: 'own',
      legs: { core: { side: 'long' } },
      indicators: () => ({ own }),
      onCandle() {},
    })
    run(configOf(), strategy, data)
    run(configOf(), strategy, data)
    expect(own.computed()).toBe(2)
  })

  it('T1: an own one is given each candle once, in order, those before `from` included', () => {
    const given: number[] = []
    const own = indicator(() => ({ close }) => {
      given.push(close)
      return given.length >= 2 ? close - 1 : undefined
    })
    const { lines } = seen(own, { from: START + 4 * HOUR_MS })
    expect(given).toEqual(closes)
    expect(lines).toEqual(['108: 107', '110: 109'])
  })

  it('T1: show in a run over fewer candles what they show in one over all', () => {
    const all = wandering(400)
    const values = (length: number): number[] => {
      const column: number[] = []
      const strategy = defineStrategy({
        name: 'prefix',
        legs: { core: { side: 'long' } },
        indicators: () => ({ momentum: macd() }),
        onCandle: ({ indicators }) => void column.push(indicators.momentum.histogram),
      })
      run(configOf(), strategy, marketOf(candlesClosing(all.slice(0, length))))
      return column
    }
    const whole = values(400)
    expect(whole).toHaveLength(400 - 33)
    expect(values(150)).toEqual(whole.slice(0, 150 - 33))
  })
})
