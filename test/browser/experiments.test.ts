import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { comparisonOf, type ComparedRun } from '#experiments/compare/comparison.js'
import type { DataSeen } from '#experiments/data-seen.js'
import { listedDimension } from '#experiments/space/dimension.js'
import { HeatMap } from '#experiments/sweep/heat-map.js'
import { bootstrapHtml, type BootstrapPage } from '#report/bootstrap-html.js'
import { compareHtml } from '#report/compare-html.js'
import { sweepHtml } from '#report/sweep-html.js'
import type { SweepPage } from '#report/sweep-page.js'
import { bundleBrowserScript, sha256Base64 } from '../report/report-of.js'
import { launchChromium } from './chromium.js'
import { allOf, opened } from './opened-page.js'

const hostile = `</script><script>alert(1)</script><img src=x onerror=alert(1)>"'\u202E😀${'x'.repeat(10_000)}`
const engine = { name: 'hedgerow', version: '0.1.0' }
const DAY_MS = 86_400_000
const START = Date.UTC(2025, 0, 1)
const instants = Float64Array.from({ length: 50 }, (_, day) => START + day * DAY_MS)

const seen: DataSeen = {
  pair: 'TAO/USDT:USDT',
  timeframeMs: DAY_MS,
  from: START,
  to: START + 50 * DAY_MS,
  candles: 50,
  hash: '0123456789abcdef'.repeat(4),
  synthetic: true,
}

const runOf = (ratio: number, name: string): ComparedRun => ({
  name,
  params: { 'strategy.params.hedgeRatio': ratio },
  hash: `hash ${ratio}`,
  status: 'complete',
  error: null,
  metrics: { totalReturn: ratio / 2, maxDrawdown: 0.1 + ratio / 3, sharpe: 1 - ratio, hedgeCost: -10, liquidations: 0 },
  curve: Float64Array.from(instants, (_, day) => 1000 + day * ratio * 10),
  twins: null,
  details: { currency: 'USDT', synthetic: true, instants, fills: [], hedge: null },
})

function comparison(name: string, browserScript: string): string {
  const runs = [0, 0.25, 0.5, 0.75, 1].map((ratio) => runOf(ratio, `${name} ${ratio}`))
  const pages = runs.map((_, at) => (at === 1 ? 'runs/2/report.html' : null))
  const compared = comparisonOf(name, ['strategy.params.hedgeRatio'], runs, [{ ...seen, pair: name }])
  return compareHtml(compared, { engine, command: name, browserScript, pages, sha256Base64 })
}

/** The first three of these trials, and the first on ten days more. */
function curvesOf(best: readonly { readonly index: number }[]): SweepPage['curves'] {
  const trials = best.slice(0, 3).map(({ index }) => ({
    index,
    instants: instants.slice(0, 40),
    values: Float64Array.from({ length: 40 }, (_, day) => 1000 + day * index),
  }))
  const after = instants.slice(40)
  return { trials, holdout: { index: best[0].index, instants: after, values: after.map((_, day) => 1000 - day) } }
}

/** Three parameters of three values; what the third does differs from what the second does. */
function sweepOf(name: string, browserScript: string): string {
  const paths = ['hedge', 'stop', 'trend'].map((key) => ['strategy', 'params', key])
  const space = paths.map((path) => listedDimension(path, [1, 2, 3]))
  const heats = HeatMap.allOf(space)
  const best = Array.from({ length: 27 }, (_, index) => {
    const point = [1 + Math.floor(index / 9), 1 + (Math.floor(index / 3) % 3), 1 + (index % 3)]
    const score = point[0] + point[1] * 10 + point[2] * 100
    for (const heat of heats) heat.add(point, score)
    const params = Object.fromEntries(paths.map((path, at) => [path.join('.'), point[at]]))
    const metrics = { sharpe: score, totalReturn: index / 50, maxDrawdown: (27 - index) / 50, liquidations: 0 }
    return { index, hash: `h${index}`, point, params, metrics, isFeasible: true, isOnFront: index === 26 }
  }).toReversed()
  const page: SweepPage = {
    name,
    data: { ...seen, pair: name },
    method: 'grid',
    seed: 1,
    varied: paths.map((path) => path.join('.')),
    objectives: [{ metric: 'sharpe', direction: 'max' }],
    constraints: [],
    seen: { from: START, to: START + DAY_MS },
    trials: 27,
    counts: { complete: 27, failed: 0, refused: 0 },
    errors: [],
    best,
    winner: best[0],
    evidence: null,
    verdict: null,
    heats,
    drawn: best,
    tops: 1,
    curves: curvesOf(best),
    walk: null,
    holdout: {
      span: { from: instants[40], to: instants[49] },
      error: null,
      metrics: { totalReturn: -0.009, maxDrawdown: 0.02, sharpe: -1 },
    },
  }
  return sweepHtml(page, { engine, command: name, browserScript }, sha256Base64)
}

