import { pathToFileURL } from 'node:url'
import axe from 'axe-core'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { expect, vi } from 'vitest'

export interface OpenOptions extends BrowserContextOptions {
  /** What is true in the page once it stands. Default: at once. */
  readonly ready?: string
}

/** Opens a file with the network off and fails the test if the page complains or asks for anything but itself. */
export async function opened(
  browser: Browser,
  path: string,
  check: (page: Page) => Promise<void>,
  { ready = 'true', ...options }: OpenOptions = {},
): Promise<void> {
  const context = await browser.newContext({ offline: true, ...options })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('request', (request) => !request.url().startsWith('file:') && complaints.push(request.url()))
  page.on('dialog', (dialog) => complaints.push(dialog.message()))
  await page.goto(pathToFileURL(path).href)
  // Asked from here: a page cannot be asked by itself, where its policy forbids to evaluate text.
  await vi.waitFor(async () => expect(await page.evaluate(ready)).toBe(true), { timeout: 20_000, interval: 30 })
  await nextFrames(page)
  await check(page)
  expect(complaints).toEqual([])
  await context.close()
}

export async function nextFrames(page: Page): Promise<void> {
  await page.evaluate(
    'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 150))))',
  )
}

/** What axe finds serious or critical, with the first element of each. It runs from the debugger, past the page's policy. */
export function seriousOf(page: Page): Promise<readonly string[]> {
  return found(page, ['serious', 'critical'])
}

/** What axe finds at all. */
export function allOf(page: Page): Promise<readonly string[]> {
  return found(page, ['minor', 'moderate', 'serious', 'critical'])
}

async function found(page: Page, impacts: readonly string[]): Promise<readonly string[]> {
  await page.evaluate(axe.source)
  return page.evaluate(
    `axe.run().then(({ violations }) => violations
      .filter(({ impact }) => ${JSON.stringify(impacts)}.includes(impact))
      .map(({ id, nodes }) => id + ': ' + nodes.length + ' × ' + nodes[0].html + ' ' + nodes[0].failureSummary))`,
  )
}
