import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import { Room } from '../cli/room.js'
import { launchChromium } from './chromium.js'
import { nextFrames, opened } from './opened-page.js'

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

  it('says on one screen, after one click, why each leg ended as it did', async () => {
    const room = new Room({ 'crash.yaml': JSON.stringify(crash) })
    expect(await room.hedgerow('run', 'crash.yaml', '--quiet', '--bracket')).toMatchObject({ code: 0, stderr: '' })
    await opened(
      browser,
      join(room.folder, 'reports/crash/report.html'),
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
        expect(told).toContain('#3 rebound long 3×, isolated Ended 2025-10-10 21:00: it was liquidated.')
        expect(told).toContain('The order of its high and low decided: the worst path was taken.')
        const last = details.locator('ul li').last()
        for (const shown of [page.locator('#price-chart'), details.locator('h3').first(), last]) {
          const box = (await shown.boundingBox())!
          expect(box.y).toBeGreaterThanOrEqual(0)
          expect(box.y + box.height).toBeLessThanOrEqual(900)
        }
      },
      {
        ready: `document.querySelector('#price-readout').textContent !== ''`,
        viewport: { width: 1280, height: 900 },
        reducedMotion: 'reduce',
      },
    )
  })
})
