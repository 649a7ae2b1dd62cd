import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { HOUR_MS } from '#domain/time.js'
import { cacheEntries, cacheFolder } from '#io/cache/cache-folder.js'
import { loadMarketData, type MarketRequest } from '#io/market-data.js'
import { readCandles } from '#io/read-candles.js'

const root = mkdtempSync(join(tmpdir(), 'hedgerow-candles-'))
afterAll(() => rmSync(root, { recursive: true }))

/** Hourly candles from 2025-01-01, with the hours 5 to 9 missing. */
function written(name: string): string {
  const rows = Array.from({ length: 40 }, (_, hour) => {
    const time = new Date(Date.UTC(2025, 0, 1) + hour * HOUR_MS).toISOString()
    return `${time},${100 + hour},${102 + hour},${99 + hour},${101 + hour},${hour}.5\n`
  })
  const path = join(root, name)
  writeFileSync(path, `time,open,high,low,close,volume\n${rows.filter((_, hour) => hour < 5 || hour > 9).join('')}`)
  return path
}

const cacheOf = (name: string) => cacheFolder({ HEDGEROW_CACHE: join(root, name) })

function load(candles: string, more: Partial<MarketRequest> = {}) {
  const request = {
    mark: null,
    fine: null,
    funding: { kind: 'none' },
    from: null,
    to: null,
    maxGapMs: 24 * HOUR_MS,
  } as const
  return loadMarketData({ candles, ...request, ...more })
}

describe('candles through the cache', () => {
  it('are the same market data as parsed ones, to the last fact, and tell progress to the end', async () => {
    const path = written('same.csv')
    const parsed = await load(path)
    const cache = cacheOf('same')
    await load(path, { cache, mark: path })
    const progress: number[] = []
    const cached = await load(path, { cache, onProgress: (fraction) => progress.push(fraction) })
    expect(cached.candles.close.buffer).toBeInstanceOf(SharedArrayBuffer)
    expect(cached).toEqual(parsed)
    expect(progress.at(-1)).toBe(1)
  })

  it('of a mark file and of a candle file are kept apart', async () => {
    const path = written('roles.csv')
    const cache = cacheOf('roles')
    const both = await load(path, { cache, mark: path })
    expect(both.facts.map(({ role }) => role)).toEqual(['candles', 'mark'])
    expect((await cacheEntries(cache)).filter(({ name }) => name.endsWith('.columns'))).toHaveLength(2)
  })

  it('with a gap longer than allowed name its line, as parsed ones do', async () => {
    const path = written('gap.csv')
    const cache = cacheOf('gap')
    await load(path, { cache })
    const failure = expect.objectContaining({ code: 'gap-too-long', where: 'gap.csv:7' })
    await expect(load(path, { cache, maxGapMs: 4 * HOUR_MS })).rejects.toEqual(failure)
    expect(await load(path, { cache, maxGapMs: 5 * HOUR_MS })).toMatchObject({ end: 35 })
  })

  it('go by the sidecar as it is now', async () => {
    const path = written('sidecar.csv')
    const cache = cacheOf('sidecar')
    await load(path, { cache })
    writeFileSync(`${path}.meta.yaml`, 'synthetic: true\nseed: 7\n')
    const { fact } = await readCandles(path, 'candles', 24 * HOUR_MS, { where: path }, cache)
    expect(fact).toMatchObject({ synthetic: true, file: 'sidecar.csv', gaps: 1 })
    expect(fact.notes).toContain('seed: 7')
  })

  it('that are wrong are told of each time, and not kept', async () => {
    const path = join(root, 'wrong.csv')
    writeFileSync(path, 'time,open,high,low,close,volume\n2025-01-01,1,2,1,9,1\n')
    const cache = cacheOf('wrong')
    const failure = expect.objectContaining({ code: 'candle-inconsistent' })
    await expect(load(path, { cache })).rejects.toEqual(failure)
    await expect(load(path, { cache })).rejects.toEqual(failure)
    expect(await cacheEntries(cache)).toEqual([])
  })
})
