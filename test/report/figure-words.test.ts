import { describe, expect, it } from 'vitest'
import { figuresOf } from '#analysis/figures.js'
import type { Bracket } from '#domain/result.js'
import { distance, shortName, signed } from '#report/html-format.js'
import { metricText } from '#report/metric-words.js'
import { nearestWords } from '#report/nearest-words.js'
import { fixtureResult } from '../analysis/fixture.js'
import { scenario } from '../scenarios/scenario.js'
import { reportOf } from './report-of.js'

const options = { periodsPerYear: 365, riskFree: 0 }
const flat = `
  open high low close
  100  100  100 100
  100  100  100 100
  100  100  100 100`

const headlinesOf = (page: string) =>
  new Map(
    [...page.matchAll(/<dt>(.*?)<\/dt>(.*?)<\/div>/gs)].map(([, title, rest]) => [
      title,
      [...rest.matchAll(/<dd[^>]*>(.*?)<\/dd>/g)].map(([, text]) => text),
    ]),
  )

describe('figures in words', () => {
  it.each([
    [0.0512, '5.1%'],
    [10, '1,000.0%'],
    [5642.22, '> 1,000%'],
    [null, '–'],
  ])('a distance of %s is %s', (value, text) => {
    expect(distance(value)).toBe(text)
    expect(metricText('liquidationDistanceMin', value)).toBe(text)
  })

  it('money that came in has a plus, money that was paid a minus', () => {
    expect([274.56, -12, 0, 0.001, null].map(signed)).toEqual(['+274.56', '−12.00', '0.00', '0.00', '–'])
    expect(metricText('hedgeCost', 274.56)).toBe('+274.56')
  })

  it('a name of more than 40 letters is cut, and never inside one', () => {
    expect(shortName('x'.repeat(40))).toBe('x'.repeat(40))
    expect(shortName('😀'.repeat(10_000))).toBe(`${'😀'.repeat(39)}…`)
  })
})

describe('what was nearest to liquidation', () => {
  const words = (plan: string, margin: 'isolated' | 'cross' = 'isolated', candles = flat) => {
    const { result } = scenario({ candles, plan, margin })
    return nearestWords({ result, figures: figuresOf(result, options) })
  }

  it('is told with the leg and the day', () => {
    const { value, below } = words('0 open core long quantity 10 @5x')
    expect(value).toMatch(/^1\d\.\d%$/)
    expect(below).toBe('core on 2025-01-01')
  })

  it('is the wallet where legs share it', () => {
    expect(words('0 open core long quantity 15 @5x', 'cross').below).toBe('the shared wallet on 2025-01-01')
  })

  it('is said to have been liquidated where it was', () => {
    const crash = `${flat}\n  100  100  50 60`
    expect(words('0 open core long quantity 10 @5x', 'isolated', crash)).toEqual({
      value: 'liquidated',
      below: 'core, on 2025-01-01',
    })
  })

  it('is nothing where nothing was open', () => {
    expect(words('0 open core long quantity 1000 @2x')).toEqual({ value: 'none', below: 'nothing was ever open' })
  })
})

describe('the headline figures', () => {
  const short = fixtureResult({ length: 456 })
  const long = fixtureResult({ length: 2400 })

  it('have no figure of a year where the run is short, and say why there is no Sharpe ratio', () => {
    expect(headlinesOf(reportOf(short)).get('Return')![1]).toBe('in 19 days')
    expect(headlinesOf(reportOf(short)).get('Sharpe')).toEqual(['–', 'needs 30 days, has 19 days'])
    expect(headlinesOf(reportOf(long)).get('Return')![1]).toMatch(/% a year$/)
    expect(headlinesOf(reportOf(long)).get('Sharpe')![1]).toMatch(/^volatility/)
  })

  it('have an interval where the price paths differ, its worst end first, and say once where they do not', () => {
    const { metrics } = figuresOf(long, options)
    const same = Object.fromEntries(Object.entries(metrics).map(([name, value]) => [name, { min: value, max: value }]))
    const withBracket = (changed: Bracket['metrics']) => {
      const bracket = { paths: ['worst', 'best'] as const, metrics: { ...same, ...changed } }
      return reportOf({ ...long, path: { ...long.path, bracket } })
    }
    const none = withBracket({})
    expect(none).not.toContain('worst … best path')
    expect(none).toContain('Played on the price paths worst, best: all six figures are the same on every path.')
    const some = withBracket({ netProfit: { min: -20, max: 30 }, maxDrawdown: { min: 0.1, max: 0.2 } })
    expect(some).toContain('a figure without an interval is the same on every path')
    expect(headlinesOf(some).get('Net')!.slice(-2)).toEqual(['worst … best path:', '−20.00 … 30.00'])
    expect(headlinesOf(some).get('Max drawdown')!.slice(-2)).toEqual(['worst … best path:', '20.00% … 10.00%'])
    expect(headlinesOf(some).get('Return')).not.toContain('worst … best path:')
  })
})

describe('a leg with a long name', () => {
  it('is cut in the verdict, the header and the key of the chart, and whole when pointed at', () => {
    const name = 'n'.repeat(10_000)
    const { result } = scenario({ candles: flat, plan: '0 open core long quantity 10 @5x' })
    const rename = <Named extends { readonly name: string }>(item: Named): Named => ({ ...item, name })
    const page = reportOf({
      ...result,
      strategy: { ...result.strategy, legs: result.strategy.legs.map(rename) },
      legs: result.legs.map(rename),
      fills: result.fills.map(rename),
    })
    const cut = `${'n'.repeat(39)}…`
    expect(/<p class="verdict">(.*?)<\/p>/s.exec(page)![1]).toContain(`: ${cut} broke even`)
    expect(page).toContain(`<li><span class="leg leg-0" title="${name}">${cut}</span></li>`)
    expect(/<ul class="settings"[^>]*>(.*?)<\/ul>/s.exec(page)![1].length).toBeLessThan(200)
  })
})

describe('M4: the report of a venue that merges legs', () => {
  const { result } = scenario({
    positionMode: 'one-way',
    candles: `${flat}\n  100  100  90 90`,
    plan: `
      0 open core  long  quantity 10 @5x
      1 open hedge short quantity 4  @4x`,
  })
  const page = reportOf(result)

  it('M4: says in its verdict what each leg made by its own orders', () => {
    expect(/<p class="verdict">(.*?)<\/p>/s.exec(page)![1]).toContain(
      'by each leg&#39;s own orders, core lost 100.00, hedge made 40.00',
    )
  })

  it('M4: draws the waterfall and adds a column so, with the same net', () => {
    const section = page.slice(page.indexOf('<section id="attribution">'), page.indexOf('<section id="price">'))
    expect(section).toContain('hedge, price and slippage: 40; together −60 USDT')
    expect(section).toContain('net: −60 USDT')
    expect(section).toContain('By own orders')
    expect(section).toMatch(/All legs<\/th>.*−60\.00<\/td><td class="number loss">−60\.00<\/td>/s)
  })
})
