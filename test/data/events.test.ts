import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import Papa from 'papaparse'
import { describe, expect, it } from 'vitest'
import { readFeeds } from '#io/read-feeds.js'

const file = fileURLToPath(new URL('../../data/events/bittensor.csv', import.meta.url))

describe('data/events/bittensor.csv', () => {
  const rows = Papa.parse<Record<string, string>>(readFileSync(file, 'utf8'), {
    header: true,
    skipEmptyLines: true,
  }).data

  it('is a feed of events in time order, and covers the years from 2023 on', async () => {
    const { feeds } = await readFeeds({ catalysts: { kind: 'events', file } }, (where) => ({ where }))
    const { catalysts } = feeds
    if (catalysts.kind !== 'events') throw new Error('not a feed of events')
    expect(catalysts.events).toHaveLength(rows.length)
    expect(catalysts.events.map(({ at }) => at)).toEqual(
      rows.map(({ time }) => Date.parse(time)).toSorted((a, b) => a - b),
    )
    const years = new Set(catalysts.events.map(({ at }) => new Date(at).getUTCFullYear()))
    expect([...years]).toEqual([2023, 2024, 2025, 2026])
  })

  it('knows headlines and milestones, of a weight from 1 to 5', () => {
    expect(new Set(rows.map(({ kind }) => kind))).toEqual(new Set(['headline', 'milestone']))
    expect(rows.filter(({ weight }) => !/^[1-5]$/.test(weight))).toEqual([])
  })

  it('cites a public source for each, and says nothing twice', () => {
    expect(rows.filter(({ source }) => !/^https:\/\/[\w.-]+\/\S+$/.test(source))).toEqual([])
    expect(new Set(rows.map(({ title }) => title)).size).toBe(rows.length)
    expect(new Set(rows.map(({ source }) => source)).size).toBe(rows.length)
  })
})
