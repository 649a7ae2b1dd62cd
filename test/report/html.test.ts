import { describe, expect, it } from 'vitest'
import { drawdownAmount } from '#analysis/drawdown-amount.js'
import { figuresOf } from '#analysis/figures.js'
import type { BacktestResult } from '#domain/result.js'
import { deflate } from '#io/deflate.js'
import { reportHtml } from '#report/html.js'
import { exact, amount, shortName } from '#report/html-format.js'
import { bareResult } from '../analysis/bare-result.js'
import { fixtureResult } from '../analysis/fixture.js'
import { meta, reportOf, sha256Base64 } from './report-of.js'

const fixture = fixtureResult()
const html = reportOf(fixture)

const HOSTILE = `<script>alert(1)</script>"'><img src=x onerror=alert(1)> & 😀 \u202Egnp.exe`
const ESCAPED =
  '&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&gt;&lt;img src=x onerror=alert(1)&gt; &amp; 😀 \uFFFDgnp.exe'

describe('all figures', () => {
  const { metrics, campaigns } = figuresOf(fixture, { periodsPerYear: 365, riskFree: 0 })
  const section = html.slice(html.indexOf('<section id="all-figures">'), html.indexOf('<section id="assumptions">'))
  const rowsOf = (id: string) =>
    new RegExp(`<table id="${id}".*?<tbody>(.*?)</tbody>`, 's').exec(section)![1].split('<tr').slice(1)

  it('are those of the account by name, and of every leg', () => {
    const names = rowsOf('metrics-table').map((row) => /<code>(\w+)<\/code>/.exec(row)![1])
    expect(names).toEqual(Object.keys(metrics))
    expect(rowsOf('leg-figures-table')).toHaveLength(2)
  })

  it('stand apart of every campaign, with a button for each of its openings', () => {
    const rows = /<table id="campaigns-table".*?<tbody>(.*?)<\/tbody>/s.exec(html)![1].split('<tr').slice(1)
    expect(rows).toHaveLength(campaigns.length)
    expect(campaigns.length).toBeGreaterThan(1)
    for (const [at, { legs }] of campaigns.entries()) {
      const jumps = [...rows[at].matchAll(/data-jump="(\d+)"/g)].map(([, id]) => Number(id))
      expect(jumps).toEqual(legs.slice(0, 12))
    }
  })

  it.each([
    ['sortino', 'Sortino', metrics.sortino!.toFixed(2)],
    ['totalReturn', 'Return', `${(metrics.totalReturn! * 100).toFixed(2)}%`],
    ['nakedHours', 'Naked time', `${metrics.nakedHours!.toFixed(0)} h`],
    ['maxDrawdownDays', 'Max drawdown lasted', `${metrics.maxDrawdownDays!.toFixed(1)} days`],
  ] as const)('show %s as people read it, and as result.json has it when pointed at', (name, title, shown) => {
    const row = rowsOf('metrics-table').find((text) => text.includes(`<code>${name}</code>`))!
    expect(row).toContain(`<td>${title}</td>`)
    expect(row).toContain(`title="${metrics[name]}">${shown.replace('-', '−')}</td>`)
  })

  it('say when liquidation was nearest: where it happened, that it did', () => {
    expect(section).toMatch(
      /Liquidation was nearest in the candle of \d{4}-\d\d-\d\d \d\d:\d\d UTC: something was liquidated\./,
    )
  })
})