function bootstrapOf(name: string, browserScript: string): string {
  const interval = { low: -0.1, median: 0.2, high: 0.4, count: 10 }
  const share = { share: 0.1, low: 0, high: 0.2 }
  const shares = [0.05, 0.25, 0.5, 0.75, 0.95]
  const page = {
    name,
    data: { ...seen, pair: name },
    currency: 'USDT',
    runs: 10,
    failed: 0,
    seed: 1,
    block: '3d',
    closes: instants,
    notes: [],
    errors: [],
    compared: 10,
    twinsMissing: null,
    sharpe: interval,
    observed: { ...runOf(0.5, name), index: 0, dailyReturns: null },
    accounts: [
      {
        name: 'run',
        totalReturn: interval,
        maxDrawdown: interval,
        liquidation: share,
        loss: share,
        fan: {
          at: Int32Array.from(instants, (_, day) => day),
          shares,
          bands: shares.map((one) => Float64Array.from(instants, (_, day) => 1000 + one * day * 100)),
        },
      },
    ],
  } satisfies BootstrapPage
  return bootstrapHtml(page, { engine, command: name, browserScript }, sha256Base64)
}

const found = await launchChromium()
if (found.browser === null) console.warn(`The pages of experiments were not opened in a browser: ${found.why}`)

