import { describe, expect, it } from 'vitest'
import { listedDimension } from '#experiments/space/dimension.js'
import { HeatMap } from '#experiments/sweep/heat-map.js'
import { bestFront } from '#experiments/search/ranking.js'
import { sweepCard } from '#report/documents/experiment-card.js'
import { frontLine } from '#report/front-line.js'
import { indexHtml } from '#report/index-html.js'
import { metricPhrase, metricTitle } from '#report/metric-titles.js'
import { heatMapSvg, scoreText } from '#report/sweep-heatmap.js'
import { sweepHtml } from '#report/sweep-html.js'
import type { SweepPage } from '#report/sweep-page.js'
import { timeTicksOf } from '#report/time-ticks.js'
import { sha256Base64 } from './report-of.js'

const FROM = Date.UTC(2025, 0, 1)
const TO = Date.UTC(2025, 5, 1)
const HEDGE = 'strategy.params.hedgeRatio'
const trial = (index: number, totalReturn: number, maxDrawdown: number) => ({
  index,
  hash: `h${index}`,
  point: [index],
  params: { [HEDGE]: index },
  metrics: { sharpe: totalReturn, totalReturn, maxDrawdown, liquidations: 0, trades: 7, hedgeCost: -12.5 },
  isFeasible: true,
  isOnFront: index === 0,
})
const best = [trial(0, 0.4, 0.3), trial(1, 0.2, 0.1), trial(2, 0.1, 0.2)]
const page: SweepPage = {
  name: 'froth',
  data: {
    pair: 'TAO/USDT:USDT',
    timeframeMs: 3_600_000,
    from: FROM,
    to: TO,
    candles: 3624,
    hash: 'c0ffee'.repeat(11),
    synthetic: false,
  },
  method: 'grid',
  seed: 1,
  varied: [HEDGE],
  objectives: [{ metric: 'sharpe', direction: 'max' }],
  constraints: [],
  seen: { from: FROM, to: Date.UTC(2025, 4, 1) },
  trials: 4,
  counts: { complete: 3, failed: 1, refused: 0 },
  errors: [{ index: 3, status: 'failed', error: 'no' }],
  best,
  winner: best[0],
  evidence: null,
  verdict: { level: 'doubtful', sentences: ['This answer may be luck.'] },
  heats: [],
  drawn: best,
  tops: 0,
  curves: {
    trials: [{ index: 0, instants: Float64Array.of(FROM, TO), values: Float64Array.of(1000, 1400) }],
    holdout: null,
  },
  walk: null,
  holdout: {
    span: { from: Date.UTC(2025, 4, 1), to: TO },
    error: null,
    metrics: { totalReturn: -0.05, maxDrawdown: 0.07, sharpe: -1.5 },
  },
}
const engine = { name: 'hedgerow', version: '0.1.0' }
const htmlOf = (shown: SweepPage): string =>
  sweepHtml(shown, { engine, command: 'npx hedgerow sweep', browserScript: 'void 0' }, sha256Base64)
const words = (html: string): string => html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')

describe('the first screen of a sweep', () => {
  const html = htmlOf(page)
  const head = words(/<header>.*?<\/header>/s.exec(html)![0])

  it('says on which data it stands, who won, with what settings, and the verdict', () => {
    expect(head).toContain('real data')
    expect(head).toContain(
      'TAO/USDT:USDT · 1h candles · 2025-01-01 00:00 to 2025-06-01 00:00 UTC · 3,624 candles · data c0ffeec0ffee',
    )
    expect(head).toContain('Best of 4 trials by Sharpe: hedgeRatio 0 (trial 0). This answer may be luck.')
    expect(head).toContain('searched: 2025-01-01 to 2025-05-01 held out: 2025-05-01 to 2025-06-01')
  })

  it('has the figures of the winner in sample and on held-out data, and counts the trials', () => {
    expect(head).toContain('Sharpe 0.40 winner, in sample')
    expect(head).toContain('Return 40.00% winner, in sample')
    expect(head).toContain('Max drawdown 30.00% winner, in sample')
    expect(head).toContain('Return held out −5.00% max drawdown 7.00%, Sharpe −1.50')
    expect(head).toContain('Trials 4 3 complete, 1 failed')
    expect(head).not.toContain('Walk-forward')
  })

  it('has no figures where no trial won', () => {
    const none = words(htmlOf({ ...page, winner: null, verdict: null, holdout: null }))
    expect(none).toContain('there is no winner')
    expect(none).not.toContain('winner, in sample')
    expect(none).toContain('A point is a trial. The line')
  })

  it('titles figures as a comparison does, with the name that a flag takes as their hint', () => {
    expect(html).toContain('<th scope="col" title="totalReturn" class="number"><button type="button">Return</button>')
    expect(html).not.toMatch(/>(?:totalReturn|maxDrawdown|hedgeCost)</)
  })

  it('joins the trials that no other beats', () => {
    expect(html.match(/<polyline class="front" points="([^"]*)"/)![1].split(' ')).toHaveLength(2)
    expect(words(html)).toContain('The line joins the 2 that no other beats in both return and drawdown.')
  })
})

