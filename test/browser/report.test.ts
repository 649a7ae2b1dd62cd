import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { figuresOf } from '#analysis/figures.js'
import { iso, MINUTE_MS } from '#domain/time.js'
import type { StressOutcome } from '#experiments/stress/stress.js'
import { runCard } from '#report/documents/run-card.js'
import { amount, exact } from '#report/html-format.js'
import { indexHtml } from '#report/index-html.js'
import { START } from '../analysis/bare-result.js'
import { fixtureResult } from '../analysis/fixture.js'
import { bundleBrowserScript, reportOf, sha256Base64 } from '../report/report-of.js'
import { launchChromium } from './chromium.js'
import { allOf, columnsOf, nextFrames, opened, pictureOf, seriousOf } from './opened-page.js'

const found = await launchChromium()
if (found.browser === null) console.warn(`The report was not opened in a browser: ${found.why}`)

/** The charts stand, or there are none to wait for. */
const PAINTED = `document.querySelector('#price-readout').textContent !== ''`
const AT_ONCE = 'true'

const changed = [
  { name: 'slippage', change: 'slippage × 3', netProfit: -400 },
  { name: 'funding', change: 'funding 0.01% a print against the net side', netProfit: 250 },
] as const
const stress: readonly StressOutcome[] = changed.map((one) => ({
  ...one,
  totalReturn: one.netProfit / 10_000,
  maxDrawdown: 0.2,
  liquidations: 1,
  refusals: 0,
}))

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
    await open(
      async (page) => {
        const told = await page.locator('#equity-readout').textContent()
        expect(told).toContain(`close at ${closed} · equity ${amount(curve.equity.at(-1)!)} USDT`)
      },
      { timezoneId: 'UTC' },
    )
  })

  it('draws each leg in its own color', async () => {
    await open(async (page) => {
      const { colors } = await pixelsOf(page, 'price-chart')
      expect(colors['0072b2'], 'core').toBeGreaterThan(1500)
      expect(colors['d55e00'], 'hedge').toBeGreaterThan(500)
    })
  })

  it('draws a leg’s distance to liquidation where its band says that it is open, and nowhere else', async () => {
    await open(async (page) => {
      for (const zoom of [0, 3]) {
        for (let at = 0; at < zoom; at++) await page.locator('.tools[data-chart="price"] [data-zoom="in"]').click()
        await nextFrames(page)
        const [price, distance] = [await pictureOf(page, 0), await pictureOf(page, 2)]
        for (const [leg, color] of ['0072b2', 'd55e00'].entries()) {
          const band = new Set(columnsOf([price[price.length - 5 - 7 * leg]], color))
          const drawn = columnsOf(distance, color)
          expect(drawn.length, `${color}, zoom ${zoom}`).toBeGreaterThan(20)
          expect(band.size, `${color}, zoom ${zoom}`).toBeLessThan(price[0].length * 0.97)
          // A dash is a little longer than the candle for which it stands.
          const near = (x: number) => [-4, -3, -2, -1, 0, 1, 2, 3, 4].some((away) => band.has(x + away))
          expect(drawn.filter((x) => !near(x))).toEqual([])
          // Nearly every stretch of the band has its line.
          const shown = new Set(drawn)
          const missing = [...band].filter((x) => ![...Array(41).keys()].some((away) => shown.has(x + away - 20)))
          expect(missing).toEqual([])
        }
      }
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
          postings.filter(({ account }) => account === `fees:${liquidated.id}`),
        )
        expect(booked.length).toBeGreaterThan(0)
        for (const { amount: fee } of booked) expect(told).toContain(`fee−${exact(fee)}`)
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

  it('finds numbers as one types them: with the minus of the keyboard, and without separators', async () => {
    await open(async (page) => {
      const nets = await page.$$eval('#trades-table tbody tr', (rows) => rows.map((row) => row.cells[9]!.textContent))
      const net = nets.find((text) => /^−\d,\d{3}/.test(text))!
      const shown = page.locator('#trades-table tbody tr:not([hidden])')
      for (const typed of [net, net.replace('−', '-'), net.replace(/[−,]/g, ''), net.slice(0, 3)]) {
        await page.locator('input[data-filters="trades-table"]').fill(typed)
        expect(await shown.count(), typed).toBeGreaterThan(0)
        expect(await shown.allTextContents(), typed).toContainEqual(expect.stringContaining(net))
      }
      await page.locator('input[data-filters="trades-table"]').fill(`${net}9`)
      expect(await shown.count()).toBe(0)
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

        await page.evaluate(`document.querySelector('#price').scrollIntoView({ behavior: 'instant' })`)
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

  it('grows with each pane that is opened and shrinks with each that is folded away', async () => {
    await open(async (page) => {
      const heightOf = async () => (await page.locator('#price-chart').boundingBox())!.height
      const before = await heightOf()
      const box = page.locator('#price-panes label', { hasText: 'funding' })
      await box.click()
      await nextFrames(page)
      const folded = await heightOf()
      expect(before - folded).toBeGreaterThanOrEqual(80)
      expect((await panesOf(page)).length).toBe(4)
      await box.click()
      await nextFrames(page)
      expect(await heightOf()).toBe(before)
      const [price, ...panes] = await panesOf(page)
      expect(price).toBeGreaterThan(300)
      expect(panes.length).toBe(4)
      for (const pane of panes) expect(pane).toBeGreaterThanOrEqual(80)
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
        // Wherever else a time stands: in the header, in the panel, above the charts.
        await cell.click()
        const opened = page.locator('#details p', { hasText: 'Opened ' })
        await opened.hover()
        expect(await opened.getAttribute('title')).toContain(`${there} (GMT+9)`)
        await page.locator('header .subtitle').hover()
        expect(await page.locator('header .subtitle').getAttribute('title')).toMatch(
          /^\d{4}-\d\d-\d\d \d\d:\d\d UTC = .+ \(GMT\+9\)\n.+ \(GMT\+9\)$/,
        )
        await page.locator('#price-chart').focus()
        await page.keyboard.press('Home')
        await nextFrames(page)
        for (const chart of ['price', 'equity']) {
          expect(await page.locator(`#${chart}-readout`).textContent()).toMatch(/ UTC = .+ \(GMT\+9\) · /)
        }
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

  it('is gone through by keyboard: candle by candle, zoomed, paged, to either end, and left', async () => {
    const result = fixtureResult()
    const { openedAt, timeframeMs } = result.candles
    const named = (at: number) => iso(at).slice(0, 16).replace('T', ' ')
    const last = openedAt.length - 1
    await open(
      async (page) => {
        for (const [chart, at] of [
          ['price', (row: number) => `${named(openedAt[row])} ·`],
          ['equity', (row: number) => `close at ${named(openedAt[row] + timeframeMs)} ·`],
        ] as const) {
          const told = async (key: string) => {
            await page.keyboard.press(key)
            await nextFrames(page)
            return page.locator(`#${chart}-readout`).textContent()
          }
          await page.locator(`.tools[data-chart="${chart}"] [data-zoom="all"]`).click()
          await nextFrames(page)
          // By Tab, as the reader does: it comes after the buttons.
          await page.keyboard.press('Tab')
          expect(await page.evaluate('document.activeElement.id')).toBe(`${chart}-chart`)
          expect(await told('End')).toContain(at(last))
          expect(await told('ArrowRight')).toContain(at(last))
          expect(await told('ArrowLeft')).toContain(at(last - 1))
          expect(await told('ArrowLeft')).toContain(at(last - 2))
          const whole = await page.locator(`#${chart}-chart`).screenshot()
          expect(await told('+')).toContain(at(last - 2))
          expect((await page.locator(`#${chart}-chart`).screenshot()).equals(whole)).toBe(false)
          expect(await told('PageUp')).not.toContain(at(last - 2))
          expect(await told('Home')).toContain(at(result.first))
          expect(await told('ArrowRight')).toContain(at(result.first + 1))
          expect(await told('Escape')).not.toContain(at(result.first + 1))
          expect(await page.evaluate('document.activeElement.id')).toBe('')
        }
      },
      { timezoneId: 'UTC' },
    )
  })

  it('has words of at least 10 px in every picture, and equity on the first screen, on a phone', async () => {
    await writeFile(join(folder, 'stressed.html'), reportOf(fixtureResult(), script, { stress }))
    await open(
      async (page) => {
        const sizes: readonly (readonly [string, number])[] = await page.evaluate(`
          [...document.querySelectorAll('main svg text')].map((text) =>
            [text.closest('svg').getAttribute('class'), parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a])`)
        expect(new Set(sizes.map(([name]) => name))).toEqual(new Set(['plot waterfall', 'plot', 'tornado']))
        expect(sizes.filter(([, size]) => size < 10)).toEqual([])
        const box = (await page.locator('#equity-chart').boundingBox())!
        expect(box.y).toBeLessThan(760)
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
        expect(await seriousOf(page)).toEqual([])
      },
      { viewport: { width: 390, height: 844 } },
      'stressed.html',
    )
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

  const a4Landscape = ((297 - 2 * 10) / 25.4) * 96

  it('prints charts in light and in the width of paper at once, from a dark screen of any width', async () => {
    for (const width of [1920, 390]) {
      await open(
        async (page) => {
          const charts = page.locator('.chart table').first()
          const before = (await charts.boundingBox())!.width
          // Nothing is painted between the event and the print: what is there at its end is printed.
          await page.evaluate(`addEventListener('beforeprint', () => {
            globalThis.printed = [...document.querySelectorAll('.chart')].map((chart) => {
              const [picture, ...others] = chart.children
              const { width, height } = picture
              const copy = new OffscreenCanvas(width, height).getContext('2d')
              copy.drawImage(picture, 0, 0)
              const { data } = copy.getImageData(0, 0, width, height)
              const colors = new Set()
              let white = 0
              for (let at = 0; at < data.length; at += 4) {
                colors.add((data[at] << 16) | (data[at + 1] << 8) | data[at + 2])
                if (data[at] + data[at + 1] + data[at + 2] === 765) white++
              }
              return {
                width,
                white: white / (width * height),
                colors: colors.size,
                areOthersHidden: others.every((one) => getComputedStyle(one).visibility === 'hidden'),
              }
            })
          })`)
          await page.pdf({ preferCSSPageSize: true })
          const printed =
            await page.evaluate<{ width: number; white: number; colors: number; areOthersHidden: boolean }[]>('printed')
          await page.emulateMedia({ media: 'print' })
          const zoom = Number(await page.evaluate('getComputedStyle(document.body).zoom'))
          await page.emulateMedia({ media: 'screen' })
          expect(printed).toHaveLength(2)
          for (const chart of printed) {
            expect(chart.width * zoom).toBeLessThanOrEqual(a4Landscape)
            expect(chart.width * zoom).toBeGreaterThan(a4Landscape * 0.98)
            expect(chart.white).toBeGreaterThan(0.5)
            expect(chart.colors).toBeGreaterThan(50)
            expect(chart.areOthersHidden).toBe(true)
          }
          // And afterwards the screen is as it was.
          await nextFrames(page)
          expect(await page.locator('.picture').count()).toBe(0)
          expect((await charts.boundingBox())!.width).toBeCloseTo(before, 0)
          expect((await pixelsOf(page, 'price-chart')).colors['1b1f23']).toBeGreaterThan(1000)
        },
        { colorScheme: 'dark', viewport: { width, height: 1080 } },
      )
    }
  })

  it('prints six figures in a row, plots two by two and the heads of tables, without what needs a screen', async () => {
    await open(
      async (page) => {
        await page.emulateMedia({ media: 'print' })
        const rows = (selector: string) =>
          page.$$eval(selector, (all) => new Set(all.map((one) => Math.round(one.getBoundingClientRect().top))).size)
        expect(await rows('.headlines > div')).toBe(1)
        expect(await rows('.plots > figure')).toBe(Math.ceil((await page.locator('.plots > figure').count()) / 2))
        // Chromium paints no button in the heads that it repeats on the pages after the first.
        const displays: readonly string[] = await page.evaluate(
          `[...document.querySelectorAll('thead button')].map((one) => getComputedStyle(one).display)`,
        )
        expect(new Set(displays)).toEqual(new Set(['contents']))
        expect(await page.locator('.on-screen:visible').count()).toBe(0)
      },
      // What paper is wide in pixels, by which Chromium asks the style sheet.
      { viewport: { width: Math.floor(a4Landscape), height: 718 } },
    )
  })

  it('takes the width of a wide screen, to a limit', async () => {
    await open(
      async (page) => {
        expect((await page.locator('main').boundingBox())!.width).toBe(1600)
        expect((await page.locator('#price-chart table').boundingBox())!.width).toBeGreaterThan(1500)
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

/** The heights of the price and of the panes below it. */
function panesOf(page: Page): Promise<readonly number[]> {
  return page.$$eval('#price-chart table tr', (rows) =>
    rows
      .slice(0, -1)
      .map((row) => row.getBoundingClientRect().height)
      .filter((height) => height > 10),
  )
}

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