describe.skipIf(found.browser === null)('the pages of experiments in a browser, from disk, offline', () => {
  const browser = found.browser as Browser
  let folder: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hedgerow-experiments-'))
    const makers = { compare: comparison, sweep: sweepOf, bootstrap: bootstrapOf }
    for (const [kind, make] of Object.entries(makers)) {
      const script = await bundleBrowserScript(`${kind}.ts`)
      await writeFile(join(folder, `${kind}.html`), make('plain', script))
      await writeFile(join(folder, `${kind}-hostile.html`), make(hostile, script))
    }
  })

  afterAll(async () => {
    await browser.close()
    await rm(folder, { recursive: true, force: true })
  })

  const kinds = ['compare', 'sweep', 'bootstrap'] as const
  const path = (name: string): string => join(folder, `${name}.html`)

  it.each(kinds)('%s has nothing that axe finds, in light and in dark', async (kind) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await opened(browser, path(kind), async (page) => expect(await allOf(page)).toEqual([]), { colorScheme })
    }
  })

  it.each(kinds)('%s does nothing that a hostile name asks for, and is no wider for it', async (kind) => {
    for (const width of [1280, 390]) {
      await opened(
        browser,
        path(`${kind}-hostile`),
        async (page) => {
          expect(await page.locator('img').count()).toBe(0)
          expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
          if (kind !== 'bootstrap') await page.locator('circle[data-trial="0"]').hover({ force: true })
          expect(await page.locator('img').count()).toBe(0)
        },
        { viewport: { width, height: 800 } },
      )
    }
  })

  /** Drags in a drawing from one share of its box to another. */
  async function drag(page: Page, selector: string, from: readonly number[], to: readonly number[]): Promise<void> {
    await page.locator(selector).scrollIntoViewIfNeeded()
    const box = (await page.locator(selector).boundingBox())!
    await page.mouse.move(box.x + box.width * from[0], box.y + box.height * from[1])
    await page.mouse.down()
    await page.mouse.move(box.x + box.width * to[0], box.y + box.height * to[1], { steps: 4 })
    await page.mouse.up()
  }

  const rows = (page: Page): Promise<readonly number[]> =>
    page.$$eval('tr[data-trial]:not(.out)', (all) => all.map((row) => Number(row.getAttribute('data-trial'))))

  it('tells a run that is pointed at, and opens its report from the table', async () => {
    await opened(browser, path('compare'), async (page) => {
      await page.locator('circle[data-trial="1"]').hover()
      const told = await page.locator('.tip').textContent()
      expect(told).toContain('plain 0.25')
      expect(told).toContain('Return 12.50%')
      expect(told).toContain('has a report of its own')
      expect(await page.locator('tr[data-trial="1"]').getAttribute('class')).toContain('pointed')
      expect(await page.locator('tr[data-trial="1"] a').getAttribute('href')).toBe('runs/2/report.html')
    })
  })

  it('chooses runs by a frame in the picture, for the table and the other pictures', async () => {
    await opened(browser, path('compare'), async (page) => {
      expect(await rows(page)).toHaveLength(5)
      // The runs lie on a line from the lower left to the upper right.
      await drag(page, 'svg.brushed', [0.01, 0.99], [0.5, 0.4])
      expect(await rows(page)).toEqual([0, 1])
      expect(await page.locator('#curves polyline.out').count()).toBe(3)
      expect(await page.locator('.chosen').first().textContent()).toContain('2 of 5 are chosen.')
      await page.locator('.chosen button').first().click()
      expect(await rows(page)).toHaveLength(5)
    })
  })

  it('chooses runs along an axis, and by several axes those that all of them choose', async () => {
    await opened(browser, path('sweep'), async (page) => {
      // The first axis is `hedge`, its highest value on top; the third `trend`.
      await drag(page, '.axis-zone[data-axis="0"]', [0.5, 0], [0.5, 0.3])
      expect(await rows(page)).toHaveLength(9)
      await drag(page, '.axis-zone[data-axis="2"]', [0.5, 0], [0.5, 0.3])
      const both = await rows(page)
      expect(both).toHaveLength(3)
      const trials = await page.$$eval('tr[data-trial]:not(.out) td', (cells) => cells.map((cell) => cell.textContent))
      expect(trials.slice(0, 4)).toEqual(['26', '3', '3', '3'])
    })
  })

  it('shows the heat map of any two parameters', async () => {
    await opened(browser, path('sweep'), async (page) => {
      const titles = () => page.$$eval('#heat-picture rect title', (all) => all.map((title) => title.textContent))
      expect((await titles())[0]).toBe('strategy.params.hedge 1, strategy.params.stop 1: Sharpe 311')
      await page.locator('#heat-pickers select').nth(1).selectOption('strategy.params.trend')
      expect((await titles())[0]).toBe('strategy.params.hedge 1, strategy.params.trend 1: Sharpe 131')
      // The other way round: what was across stands up.
      await page.locator('#heat-pickers select').nth(0).selectOption('strategy.params.trend')
      expect((await titles())[1]).toBe('strategy.params.trend 2, strategy.params.hedge 1: Sharpe 231')
      expect(await page.locator('#heat-across').textContent()).toBe('strategy.params.trend')
      expect(await page.locator('#heat-picture .best').count()).toBe(1)
      // Figures in the cells, parameters along the sides, the scale below.
      expect((await page.locator('#heat-picture .in-cell').allTextContents()).slice(0, 2)).toEqual(['131', '231'])
      expect(await page.locator('#heat-picture .axis-title').allTextContents()).toEqual([
        'trend',
        'hedge',
        'Sharpe, best in the cell',
      ])
      expect(await page.locator('#heat-picture .legend text').allTextContents()).toEqual([
        '131',
        '333',
        'Sharpe, best in the cell',
      ])
      expect((await page.locator('#heat-picture svg').boundingBox())!.height).toBeGreaterThan(240)
    })
  })

  it('sorts and filters the table of trials, of which the first opens its own report', async () => {
    await opened(browser, path('sweep'), async (page) => {
      await page.locator('#best-table thead button', { hasText: /^Return$/ }).click()
      expect((await rows(page))[0]).toBe(0)
      await page.locator('#best-table thead button', { hasText: /^Return$/ }).click()
      expect((await rows(page))[0]).toBe(26)
      expect(await page.locator('#best-table a').count()).toBe(1)
      expect(await page.locator('tr[data-trial="0"] a').getAttribute('href')).toBe('top/1/report.html')
    })
  })

  it('tells the values of lines where they are pointed at, and by arrow keys', async () => {
    await opened(browser, path('bootstrap'), async (page) => {
      await page.locator('#fan-run svg').focus()
      await page.keyboard.press('ArrowRight')
      const told = await page.locator('.tip').textContent()
      // A step right of the middle of fifty days.
      expect(told).toContain('2025-01-25 23:45 UTC')
      expect(told).toContain('2,200.00  median')
      await page.locator('#fan-run svg').hover()
      expect(await page.locator('.cursor').count()).toBe(1)
    })
    await opened(browser, path('compare'), async (page) => {
      await page.locator('#curves svg.plot').hover()
      expect(await page.locator('.tip').textContent()).toContain('plain 1')
    })
  })

  it('tells of the best of a sweep what each was worth, none before it began or after it ended', async () => {
    await opened(browser, path('sweep'), async (page) => {
      const picture = page.locator('#curves svg.plot')
      await picture.scrollIntoViewIfNeeded()
      const box = (await picture.boundingBox())!
      await page.mouse.move(box.x + box.width * 0.5, box.y + box.height / 2)
      const early = (await page.locator('.tip').textContent())!
      expect(early).toContain('trial 26: hedge 3, stop 3, trend 3')
      expect(early).not.toContain('held out')
      await page.mouse.move(box.x + box.width * 0.95, box.y + box.height / 2)
      const late = (await page.locator('.tip').textContent())!
      expect(late).toMatch(/^2025-02-\d\d \d\d:\d\d UTC\n99\d\.\d\d  trial 26, held out$/)
      // A trial that is pointed at in the picture is marked in the table, and chosen with the others.
      await drag(page, '.axis-zone[data-axis="0"]', [0.5, 0], [0.5, 0.3])
      expect(await page.locator('#curves polyline.out').count()).toBe(0)
      await drag(page, '.axis-zone[data-axis="2"]', [0.5, 0], [0.5, 0.3])
      expect(await page.locator('#curves polyline.out').count()).toBe(2)
    })
  })

  it('shades the side at which more of a table lies', async () => {
    const shades = async (width: number) => {
      let found: readonly number[] = []
      await opened(
        browser,
        path('sweep'),
        async (page) => {
          const box = page.locator('.scroll:has(#best-table)')
          const png = (await box.screenshot()).toString('base64')
          // The lightest of each column of pixels, next to its right side and well inside: there may be words.
          found = await page.evaluate(`(async () => {
            const image = new Image()
            image.src = 'data:image/png;base64,${png}'
            await image.decode()
            const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height })
            const context = canvas.getContext('2d', { willReadFrequently: true })
            context.drawImage(image, 0, 0)
            const lightest = (x) => Math.max(...context.getImageData(x, Math.floor(image.height * 0.4), 1, Math.floor(image.height * 0.4)).data.filter((_, at) => at % 4 === 0))
            return [image.width - 3, image.width - 30].map(lightest)
          })()`)
        },
        { viewport: { width, height: 900 }, bypassCSP: true },
      )
      return found
    }
    const [edge, inside] = await shades(390)
    expect(edge).toBeLessThan(inside - 10)
    const [whole, middle] = await shades(1280)
    expect(Math.abs(whole - middle)).toBeLessThan(4)
  })

  it('prints', async () => {
    for (const kind of kinds) {
      await opened(browser, path(kind), async (page) => {
        await page.emulateMedia({ media: 'print' })
        expect((await page.pdf({ format: 'A4' })).byteLength).toBeGreaterThan(10_000)
      })
    }
  })
})