describe('the sections of a report', () => {
  it('stand in the order in which a reader asks', () => {
    const ids = [...html.matchAll(/<section id="([^"]+)"/g)].map(([, id]) => id)
    expect(ids).toEqual([
      'figures',
      'equity',
      'attribution',
      'price',
      'trades',
      'campaigns',
      'fills',
      'refusals',
      'distribution',
      'all-figures',
      'assumptions',
      'ledger',
      'data',
      'reproduce',
      'not-modelled',
    ])
  })

  it('begin with six figures, and with the hash of the data', () => {
    const [headlines] = /<dl class="headlines">.*?<\/dl>/s.exec(html)!
    expect(headlines.match(/<dt>/g)).toHaveLength(6)
    expect(html).toContain(`title="SHA-256 of all data files: ${'2b'.repeat(32)}"`)
  })

  it('draw a waterfall whose last bar is the net, to the last digit', () => {
    const [drawing] = /<svg class="plot waterfall".*?<\/svg>/s.exec(html)!
    const titles = [...drawing.matchAll(/<title>(.*?)<\/title>/g)].map(([, title]) => title)
    const { total } = figuresOf(fixture, { periodsPerYear: 365, riskFree: 0 })
    expect(titles.at(-1)).toBe(`net: ${exact(total.net)} USDT`)
    expect(titles.at(-2)).toContain(`together ${exact(total.net)} USDT`)
  })

  it('every link of the contents leads to a section', () => {
    const targets = [...html.matchAll(/<a href="#([^"]+)"/g)].map(([, id]) => id)
    expect(targets.length).toBeGreaterThan(5)
    for (const target of targets) expect(html).toContain(`<section id="${target}"`)
  })

  it('has one row per opening, fill and refusal', () => {
    const rows = (id: string) =>
      new RegExp(`<table id="${id}".*?<tbody>(.*?)</tbody>`, 's').exec(html)![1].match(/<tr/g)!.length
    expect(rows('trades-table')).toBe(fixture.legs.length)
    expect(rows('fills-table')).toBe(fixture.fills.length)
    expect(rows('refusals-table')).toBe(fixture.refusals.length)
    expect(rows('attribution-table')).toBe(2)
  })

  it('prints the sum of rule A2 with all its digits', () => {
    const { account } = figuresOf(fixture, { periodsPerYear: 365, riskFree: 0 })
    const wallet = Number(account.wallet.actual).toLocaleString('en-US', { maximumFractionDigits: 8 })
    expect(html).toContain(`= <strong>${wallet}</strong>, wallet ${wallet} <span class="holds">✓ exact</span>`)
    expect(html.match(/✓ exact/g)!.length).toBe(4)
  })

  it('A2: a sum that does not hold is shown as such', () => {
    const wrong = reportOf({ ...fixture, account: { ...fixture.account, wallet: '1' } })
    expect(wrong).toContain('✗ DIFFERS')
  })

  it('gives the deepest drawdown of the account in money, as those of the legs beside it', () => {
    const { drawdown } = figuresOf(fixture, { periodsPerYear: 365, riskFree: 0 })
    const foot = /<table id="attribution-table" data-sortable>.*?<tfoot>(.*?)<\/tfoot>/s.exec(html)![1]
    expect(drawdown.depth).toBeGreaterThan(0)
    expect(foot).toContain(`>${amount(drawdownAmount(fixture, drawdown))}</td`)
    expect(foot.match(/%/g)).toHaveLength(1)
  })

  it('lists what was noticed below the data files, one item per file that has any', () => {
    const [first, second] = fixture.data
    const page = reportOf({
      ...fixture,
      data: [
        { ...first, notes: [] },
        { ...second, notes: ['one', 'two <b>'] },
      ],
    })
    const [, files, after] = /<table id="data-table">(.*?)<\/table>(.*?)<\/section>/s.exec(page)!
    expect(files).not.toContain('two &lt;b&gt;')
    expect(after.match(/<li>/g)).toHaveLength(1)
    expect(after).toContain(`<li><strong>${second.file}</strong>: one · two &lt;b&gt;</li>`)
    const silent = reportOf({ ...fixture, data: fixture.data.map((fact) => ({ ...fact, notes: [] })) })
    expect(silent).not.toContain('Noticed')
  })

  it('counts refusals by code', () => {
    expect(html).toMatch(/<li><code>leg-open<\/code> \d+<\/li>/)
  })

  it('names hashes, command, engine and the chart library', () => {
    for (const hash of Object.values(meta.hashes)) expect(html).toContain(hash)
    expect(html).toContain(meta.command)
    expect(html).toContain('hedgerow 0.1.0')
    expect(html).toContain('TradingView Lightweight Charts™, Copyright (c) 2026 TradingView, Inc.')
    expect(html).toContain('https://www.tradingview.com/')
  })
})

