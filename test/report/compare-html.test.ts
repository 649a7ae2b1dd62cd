import { describe, expect, it } from 'vitest'
import type { ComparedRun, Comparison } from '#experiments/compare/comparison.js'
import type { DataSeen } from '#experiments/data-seen.js'
import { comparisonOf } from '#experiments/compare/comparison.js'
import { padded, runColor, ticksOf } from '#report/compare-axis.js'
import { compareHtml, fillText, verdict } from '#report/compare-html.js'
import { placedLabels } from '#report/label-places.js'
import { compareCsv, compareDocument } from '#report/documents/compare-document.js'
import { sha256Base64 } from './report-of.js'

const twin = { totalReturn: -0.2, maxDrawdown: 0.4, liquidations: 1, curve: null }
const run = (ratio: number, gain: number, drawdown: number): ComparedRun => ({
  name: `hedgeRatio ${ratio}`,
  params: { 'strategy.params.hedgeRatio': ratio },
  hash: `hash ${ratio}`,
  status: 'complete',
  error: null,
  metrics: { totalReturn: gain, maxDrawdown: drawdown, sharpe: gain, hedgeCost: -12.5, liquidations: 0 },
  curve: Float64Array.of(1000, 1000 * (1 + gain)),
  twins: { unhedged: twin, net: twin, smallerCore: twin },
  details: {
    currency: 'USDT',
    synthetic: true,
    instants: Float64Array.of(Date.UTC(2025, 0, 1), Date.UTC(2025, 5, 1)),
    fills: [
      { at: Date.UTC(2025, 0, 1), leg: '<b>', side: 'sell', quantity: `${ratio}`, price: '100', reason: 'entry' },
    ],
    hedge: { drawdownRemoved: 0.1, hedgeEffectiveness: 0.25, upsideCapture: null, downsideCapture: null },
  },
})
const refused: ComparedRun = {
  ...run(2, 0, 0),
  status: 'refused',
  error: 'strategy.params.hedgeRatio: too much',
  metrics: null,
  curve: null,
  twins: null,
  details: null,
}
const seen: DataSeen = {
  pair: 'TAO/USDT:USDT',
  timeframeMs: 3_600_000,
  from: Date.UTC(2025, 0, 1),
  to: Date.UTC(2025, 5, 1),
  candles: 3624,
  hash: 'c0ffee'.repeat(11),
  synthetic: true,
}
const comparison: Comparison = comparisonOf(
  'froth',
  ['strategy.params.hedgeRatio'],
  [run(0, 0.1, 0.3), run(0.5, 0.2, 0.1), refused],
  [seen, seen],
)
const engine = { name: 'hedgerow', version: '0.1.0' }

describe('the page of a comparison', () => {
  const html = compareHtml(comparison, {
    engine,
    command: 'npx hedgerow compare froth.yaml',
    browserScript: 'void 0',
    sha256Base64,
  })

  it('says which run is best by what, and what did not complete', () => {
    expect(verdict(comparison)).toBe(
      'Of 2 runs: highest return hedgeRatio 0.5 (20.00%), smallest drawdown hedgeRatio 0.5 (10.00%), highest Sharpe ratio hedgeRatio 0.5. 1 run did not complete.',
    )
    expect(html).toContain(verdict(comparison))
    expect(html).toContain('SYNTHETIC DATA')
  })

  it('says once on which data all runs stand', () => {
    const said = html
      .replaceAll('\n', ' ')
      .match(
        /TAO\/USDT:USDT · 1h candles · 2025-01-01 00:00 to 2025-06-01 00:00 UTC · 3,624 candles · data <code [^>]*>c0ffeec0ffee</g,
      )
    expect(said).toHaveLength(1)
    expect(html).not.toContain('the data of the config as it is written')
    const dated = compareHtml(
      { ...comparison, paths: ['data.from'] },
      { engine, command: '', browserScript: 'void 0', sha256Base64 },
    )
    expect(dated).toContain('the data of the config as it is written')
  })

  it('writes prices with as many digits as a reader compares', () => {
    const fill = {
      at: 0,
      leg: 'core',
      side: 'buy',
      quantity: '12.5',
      price: '205.489482457303',
      reason: 'entry',
    } as const
    expect(fillText(fill)).toBe('1970-01-01 00:00 core buy 12.5 at 205.48948, entry')
    expect(fillText({ ...fill, price: '0.0000123456789' })).toContain(' at 0.000012345679,')
  })

  it('draws a point per run and the twins once where they are the same', () => {
    expect(html.match(/<circle /g)).toHaveLength(2)
    expect(html.match(/class="twin-sign"/g)).toHaveLength(3)
    expect(html.match(/class="curve"/g)).toHaveLength(2)
  })

  it('escapes what users wrote, runs its own script alone and asks the network for nothing', () => {
    expect(html).toContain('&lt;b&gt; sell 0.5 at 100, entry')
    expect(html.match(/<script/g)).toHaveLength(2)
    expect(html).toContain(`script-src &#39;sha256-${sha256Base64('void 0')}&#39;`)
    expect(html).toContain('default-src &#39;none&#39;; style-src &#39;sha256-')
    expect(html.replaceAll('http-equiv', '')).not.toMatch(/https?:/)
  })

  it('has no number that is none, even where all runs are alike', () => {
    const alike = comparisonOf('alike', [], [run(0, 0.1, 0.3), run(0, 0.1, 0.3)])
    expect(compareHtml(alike, { engine, command: '', browserScript: 'void 0', sha256Base64 })).not.toMatch(
      /NaN|Infinity/,
    )
  })
})

