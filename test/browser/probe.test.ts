import { it } from 'vitest'
import { writeFileSync, existsSync } from 'node:fs'
import { launchChromium } from './chromium.js'
import { fixtureResult } from '../analysis/fixture.js'
import { reportOf, bundleBrowserScript } from '../report/report-of.js'
it('shots', async () => {
  const script = await bundleBrowserScript()
  const t = performance.now()
  const html = reportOf(fixtureResult(), script)
  console.log('ms', performance.now() - t, html.length, script.length)
  writeFileSync('/tmp/report.html', html)
  const found = await launchChromium()
  if (!found.browser) throw new Error(found.why)
  for (const [name, width, scheme] of [
    ['light', 1280, 'light'],
    ['dark', 1280, 'dark'],
    ['narrow', 400, 'light'],
  ] as const) {
    const page = await found.browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme })
    page.on('console', (m) => console.log(name, m.type(), m.text()))
    page.on('pageerror', (e) => console.log(name, 'ERR', e.message, e.stack))
    await page.goto('file:///tmp/report.html')
    await page.waitForTimeout(800)
    await page.screenshot({ path: `/tmp/shot-${name}.png`, fullPage: true })
    const overflow = await page.evaluate('document.documentElement.scrollWidth')
    console.log(name, 'scrollWidth', overflow)
    await page.locator('#trades-table tbody tr').nth(9).click()
    await page.waitForTimeout(900)
    await page.screenshot({ path: `/tmp/shot-${name}-trade.png` })
    if (name === 'light') await page.pdf({ path: '/tmp/report.pdf', format: 'A4' })
    await page.close()
  }
  await found.browser.close()
}, 60000)