describe('what a reader must not miss', () => {
  it('a run that a sweep chose says of how many, and whether the answer is luck', () => {
    const evidence = {
      trials: 40,
      effectiveTrials: 12.34,
      days: 90,
      minDays: 400.2,
      sharpe: 1.5,
      luckySharpe: 1.25,
      probabilisticSharpe: 0.9,
      deflatedSharpe: 0.55,
      overfitting: null,
      neighbourhood: null,
      trades: 40,
      edges: [],
    }
    const verdict = { level: 'doubtful', sentences: ['This answer may be luck.'] } as const
    const chosen = (place: number): string =>
      reportOf(fixture, 'void 0', { chosenBy: { place, trials: 40, evidence, verdict } })
    const first = chosen(1)
    expect(first).toContain('The best of 40 trials of a sweep')
    expect(first).toContain('<li>This answer may be luck.</li>')
    expect(first).toMatch(/Deflated Sharpe ratio<\/td>\s*<td[^>]*>55\.0%/)
    expect(first).toMatch(/Minimum track record, days<\/td>\s*<td[^>]*>401</)
    expect(first).toMatch(/Probability of backtest overfitting<\/td>\s*<td[^>]*>–/)
    expect(chosen(3)).toContain('Number 3 of 40 trials of a sweep')
    expect(html).toContain('This page is one trial')
    expect(first).not.toContain('This page is one trial')
  })

  it('data that a program made are marked, and real are called only those of which a sidecar says so', () => {
    const badgeOf = (page: string) => /<div class="badges"><span [^>]*title="([^"]*)">([^<]*)</.exec(page)!.slice(1)
    const [, funding] = fixture.data
    const facts = fixture.data.map((fact) => ({ ...fact, synthetic: false, real: true }))
    expect(badgeOf(html)[1]).toBe('SYNTHETIC DATA')
    expect(badgeOf(reportOf({ ...fixture, data: facts }))[1]).toBe('real data')
    const [candles] = facts
    const unmarked = reportOf({ ...fixture, data: [candles, { ...funding, synthetic: false }] })
    expect(badgeOf(unmarked)).toEqual([
      `Nothing states whether this is real or synthetic: ${funding.file}`,
      'unmarked data',
    ])
    expect(unmarked).toContain('<td>not stated</td>')
  })

  it('a run that did not end says so, with its error', () => {
    expect(html).not.toContain('INCOMPLETE')
    const broken = reportOf({ ...fixture, status: 'incomplete', error: 'Strategy threw <here>' })
    expect(broken).toContain('INCOMPLETE')
    expect(broken).toContain('Strategy threw &lt;here&gt;')
  })

  it('the verdict says in words what the figures say', () => {
    const [, sentence, then] = /<p class="verdict">(.*?)<\/p>\n<p>(.*?)<\/p>/s.exec(html)!
    const { metrics } = figuresOf(fixture, { periodsPerYear: 365, riskFree: 0 })
    expect(sentence).toContain(`turned 10,000.00 USDT into`)
    expect(sentence.match(/\.(?!\d)/g)).toHaveLength(1)
    expect(then).toContain(`${(metrics.maxDrawdown! * 100).toFixed(2)}%`)
    expect(then).toContain('1 leg was liquidated')
    expect(then).toContain('in 2 candles the order of high and low decided')
  })

  it('what is undefined prints a dash, never NaN, null or undefined', () => {
    const text = reportOf(bareResult([1000, 1000]))
    const page = text.slice(0, text.indexOf('id="chart-data"'))
    expect(page).toMatch(/<dt>Sharpe<\/dt><dd class="">–<\/dd>/)
    expect(page).not.toMatch(/NaN|Infinity|undefined(?! )|null/)
  })

  it('is whole for a run that ended before its first candle', () => {
    expect(reportOf(bareResult([], { status: 'incomplete', error: 'threw in onStart' }))).toContain('threw in onStart')
  })

  it('rows beyond the limit are left out, and that is said', () => {
    const many = { ...fixture, refusals: Array.from({ length: 300 }, () => fixture.refusals[0]) }
    expect(reportOf(many)).toContain('The first 200 of 300 are shown; result.json has all of them.')
  })
})