describe('compare.json and compare.csv', () => {
  it('have every run in its order, complete or not', () => {
    const document = compareDocument(comparison, '0.1.0')
    expect(document).toMatchObject({ schema: 'hedgerow/compare@1', best: 'hash 0.5', trials: 3 })
    expect(document.runs.map(({ status, params }) => [status, params['strategy.params.hedgeRatio']])).toEqual([
      ['complete', 0],
      ['complete', 0.5],
      ['refused', 2],
    ])
    expect(document.runs[2]).toMatchObject({
      error: 'strategy.params.hedgeRatio: too much',
      metrics: null,
      twins: null,
    })
    expect(document.partings).toEqual([
      {
        between: ['hedgeRatio 0', 'hedgeRatio 0.5'],
        time: '2025-01-01T00:00:00Z',
        fills: [
          { time: '2025-01-01T00:00:00Z', leg: '<b>', side: 'sell', quantity: '0', price: '100', reason: 'entry' },
          { time: '2025-01-01T00:00:00Z', leg: '<b>', side: 'sell', quantity: '0.5', price: '100', reason: 'entry' },
        ],
      },
    ])
    const [header, first, , last] = compareCsv(comparison).split('\n')
    expect(header).toBe(
      'run,status,hash,strategy.params.hedgeRatio,totalReturn,maxDrawdown,sharpe,hedgeCost,liquidations,' +
        'unhedged.totalReturn,unhedged.maxDrawdown,unhedged.liquidations,net.totalReturn,net.maxDrawdown,net.liquidations,' +
        'smallerCore.totalReturn,smallerCore.maxDrawdown,smallerCore.liquidations,drawdownRemoved,hedgeEffectiveness',
    )
    expect(first).toBe('hedgeRatio 0,complete,hash 0,0,0.1,0.3,0.1,-12.5,0,-0.2,0.4,1,-0.2,0.4,1,-0.2,0.4,1,0.1,0.25')
    expect(last).toBe(`hedgeRatio 2,refused,hash 2,2${','.repeat(16)}`)
  })
})

describe('labels of points', () => {
  const label = (x: number, y: number, text = 'hedgeRatio 0.4') => ({ x, y, text })

  it('stand above or below the right of their points, one that finds no room is left out', () => {
    const placed = placedLabels([label(100, 100), label(101, 100), label(102, 100), label(400, 100)], 1000)
    expect(placed.map(({ x, y }) => [x, y])).toEqual([
      [109, 94],
      [110, 114],
      [409, 94],
    ])
  })

  it('stand to the left where the picture ends', () => {
    expect(placedLabels([label(950, 50)], 1000)).toEqual([{ x: 941, y: 44, text: 'hedgeRatio 0.4', anchor: 'end' }])
  })
})

describe('axes', () => {
  it('have round numbers inside of the range', () => {
    expect(ticksOf(0.03, 1.02, 5)).toEqual([0.2, 0.4, 0.6, 0.8, 1])
    expect(ticksOf(5, 5, 4)).toEqual([5])
    expect(padded([2, 2])[0]).toBeLessThan(2)
    expect(padded([0, 0])[1]).toBeGreaterThan(0)
  })

  it('give every run a color of its own', () => {
    const colors = Array.from({ length: 20 }, (_, at) => runColor(at, 20))
    expect(new Set(colors).size).toBe(20)
    expect(colors.every((color) => /^#[0-9a-f]{6}$/.test(color))).toBe(true)
    expect(runColor(0, 1)).toBe(colors[0])
  })
})
