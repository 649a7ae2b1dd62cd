import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import { Room } from '../cli/room.js'
import { launchChromium } from './chromium.js'
import { columnsOf, nextFrames, opened, type Picture, pictureOf } from './opened-page.js'

const real = fileURLToPath(new URL('../../../shared/data/tao/', import.meta.url))
const isThere = existsSync(real)
if (!isThere) console.warn('The report of the crash of October 2025 was not made: ../shared/data is not here')
const found = isThere ? await launchChromium() : ({ browser: null, why: 'the data are not here' } as const)
if (isThere && found.browser === null) console.warn(`The report of the crash was not opened: ${found.why}`)

const plan = [
  { at: '2025-10-01', open: { leg: 'core', side: 'long', notional: 9000, leverage: 2, stop: 200 } },
  {
    at: '2025-10-09',
    open: { leg: 'hedge', side: 'short', ratioOf: 'core', ratio: 0.5, leverage: 5, stop: '18%', target: '40%' },
  },
  { at: '2025-10-10T21:00Z', open: { leg: 'rebound', side: 'long', notional: 3000, leverage: 3, target: 350 } },
]
const crash = {
  name: 'crash',
  data: {
    pair: 'TAO/USDT:USDT',
    candles: `${real}binance-perp/TAOUSDT-perp-1h.csv`,
    from: '2025-10-01',
    to: '2025-10-20',
    funding: {
      series: `${real}funding/binance-TAOUSDT-funding.csv`,
      fallback: { rate: 0.0001, every: '8h' },
    },
  },
  instrument: 'tao-usdt-perp',
  account: { balance: 10000, currency: 'USDT' },
  execution: { slippage: { bps: 5 } },
  strategy: { plan },
}