describe('text of users', () => {
  const hostile: BacktestResult = {
    ...fixture,
    name: HOSTILE,
    error: HOSTILE,
    status: 'incomplete',
    strategy: {
      name: HOSTILE,
      params: { [HOSTILE]: HOSTILE },
      legs: [{ name: HOSTILE, side: null, leverage: 1, hedges: HOSTILE }],
    },
    data: fixture.data.map((fact) => ({ ...fact, file: HOSTILE, notes: [HOSTILE] })),
    assumptions: [HOSTILE],
    warnings: [HOSTILE],
    legs: fixture.legs.map((leg) => ({ ...leg, name: HOSTILE })),
    fills: fixture.fills.map((fill) => ({ ...fill, name: HOSTILE })),
    refusals: fixture.refusals.map((refusal) => ({ ...refusal, leg: HOSTILE, message: HOSTILE })),
  }
  const page = reportOf(hostile, 'void 0', { pair: HOSTILE, command: HOSTILE })

  it('is never markup, wherever it stands', () => {
    expect(page).not.toContain('<script>alert')
    expect(page).not.toContain('<img')
    expect(page.match(/<script/g)!.length).toBe(2)
    expect(page.split(ESCAPED).length - 1).toBeGreaterThan(100)
  })

  it('keeps emoji, and loses what would turn the direction of the text', () => {
    expect(page).toContain('😀')
    expect(page.slice(0, page.indexOf('id="chart-data"'))).not.toContain('\u202E')
  })

  it('does not end the data of the charts early', () => {
    const [, json] = /<script type="application\/json" id="chart-data">(.*?)<\/script>/s.exec(page)!
    expect(json).not.toContain('<')
    expect((JSON.parse(json) as { legs: string[] }).legs).toContain(shortName(HOSTILE))
  })
})

describe('the content security policy', () => {
  it('admits the hash of the one style and the one script, and nothing else', () => {
    const style = /<style>(.*?)<\/style>/s.exec(html)![1]
    const script = /<script>(.*?)<\/script>/s.exec(html)![1]
    const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html)![1].replaceAll('&#39;', "'")
    expect(policy).toBe(
      `default-src 'none'; style-src 'sha256-${sha256Base64(style)}'; script-src 'sha256-${sha256Base64(script)}'; img-src data:; base-uri 'none'; form-action 'none'`,
    )
  })

  it('holds for a script with its own end tag and line ends of Windows', () => {
    const page = reportOf(fixture, 'const a = "</script><!--"\r\nvoid a')
    const script = /<script>(.*?)<\/script>/s.exec(page)![1]
    expect(script).toBe('const a = "\\x3c/script>\\x3c!--"\nvoid a')
    expect(page).toContain(sha256Base64(script))
  })

  it('needs no style attribute and no handler attribute', () => {
    expect(html).not.toMatch(/ style="/)
    expect(html).not.toMatch(/ on[a-z]+="/)
  })
})

it('T5: the same result makes the same page', () => {
  const figures = figuresOf(fixture, { periodsPerYear: 365, riskFree: 0 })
  expect(reportHtml(fixture, figures, meta, { browserScript: 'void 0', sha256Base64, deflate })).toBe(html)
})
