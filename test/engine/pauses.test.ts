import { describe, expect, it } from 'vitest'
import { run, runWithPauses } from '#engine/run.js'
import coreHedge from '../../strategies/core-hedge.js'
import { candlesClosing, configOf, marketOf, START, wandering } from './replay.js'

const candles = candlesClosing(wandering(2500))
const config = configOf({ params: { trendPeriod: 60 } })

describe('runWithPauses', () => {
  it('gives the result that run gives', async () => {
    const data = marketOf(candles)
    const paused = await runWithPauses(config, coreHedge, data, async () => {})
    const plain = run(config, coreHedge, data)
    expect(plain.result.fills.length).toBeGreaterThan(50)
    expect(paused).toEqual(plain)
  })

  it('T8: tells after each block how many candles of the run are done', async () => {
    const told: (readonly [number, number])[] = []
    const data = marketOf(candles, { from: START + 300 * 3_600_000 })
    await runWithPauses(config, coreHedge, data, async (done, total) => void told.push([done, total]))
    expect(told).toEqual([
      [1024, 2200],
      [2048, 2200],
      [2200, 2200],
    ])
  })

  it('is ended by what a pause rejects with', async () => {
    const stop = new Error('interrupted')
    let pauses = 0
    const ended = runWithPauses(config, coreHedge, marketOf(candles), async () => {
      if (++pauses === 2) throw stop
    })
    await expect(ended).rejects.toBe(stop)
    expect(pauses).toBe(2)
  })
})