describe('the front of return and drawdown', () => {
  it('is what a search for both would find', () => {
    const points = Array.from({ length: 200 }, (_, at) => ({
      gain: Math.sin(at * 7.3) + (at % 5) / 3,
      drawdown: Math.abs(Math.cos(at * 3.1)),
    }))
    const trials = points.map(({ gain, drawdown }) => ({
      point: [],
      metrics: { totalReturn: gain, maxDrawdown: drawdown },
    }))
    const goal = {
      objectives: [
        { metric: 'totalReturn', direction: 'max' },
        { metric: 'maxDrawdown', direction: 'min' },
      ],
      constraints: [],
    } as const
    const front = bestFront(trials, goal).map((at) => points[at])
    expect(new Set(frontLine(points))).toEqual(new Set(front))
    expect(frontLine(points).length).toBeGreaterThan(2)
  })
})

describe('the list of runs', () => {
  it('says of a sweep that its figures are those of the best, in sample, and shows its curve', () => {
    const card = sweepCard(page, [])
    expect(card.equity).toEqual([1000, 1400])
    const html = indexHtml([{ folder: 'froth-sweep', writtenAt: TO, page: 'sweep.html', card }], {
      browserScript: 'void 0',
      sha256Base64,
      isLive: false,
    })
    expect(html).toContain('sweep<span class="shown">best of 4 trials by Sharpe, in sample</span>')
    expect(html).toContain('class="spark"')
  })
})

describe('a heat map', () => {
  const heat = HeatMap.allOf(['hedge', 'stop'].map((key) => listedDimension(['strategy', 'params', key], [1, 2])))[0]
  for (const [score, point] of [
    [-0.123, [1, 1]],
    [-0.2, [2, 1]],
    [-0.45, [2, 2]],
  ] as const) {
    heat.add([...point], score)
  }
  const figure = { title: 'Max drawdown', isPercent: true, sign: -1 } as const
  const svg = heatMapSvg(heat, heat.cellOf([1, 1]), figure).text

  it('has a figure in each cell that has one, the names of both parameters and a scale', () => {
    const texts = [...svg.matchAll(/<text class="in-cell[^>]*>([^<]*)</g)].map(([, text]) => text)
    expect(texts).toEqual(['12.3%', '20.0%', '45.0%'])
    expect(svg.match(/class="empty"/g)).toHaveLength(1)
    expect([...svg.matchAll(/class="axis-title"[^>]*>([^<]*)</g)].map(([, text]) => text)).toEqual([
      'hedge',
      'stop',
      'Max drawdown, best in the cell',
    ])
    // The worst at the weak end, the best at the strong one.
    expect(/class="legend">.*?<text[^>]*>([^<]*)<\/text>\s*<text[^>]*>([^<]*)</s.exec(svg)!.slice(1)).toEqual([
      '45.00%',
      '12.30%',
    ])
    expect(svg).toContain('strategy.params.hedge 2, strategy.params.stop 1: Max drawdown 20.00%')
  })

  it('leaves figures out where they do not fit, and is whole where nothing is known', () => {
    const values = Array.from({ length: 40 }, (_, at) => at)
    const wide = HeatMap.allOf(['a', 'b'].map((key) => listedDimension([key], values)))[0]
    expect(heatMapSvg(wide, null, figure).text).not.toMatch(/NaN|Infinity/)
    wide.add([3, 3], -0.123)
    expect(heatMapSvg(wide, null, figure).text).not.toContain('in-cell')
  })

  it('writes scores as the figures that they are', () => {
    const plain = { isPercent: false, sign: 1 } as const
    expect([1234.6, 0.126, -0.001, 3].map((score) => scoreText(score, plain, 1))).toEqual([
      '1,235',
      '0.13',
      '0.00',
      '3',
    ])
    expect(scoreText(-1234.6, plain, 1)).toBe('−1,235')
  })
})

describe('an axis of time', () => {
  const texts = (from: number, to: number, wanted: number) => timeTicksOf(from, to, wanted).map(({ text }) => text)

  it('has beginnings of months over years, of days over weeks, and times of day over a day', () => {
    expect(texts(Date.UTC(2024, 0, 1), Date.UTC(2026, 0, 1), 8)).toEqual([
      '2024-01',
      '2024-04',
      '2024-07',
      '2024-10',
      '2025-01',
      '2025-04',
      '2025-07',
      '2025-10',
      '2026-01',
    ])
    expect(texts(Date.UTC(2024, 1, 10), Date.UTC(2024, 1, 15), 5)).toEqual([
      '2024-02-10',
      '2024-02-11',
      '2024-02-12',
      '2024-02-13',
      '2024-02-14',
      '2024-02-15',
    ])
    expect(texts(Date.UTC(2024, 1, 10, 1), Date.UTC(2024, 1, 10, 13), 4)).toEqual([
      '02-10 03:00',
      '02-10 06:00',
      '02-10 09:00',
      '02-10 12:00',
    ])
  })

  it('never has many more than are wanted, all inside of it, whatever its length', () => {
    for (let length = 3_600_000; length < 2.4e12; length *= 1.7) {
      const from = Date.UTC(2023, 10, 17, 5)
      const ticks = timeTicksOf(from, from + length, 8)
      expect(ticks.length).toBeLessThanOrEqual(10)
      expect(ticks.every(({ at }) => at >= from && at <= from + length)).toBe(true)
    }
    expect(texts(5, 5, 8)).toEqual(['1970-01-01'])
  })
})

describe('titles of figures', () => {
  it('stand in a sentence as words, names as names', () => {
    expect(['maxDrawdown', 'sharpe', 'netProfit', 'mine'].map((name) => metricPhrase(name))).toEqual([
      'max drawdown',
      'Sharpe',
      'net',
      'mine',
    ])
    expect(metricTitle('liquidationDistanceMin')).toBe('Nearest liq.')
  })
})
