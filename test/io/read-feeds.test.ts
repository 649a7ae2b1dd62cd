import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { FeedConfig } from '#config/resolved.js'
import { DAY_MS, HOUR_MS } from '#domain/time.js'
import { sha256 } from '#io/hash.js'
import { loadMarketData } from '#io/market-data.js'
import { failureOf } from '../market/failure-of.js'

const folder = mkdtempSync(join(tmpdir(), 'hedgerow-feeds-'))
afterAll(() => rmSync(folder, { recursive: true }))

function written(name: string, ...lines: readonly string[]): string {
  const path = join(folder, name)
  writeFileSync(path, lines.map((line) => `${line}\n`).join(''))
  return path
}

const hour = (at: number): string => new Date(Date.UTC(2025, 0, 1) + at * HOUR_MS).toISOString()
const candles = written(
  'tao.csv',
  'time,open,high,low,close,volume',
  ...Array.from({ length: 10 }, (_, at) => `${hour(at)},1,1,1,1,1`),
)

function load(feeds: Readonly<Record<string, FeedConfig>>) {
  return loadMarketData({
    candles,
    mark: null,
    fine: null,
    funding: { kind: 'none' },
    feeds,
    from: null,
    to: null,
    maxGapMs: 0,
  })
}

describe('the feeds of a run', () => {
  it('are read by name, each with what was found in its file', async () => {
    const btc = written(
      'btc.csv',
      'time,open,high,low,close',
      `${hour(0)},5,6,4,5`,
      `${hour(4)},5,7,5,6`,
      `${hour(12)},6,6,6,6`,
    )
    const subnets = written('subnets.csv', 'time,value', `${hour(0)},32`, `${hour(7)},64`)
    const facts = written('facts.csv', 'time,kind,title', `${hour(3)},headline,"A, B"`)
    writeFileSync(`${subnets}.meta.yaml`, 'synthetic: true\n')
    const data = await load({
      btc: { kind: 'candles', file: btc, maxGapMs: DAY_MS },
      subnets: { kind: 'series', file: subnets, column: 'value' },
      facts: { kind: 'events', file: facts },
    })
    expect(Object.keys(data.feeds)).toEqual(['btc', 'subnets', 'facts'])
    expect(data.feeds).toMatchObject({
      btc: { kind: 'candles', maxGapMs: DAY_MS, candles: { length: 3, timeframeMs: 4 * HOUR_MS } },
      subnets: { kind: 'series', series: { values: Float64Array.of(32, 64) } },
      facts: { kind: 'events', events: [{ at: Date.UTC(2025, 0, 1, 3), kind: 'headline', title: 'A, B', weight: 1 }] },
    })
    expect(
      data.facts.map(({ role, file, rows, from, to, timeframe, gaps, synthetic }) => [
        role,
        file,
        rows,
        from,
        to,
        timeframe,
        gaps,
        synthetic,
      ]),
    ).toEqual([
      ['candles', 'tao.csv', 10, '2025-01-01T00:00:00Z', '2025-01-01T10:00:00Z', '1h', 0, false],
      ['feed:btc', 'btc.csv', 3, '2025-01-01T00:00:00Z', '2025-01-01T16:00:00Z', '4h', 1, false],
      ['feed:subnets', 'subnets.csv', 2, '2025-01-01T00:00:00Z', '2025-01-01T07:00:00Z', null, 0, true],
      ['feed:facts', 'facts.csv', 1, '2025-01-01T03:00:00Z', '2025-01-01T03:00:00Z', null, 0, false],
    ])
    expect(data.facts.slice(1).map(({ notes }) => notes)).toEqual([
      ['times are ISO 8601, read as UTC where no zone is given', 'there is no volume: it reads as 0'],
      ['times are ISO 8601, read as UTC where no zone is given', 'synthetic'],
      ['times are ISO 8601, read as UTC where no zone is given'],
    ])
    expect(data.facts[3].sha256).toBe(sha256(`time,kind,title\n${hour(3)},headline,"A, B"\n`))
  })

  it('say where in the config a missing file stands, and where in a file a bad row', async () => {
    const gone = join(folder, 'subnetz.csv')
    expect(await failureOf(() => load({ subnets: { kind: 'series', file: gone, column: 'value' } }))).toMatchObject({
      code: 'file-missing',
      where: 'data.feeds.subnets',
    })
    const gap = written(
      'gap.csv',
      'time,open,high,low,close',
      `${hour(0)},5,6,4,5`,
      `${hour(1)},5,7,5,6`,
      `${hour(9)},6,6,6,6`,
    )
    expect(await failureOf(() => load({ btc: { kind: 'candles', file: gap, maxGapMs: HOUR_MS } }))).toMatchObject({
      code: 'gap-too-long',
      where: 'gap.csv:4',
      hint: 'Fetch the missing candles, or set data.feeds.btc.maxGap to what may be missing.',
    })
    const bad = written('bad.csv', 'time,kind,title', `${hour(0)},k,t`, '', `${hour(1)},k,`)
    expect(await failureOf(() => load({ facts: { kind: 'events', file: bad } }))).toMatchObject({
      code: 'event-blank',
      where: 'bad.csv:4',
    })
  })
})