describe.skipIf(found.browser === null)('the report of real TAO candles over 2025-10-10', () => {
  const browser = found.browser as Browser
  afterAll(() => browser.close())

  const report = async () => {
    const room = new Room({ 'crash.yaml': JSON.stringify(crash) })
    expect(await room.hedgerow('run', 'crash.yaml', '--quiet', '--bracket')).toMatchObject({ code: 0, stderr: '' })
    return join(room.folder, 'reports/crash/report.html')
  }
  const options = {
    ready: `document.querySelector('#price-readout').textContent !== ''`,
    viewport: { width: 1280, height: 900 },
    reducedMotion: 'reduce',
  } as const

  it('draws the fills of the crash at their prices, with the levels of the leg that lived for one candle', async () => {
    await opened(
      browser,
      await report(),
      async (page) => {
        await page.locator('#trades-table tbody button').nth(2).click()
        await nextFrames(page)
        expect(await page.locator('#price-readout').textContent()).toContain('2025-10-10 21:00 · 1h · ')
        const price = await pictureOf(page, 0)
        const [core, rebound] = ['0072b2', '007a5a']

        // The liquidation's square on its dotted line, the target's line over a whole candle.
        const square = blockOf(price, rebound, 7)!
        const dotted = rowsOf(price, rebound, 2).filter((y) => Math.abs(y - square.y) < 8)
        expect(dotted.length).toBeGreaterThan(0)
        const [target] = rowsOf(price, rebound, 24)
        expect(target).toBeLessThan(square.y - 50)

        // Two prices known: the others lie on the same scale.
        const perPrice = (square.y - (target + 0.5)) / (350 - 232.84)
        const dot = blockOf(price, core, 4)!
        expect(Math.abs(dot.x - square.x)).toBeLessThan(2)
        expect(Math.abs(dot.y - (square.y + (232.84 - 199.9) * perPrice))).toBeLessThan(1.5)

        // No leg is open after that candle: nothing is left to be liquidated.
        const distance = await pictureOf(page, 2)
        for (const color of [core, 'd55e00']) {
          const columns = columnsOf(distance, color)
          expect(columns.length, color).toBeGreaterThan(100)
          expect(Math.max(...columns), color).toBeLessThan(square.x)
        }
      },
      options,
    )
  })

  it('says on one screen, after one click, why each leg ended as it did', async () => {
    await opened(
      browser,
      await report(),
      async (page) => {
        expect(await page.locator('.badge').first().textContent()).toBe('unmarked data')
        await page.locator('#trades-table tbody button').first().click()
        await nextFrames(page)
        const details = page.locator('#details')
        const told = (await details.textContent())!
        // docs/real-data.md has them by hand.
        expect(told).toContain('Ended 2025-10-10 21:00: its stop was reached. Sold 29.721 at 199.90, expected 200.00')
        expect(told).toContain('liquidation price 153.98')
        expect(told).toContain('#2 hedge short 5×, isolated Ended 2025-10-10 21:00: its target was reached.')
        expect(told).toContain('In force just before: stop 200.00, no target, liquidation price 153.98.')
        const hung = 'on it hung this end. Taken was low first, the worse for the account.'
        expect(told).toMatch(new RegExp(`#3 rebound long 3×, isolated Ended .*: it was liquidated\\. .* ${hung}`))
        expect(told.split(hung)).toHaveLength(2)
        const last = details.locator('ul li').last()
        for (const shown of [page.locator('#price-chart'), details.locator('h3').first(), last]) {
          const box = (await shown.boundingBox())!
          expect(box.y).toBeGreaterThanOrEqual(0)
          expect(box.y + box.height).toBeLessThanOrEqual(900)
        }
      },
      options,
    )
  })

  it.each([
    ['hedged', '158.65', ['rebound’s entry: bought 8.68 at 345.77, 38.401 held']],
    [
      'one-way',
      '138.71',
      [
        'hedge’s entry, netted: sold 14.86 at 338.14, 14.861 left',
        'hedge’s target: bought 14.86 at 202.89, 38.401 held',
      ],
    ],
  ])('says whose orders ended what where legs share a position: %s', async (positionMode, liquidatedAt, steps) => {
    const room = new Room({ 'crash.yaml': JSON.stringify({ ...crash, account: { ...crash.account, positionMode } }) })
    expect(await room.hedgerow('run', 'crash.yaml', '--quiet')).toMatchObject({ code: 0, stderr: '' })
    await opened(
      browser,
      join(room.folder, 'reports/crash/report.html'),
      async (page) => {
        await page.locator('#trades-table tbody button').first().click()
        await nextFrames(page)
        const details = page.locator('#details')
        const told = (await details.textContent())!
        expect(told).toContain('by core’s entry: long 29.721 at 302.97')
        const stop = 'core’s stop: sold 29.721 at 199.90 (expected 200.00), 8.68 left'
        for (const step of [...steps, stop]) expect(told).toContain(step)
        expect(told).toContain(`it was liquidated. Sold the last 8.68 at ${liquidatedAt}`)
        expect(told).toContain('That ended rebound (long 8.68).')
        expect(told).toContain(
          `In force just before: no stop, rebound’s target 350.00, liquidation price ${liquidatedAt}.`,
        )
        // On a phone the panel stands above the chart, and both are seen.
        const [panel, chart] = await Promise.all([details.boundingBox(), page.locator('#price-chart').boundingBox()])
        expect(panel!.y).toBeGreaterThanOrEqual(0)
        expect(chart!.y).toBeGreaterThanOrEqual(panel!.y + panel!.height)
        expect(chart!.y).toBeLessThan(844 - 200)
      },
      {
        ready: `document.querySelector('#price-readout').textContent !== ''`,
        viewport: { width: 390, height: 844 },
        reducedMotion: 'reduce',
      },
    )
  })
})

/** The middle of all square blocks that are wholly of a color, above the bands at the foot. */
function blockOf(picture: Picture, color: string, size: number): { readonly x: number; readonly y: number } | null {
  const found: { readonly x: number; readonly y: number }[] = []
  for (let y = 0; y + size < picture.length - 30; y++) {
    for (let x = 0; x + size <= picture[0].length; x++) {
      if (picture.slice(y, y + size).every((row) => row.slice(x, x + size).every((one) => one === color))) {
        found.push({ x: x + size / 2, y: y + size / 2 })
      }
    }
  }
  const mean = (of: (one: (typeof found)[number]) => number) =>
    found.reduce((sum, one) => sum + of(one), 0) / found.length
  return found.length === 0 ? null : { x: mean(({ x }) => x), y: mean(({ y }) => y) }
}

/** Rows with a stretch of a color of at least so many pixels. */
function rowsOf(picture: Picture, color: string, length: number): readonly number[] {
  return picture.flatMap((row, y) => {
    let run = 0
    return row.some((one) => (run = one === color ? run + 1 : 0) >= length) ? [y] : []
  })
}
