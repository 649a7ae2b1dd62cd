import { parse } from 'yaml'
import { describe, expect, it } from 'vitest'
import { configYaml } from '#config/write.js'
import { DAY_MS } from '#domain/time.js'
import { refusal, resolved } from './sample.js'

const feeds =
  'data.feeds={ btc: { candles: b.csv }, gold: { candles: g.csv, maxGap: 7d }, n: { series: n.csv }, oi: { series: o.csv, column: open_interest }, facts: { events: e.csv } }'

describe('the feeds of a config', () => {
  it('are files by name, their paths located, a gap of candles as long as that of the traded ones unless told', () => {
    expect(resolved(feeds, 'data.maxGap=2d').data.feeds).toEqual({
      btc: { kind: 'candles', file: '/runs/b.csv', maxGapMs: 2 * DAY_MS },
      gold: { kind: 'candles', file: '/runs/g.csv', maxGapMs: 7 * DAY_MS },
      n: { kind: 'series', file: '/runs/n.csv', column: 'value' },
      oi: { kind: 'series', file: '/runs/o.csv', column: 'open_interest' },
      facts: { kind: 'events', file: '/runs/e.csv' },
    })
  })

  it('are written back with what holds for each', () => {
    expect(parse(configYaml(resolved(feeds), '/runs/out'))).toMatchObject({
      data: {
        feeds: {
          btc: { candles: '../b.csv', maxGap: '1d' },
          gold: { candles: '../g.csv', maxGap: '1w' },
          n: { series: '../n.csv', column: 'value' },
          oi: { series: '../o.csv', column: 'open_interest' },
          facts: { events: '../e.csv' },
        },
      },
    })
  })

  it.each([
    [
      'data.feeds={ btc: b.csv }',
      'config-value',
      'data.feeds.btc',
      "found 'b.csv', expected { candles: FILE }, { series: FILE } or { events: FILE }",
    ],
    [
      'data.feeds=b.csv',
      'config-value',
      'data.feeds',
      "found 'b.csv', expected a mapping of names to { candles: FILE }, { series: FILE } or { events: FILE }",
    ],
    ['data.feeds={ btc: { candels: b.csv } }', 'config-unknown-key', 'data.feeds.btc.candels', "unknown key 'candels'"],
    [
      'data.feeds={ btc: {} }',
      'config-missing-key',
      'data.feeds.btc',
      'found none, expected one of { candles: FILE }, { series: FILE } or { events: FILE }',
    ],
    [
      'data.feeds={ btc: { candles: b.csv, series: s.csv } }',
      'config-conflict',
      'data.feeds.btc',
      'found candles and series, expected one of { candles: FILE }, { series: FILE } or { events: FILE }',
    ],
    [
      'data.feeds={ n: { series: s.csv, maxGap: 3d } }',
      'config-conflict',
      'data.feeds.n.maxGap',
      'maxGap is for candles, not for series',
    ],
    [
      'data.feeds={ e: { events: e.csv, column: title } }',
      'config-conflict',
      'data.feeds.e.column',
      'column is for a series, not for events',
    ],
    [
      'data.feeds={ btc: { candles: b.csv, maxGap: long } }',
      'config-value',
      'data.feeds.btc.maxGap',
      "found 'long', expected a duration above 0, such as 3d",
    ],
  ])('are refused where they are something else: %s', (override, code, where, message) => {
    expect(refusal(override)).toMatchObject({ code, where, message })
  })
})
