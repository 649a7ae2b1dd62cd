import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { ended, Room } from '../cli/room.js'
import { configText, smallRun } from '../cli/small-run.js'
import { launchChromium } from './chromium.js'
import { seriousOf } from './opened-page.js'

const found = await launchChromium()
if (found.browser === null) console.warn(`The served pages were not opened in a browser: ${found.why}`)

describe.skipIf(found.browser === null)('the served index in a browser', () => {
  const browser = found.browser as Browser
  afterAll(() => browser.close())

  it('shows what is finished and what is under way without being loaded again, and keeps the filter', async () => {
    const files = { ...smallRun(), 'other.yaml': configText({ name: 'other' }) }
    const room = new Room(files)
    mkdirSync(join(room.folder, 'reports'))
    const server = room.start('serve', '--port', '7500')
    const end = ended(server)
    const [told] = (await once(server.stdout!, 'data')) as [string | Buffer]
    const page = await browser.newPage()
    const complaints: string[] = []
    page.on('console', (message) => complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(String(error)))
    await page.goto(/http:\S+/.exec(String(told))![0])
    const shown = () =>
      page.$$eval('#runs-table tbody tr:not([hidden])', (rows) => rows.map((row) => row.getAttribute('data-folder')))
    expect(await shown()).toEqual([])
    await page.evaluate('window.isStillThere = true')
    await page.locator('input[type="search"]').fill('mine')
    const until = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 20_000, interval: 50 })

    await room.hedgerow('run', 'small.yaml', '--quiet', '--tag', 'mine')
    await until(async () => expect(await shown()).toEqual(['small']))
    await room.hedgerow('run', 'other.yaml', '--quiet')
    await until(async () => expect(await page.locator('#run-count').textContent()).toBe('2'))
    expect(await shown()).toEqual(['small'])

    const sweep = room.hedgerow('sweep', 'small.yaml', '--quiet', '--vary=strategy.params.notional=100..4000/5')
    await until(async () => {
      expect(await page.locator('#running li').textContent()).toMatch(/\d+ % small-sweep – searching/)
    })
    expect(await seriousOf(page)).toEqual([])
    await sweep
    await page.locator('input[type="search"]').fill('')
    await until(async () => expect(await shown()).toEqual(['small-sweep', 'other', 'small']))
    await until(async () => expect(await page.locator('#running').isVisible()).toBe(false))

    expect(await page.evaluate('window.isStillThere')).toBe(true)
    await page.locator('a', { hasText: /^small$/ }).click()
    await until(async () => expect(await page.locator('#price-readout').textContent()).toContain('open'))
    await page.goBack()
    expect(complaints).toEqual([])
    server.kill('SIGINT')
    expect((await end).code).toBe(0)
  })
})
