import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { figuresOf } from '#analysis/figures.js'
import { iso, MINUTE_MS } from '#domain/time.js'
import { runCard } from '#report/documents/run-card.js'
import { amount } from '#report/html-format.js'
import { indexHtml } from '#report/index-html.js'
import { START } from '../analysis/bare-result.js'
import { fixtureResult } from '../analysis/fixture.js'
import { bundleBrowserScript, reportOf, sha256Base64 } from '../report/report-of.js'
import { launchChromium } from './chromium.js'
import { allOf, nextFrames, opened, seriousOf } from './opened-page.js'

const found = await launchChromium()
if (found.browser === null) console.warn(`The report was not opened in a browser: ${found.why}`)

/** The charts stand, or there are none to wait for. */
const PAINTED = `document.querySelector('#price-readout').textContent !== ''`
const AT_ONCE = 'true'

describe.skipIf(found.browser === null)('the report in a browser, from disk, offline', () => {
  const browser = found.browser as Browser
  let folder: string
  let script: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hedgerow-report-'))
    script = await bundleBrowserScript()
    await writeFile(join(folder, 'report.html'), reportOf(fixtureResult(), script))
  })

  afterAll(async () => {
    await browser.close()
    await rm(folder, { recursive: true, force: true })
  })

  /** Opens a page with the network off and fails the test if it complains or asks for anything but itself. */
  const open = (
    check: (page: Page) => Promise<void>,
    options: BrowserContextOptions = {},
    file = 'report.html',
    ready = PAINTED,
  ) => opened(browser, join(folder, file), check, { ...options, ready })

  it('paints both charts, in light and in dark', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await open(
        async (page) => {
          for (const id of ['equity-chart', 'price-chart']) {
            expect((await pixelsOf(page, id)).painted, `${id}, ${colorScheme}`).toBeGreaterThan(0.005)
          }
        },
        { colorScheme },
      )
    }
  })

  it('shows verdict, figures and equity on the first screen', async () => {
    await open(
      async (page) => {
        for (const id of ['.verdict', '.headlines', '#equity-chart']) {
          const box = (await page.locator(id).boundingBox())!
          expect(box.y, id).toBeGreaterThanOrEqual(0)
          expect(box.y + box.height, id).toBeLessThanOrEqual(900)
        }
      },
      { viewport: { width: 1280, height: 900 } },
    )
  })

  it('names the close of the candle beside its equity', async () => {
    const { candles, curve } = fixtureResult()
    const closed = iso(candles.openedAt.at(-1)! + candles.timeframeMs)
      .slice(0, 16)
      .replace('T', ' ')
    await open(async (page) => {
      const told = await page.locator('#equity-readout').textContent()
      expect(told).toContain(`close at ${closed} · equity ${amount(curve.equity.at(-1)!)} USDT`)
    })
  })

  it('draws each leg in its own color', async () => {
    await open(async (page) => {
      const { colors } = await pixelsOf(page, 'price-chart')
      expect(colors['0072b2'], 'core').toBeGreaterThan(1500)
      expect(colors['d55e00'], 'hedge').toBeGreaterThan(500)
    })
  })

  it('sorts a table by a click on its heading, and turns it round by another', async () => {
    await open(async (page) => {
      const nets = () =>
        page.$$eval('#trades-table tbody tr', (rows) => rows.map((row) => Number(row.cells[9]!.dataset['sort'])))
      const heading = page.locator('#trades-table thead button', { hasText: /^Net$/ })
      const before = await nets()
      await heading.click()
      expect(await nets()).toEqual([...before].sort((a, b) => b - a))
      expect(await page.locator('#trades-table th[aria-sort]').getAttribute('aria-sort')).toBe('descending')
      await heading.click()
      expect(await nets()).toEqual([...before].sort((a, b) => a - b))
      expect(await nets()).not.toEqual(before)
    })
  })

  it('shows a trade in the price chart when its row is clicked, and by keyboard', async () => {
    await open(async (page) => {
      const canvas = page.locator('#price-chart')
      const whole = await canvas.screenshot()
      const row = page.locator('#trades-table tbody tr').nth(9)
      await row.locator('td').nth(4).click()
      await nextFrames(page)
      expect(await row.getAttribute('aria-current')).toBe('true')
      expect(await page.evaluate('scrollY')).toBeGreaterThan(0)
      // The trade's own tint fills what the zoom made its part of the chart.
      const { colors } = await pixelsOf(page, 'price-chart')
      const all = Object.values(colors).reduce((sum, count) => sum + count, 0)
      const tint = Math.max(...Object.entries(colors).map(([color, count]) => (color === 'ffffff' ? 0 : count)))
      expect(tint / all).toBeGreaterThan(0.15)
      const trade = await canvas.screenshot()
      expect(trade.equals(whole)).toBe(false)
      await page.locator('#trades-table tbody tr').nth(1).locator('button').focus()
      await page.keyboard.press('Enter')
      await nextFrames(page)
      expect((await canvas.screenshot()).equals(trade)).toBe(false)
      expect(await page.locator('#trades-table tr[aria-current]').count()).toBe(1)
    })
  })

  it('tells why the chosen trade ended and what was booked for it, on one screen with the chart', async () => {
    const result = fixtureResult()
    const liquidated = result.legs.find((leg) => leg.exitReason === 'liquidation')!
    await open(
      async (page) => {
        await page.locator(`#trades-table tr[data-opening="${liquidated.id}"] button`).click()
        await nextFrames(page)
        const details = page.locator('#details')
        const told = await details.textContent()
        expect(told).toContain(`#${liquidated.id} core long`)
        expect(told).toContain('it was liquidated')
        expect(told).toContain(`liquidation price ${amount(liquidated.liquidationPrice)}`)
        const booked = result.journal.flatMap(({ postings }) =>
          postings.filter(({ account }) => account === `liquidation:${liquidated.id}`),
        )
        expect(booked.length).toBeGreaterThan(0)
        for (const { account } of booked) expect(told).toContain(account)
        for (const id of ['price-chart', 'details']) {
          const box = (await page.locator(`#${id}`).boundingBox())!
          expect(box.y, id).toBeGreaterThanOrEqual(0)
          expect(box.y + box.height, id).toBeLessThanOrEqual(900)
        }
      },
      { viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' },
    )
  })

  it('filters the rows of a table by words, and goes through them by arrow keys', async () => {
    await open(async (page) => {
      const shown = () => page.locator('#trades-table tbody tr:not([hidden])')
      const hedges = fixtureResult().legs.filter((leg) => leg.name === 'hedge' && leg.exitReason === 'signal')
      await page.locator('input[data-filters="trades-table"]').fill('hedge  Signal')
      expect(await shown().count()).toBe(hedges.length)
      expect(hedges.length).toBeGreaterThan(1)
      await shown().first().locator('button').focus()
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')
      await nextFrames(page)
      expect(await page.locator('tr[aria-current]').getAttribute('data-opening')).toBe(String(hedges[1].id))
    })
  })

  it('comes to the single candles of a long run by zooming, and back', async () => {
    const long = fixtureResult({ length: 40_000, timeframeMs: MINUTE_MS, cycle: 12_000 })
    await writeFile(join(folder, 'deep.html'), reportOf(long, script))
    await open(
      async (page) => {
        const told = () => page.locator('#price-readout').textContent()
        const press = async (zoom: string, times: number) => {
          for (let at = 0; at < times; at++)
            await page.locator(`.tools[data-chart="price"] [data-zoom="${zoom}"]`).click()
          await nextFrames(page)
        }
        expect(await told()).toContain(' · 15m · ')
        await press('in', 5)
        expect(await told()).toContain(' · 1m · ')
        const box = (await page.locator('#price-chart').boundingBox())!
        const before = await told()
        await page.mouse.move(box.x + 100, box.y + 60)
        await page.mouse.down()
        await page.mouse.move(box.x + 600, box.y + 60, { steps: 8 })
        await page.mouse.up()
        await page.mouse.move(0, 0)
        await nextFrames(page)
        expect(await told()).not.toBe(before)
        expect((await pixelsOf(page, 'price-chart')).painted).toBeGreaterThan(0.005)
        await press('all', 1)
        expect(await told()).toContain(' · 15m · ')
      },
      {},
      'deep.html',
    )
  })

  it('has nothing serious that axe finds, in light, in dark and with a trade chosen', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await open(
        async (page) => {
          await page.locator('#trades-table tbody button').first().click()
          await nextFrames(page)
          expect(await seriousOf(page)).toEqual([])
        },
        { colorScheme },
      )
    }
  })

  it('has an index of runs that sorts, filters and says nothing that axe finds serious', async () => {
    const result = fixtureResult()
    const figures = figuresOf(result, { periodsPerYear: 365, riskFree: 0 })
    const card = runCard({ ...result, name: '<img src=x onerror=alert(1)>' }, figures, 'TAO/USDT:USDT', ['<b>bold</b>'])
    const other = { ...card, name: 'other', strategy: 'Hold', metrics: { ...card.metrics, sharpe: 9 } }
    const runs = [
      { folder: `"><img src=x onerror=alert(1)>`, writtenAt: START, page: 'report.html', card },
      { folder: 'other', writtenAt: START - 1, page: null, card: other },
    ]
    const browserScript = await bundleBrowserScript('index.ts')
    await writeFile(join(folder, 'index.html'), indexHtml(runs, { browserScript, sha256Base64, isLive: false }))
    await open(
      async (page) => {
        expect(await page.locator('img').count()).toBe(0)
        await page.locator('#runs-table thead button', { hasText: /^Sharpe$/ }).click()
        expect(await page.locator('#runs-table tbody tr').first().getAttribute('data-folder')).toBe('other')
        await page.locator('input[type="search"]').fill('hold')
        expect(await page.locator('#runs-table tbody tr:not([hidden])').count()).toBe(1)
        expect(await allOf(page)).toEqual([])
      },
      {},
      'index.html',
      AT_ONCE,
    )
  })

  const eventful = () => {
    const result = fixtureResult()
    const { candles, first } = result
    const trend = Float64Array.from(candles.close, (close) => close * 1.01)
    const strength = Float64Array.from(candles.close, (_, row) => (row < 20 ? Number.NaN : 50 + 20 * Math.sin(row / 9)))
    const indicators = [
      { name: 'trend', values: trend },
      { name: '<img src=x onerror=alert(1)>', values: strength },
    ]
    const title = '<img src=x onerror=alert(2)>'
    const rows = Array.from({ length: 12 }, (_, at) => first + 30 + at)
    const events = rows.map((row) => ({ at: candles.openedAt[row], kind: 'upgrade', title, weight: 3 }))
    return { result: { ...result, indicators }, events }
  }

  it('draws what the strategy declared, and marks dated events, which it names', async () => {
    const { result, events } = eventful()
    await writeFile(join(folder, 'events.html'), reportOf(result, script, { events }))
    await open(
      async (page) => {
        expect(await page.locator('img').count()).toBe(0)
        // Over the price: another color than any leg's. In a pane of its own: told in the readout.
        expect((await pixelsOf(page, 'price-chart')).colors['3f6fd8'], 'trend').toBeGreaterThan(30)
        expect(await page.locator('#overlay-key').textContent()).toContain('trend')
        const told = await page.locator('#price-readout').textContent()
        expect(told).toMatch(/trend [\d,.]+ · <img src=x onerror=alert\(1\)> [\d,.]+/)

        await page.locator('#price-chart').scrollIntoViewIfNeeded()
        const box = (await page.locator('#price-chart').boundingBox())!
        // Somewhere across the chart lie the candles of the events.
        let named = ''
        for (let x = 5; x < box.width - 90 && !named.includes('◆'); x += 2) {
          await page.mouse.move(box.x + x, box.y + 60)
          named = (await page.locator('#price-readout').textContent())!
        }
        expect(named).toContain('◆ upgrade: <img src=x onerror=alert(2)> (weight 3)')
        await page.locator('#price details summary').click()
        expect(await page.locator('#events-table tbody tr').count()).toBe(12)
        expect(await seriousOf(page)).toEqual([])
      },
      {},
      'events.html',
    )
  })

  it('sorts the legs, and shows the trades of the one that is asked for', async () => {
    await open(async (page) => {
      const names = () => page.$$eval('#attribution-table tbody .leg', (legs) => legs.map((leg) => leg.textContent))
      const before = await names()
      const heading = page.locator('#attribution-table thead button', { hasText: /^Net$/ })
      await heading.click()
      const down = await names()
      await heading.click()
      expect(await names()).toEqual([...down].toReversed())
      expect(new Set(down)).toEqual(new Set(before))
      await page.locator('#attribution-table [data-trades-of="hedge"]').click()
      const shown = page.locator('#trades-table tbody tr:not([hidden])')
      expect(await shown.count()).toBe(fixtureResult().legs.filter(({ name }) => name === 'hedge').length)
      expect(await page.evaluate('scrollY')).toBeGreaterThan(500)
    })
  })

  it('shows a trade from the table of campaigns', async () => {
    await open(async (page) => {
      const jump = page.locator('#campaigns-table [data-jump]').nth(1)
      const opening = await jump.getAttribute('data-jump')
      await jump.click()
      await nextFrames(page)
      expect(await page.locator('tr[aria-current]').getAttribute('data-opening')).toBe(opening)
      expect(await page.locator('#details').textContent()).toContain(`#${opening} `)
    })
  })

  it('tells a time in the reader’s own zone when it is pointed at', async () => {
    const [leg] = fixtureResult().legs
    await open(
      async (page) => {
        const cell = page.locator('#trades-table tbody tr').first().locator('td').nth(4)
        expect(await cell.textContent()).toBe(iso(leg.openedAt).slice(0, 16).replace('T', ' '))
        await cell.hover()
        const there = new Date(leg.openedAt).toLocaleString('en-GB', {
          dateStyle: 'medium',
          timeStyle: 'short',
          timeZone: 'Asia/Tokyo',
        })
        expect(await cell.getAttribute('title')).toBe(`${there} (GMT+9)`)
      },
      { timezoneId: 'Asia/Tokyo' },
    )
  })

  it('zooms by its buttons and returns to the whole run', async () => {
    await open(async (page) => {
      const chart = page.locator('#equity-chart')
      const whole = await chart.screenshot()
      await page.locator('.tools[data-chart="equity"] [data-zoom="in"]').click()
      await nextFrames(page)
      expect((await chart.screenshot()).equals(whole)).toBe(false)
    })
  })

  it('is not wider than a phone', async () => {
    await open(
      async (page) => {
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
        await page.locator('#trades-table tbody button').first().click()
        await nextFrames(page)
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
      },
      { viewport: { width: 390, height: 800 } },
    )
  })

  it('prints', async () => {
    await open(async (page) => {
      expect((await page.pdf({ format: 'A4' })).byteLength).toBeGreaterThan(20_000)
    })
  })

  it('prints dark on light where the screen is dark, text and charts', async () => {
    const cornerOf = (page: Page) =>
      page.evaluate(`(() => {
        const canvas = document.querySelector('#price-chart canvas')
        const context = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d')
        context.drawImage(canvas, 0, 0)
        return [getComputedStyle(document.querySelector('h1')).color, ...context.getImageData(2, 2, 1, 1).data.slice(0, 3)]
      })()`)
    await open(
      async (page) => {
        expect(await cornerOf(page)).toEqual(['rgb(230, 233, 236)', 27, 31, 35])
        await page.emulateMedia({ media: 'print' })
        await nextFrames(page)
        expect(await cornerOf(page)).toEqual(['rgb(29, 33, 38)', 255, 255, 255])
        // No table is wider than the paper.
        const { width } = page.viewportSize()!
        const wider = await page.$$eval('.scroll table', (tables) =>
          tables.map((table) => table.getBoundingClientRect().width),
        )
        expect(Math.max(...wider)).toBeLessThanOrEqual(width)
      },
      { colorScheme: 'dark', viewport: { width: 1047, height: 718 } },
    )
  })

  it('prints charts of a wide screen whole, without what can only be done on a screen', async () => {
    await open(
      async (page) => {
        // A page is printed as it was painted, without its scripts: a chart keeps the width it has on the screen.
        const widths = await page.$$eval('.chart table', (all) => all.map((one) => one.getBoundingClientRect().width))
        expect(Math.max(...widths)).toBeGreaterThan(1000)
        await page.emulateMedia({ media: 'print' })
        const zoom = Number(await page.evaluate('getComputedStyle(document.body).zoom'))
        const a4Landscape = ((297 - 2 * 10) / 25.4) * 96
        expect(Math.max(...widths) * zoom).toBeLessThanOrEqual(a4Landscape)
        expect(await page.locator('.on-screen:visible').count()).toBe(0)
      },
      { viewport: { width: 1920, height: 1080 } },
    )
  })

  it('opens a long run in buckets', async () => {
    const long = fixtureResult({ length: 40_000, timeframeMs: MINUTE_MS, cycle: 12_000 })
    await writeFile(join(folder, 'long.html'), reportOf(long, script))
    await open(
      async (page) => expect((await pixelsOf(page, 'price-chart')).painted).toBeGreaterThan(0.005),
      {},
      'long.html',
    )
  })

  it('does nothing that a hostile name asks for', async () => {
    const name = `</script><script>alert(1)</script><img src=x onerror=alert(1)>"'\u202E${'x'.repeat(10_000)}`
    const result = fixtureResult()
    const rename = <Item extends { readonly name: string }>(item: Item): Item =>
      item.name === 'core' ? { ...item, name } : item
    const hostile = {
      ...result,
      name,
      legs: result.legs.map(rename),
      fills: result.fills.map(rename),
      strategy: { ...result.strategy, legs: result.strategy.legs.map(rename) },
    }
    await writeFile(join(folder, 'hostile.html'), reportOf(hostile, script, { pair: name, command: name }))
    await open(
      async (page) => {
        expect(await page.locator('img').count()).toBe(0)
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(1280)
      },
      {},
      'hostile.html',
    )
  })
})

interface Pixels {
  /** Share of the pixels that differ from their canvas's corner. */
  readonly painted: number
  /** How many pixels have a color, by `rrggbb`. */
  readonly colors: Readonly<Record<string, number>>
}

/** What is on the canvases of a chart, read once each from a copy. */
function pixelsOf(page: Page, id: string): Promise<Pixels> {
  return page.evaluate(`(() => {
    const colors = {}
    let painted = 0
    let total = 0
    for (const canvas of document.querySelectorAll('#${id} canvas')) {
      if (canvas.width * canvas.height === 0) continue
      const context = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true })
      context.drawImage(canvas, 0, 0)
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height)
      const name = (at) => ((data[at] << 16) | (data[at + 1] << 8) | data[at + 2]).toString(16).padStart(6, '0')
      const corner = name(0)
      for (let at = 0; at < data.length; at += 4) {
        if (data[at + 3] === 0) continue
        const color = name(at)
        colors[color] = (colors[color] ?? 0) + 1
        total++
        if (color !== corner) painted++
      }
    }
    return { painted: painted / total, colors }
  })()`)
}
