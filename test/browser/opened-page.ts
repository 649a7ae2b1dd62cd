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

/** Colors of a canvas as `rrggbb`, row by row. */
export type Picture = readonly (readonly string[])[]

/** What is drawn on a pane of the price chart, from the price as 0 down. */
export function pictureOf(page: Page, pane: number): Promise<Picture> {
  return page.evaluate(`(() => {
    const row = [...document.querySelectorAll('#price-chart table tr')].filter((one) => one.offsetHeight > 10)[${pane}]
    const canvas = row.querySelectorAll('td')[1].querySelector('canvas')
    const { width, height } = canvas
    const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })
    context.drawImage(canvas, 0, 0)
    const { data } = context.getImageData(0, 0, width, height)
    const name = (at) => ((data[at] << 16) | (data[at + 1] << 8) | data[at + 2]).toString(16).padStart(6, '0')
    return Array.from({ length: height }, (_, y) => Array.from({ length: width }, (_, x) => name(4 * (y * width + x))))
  })()`)
}

/** Columns in which a color is. */
export function columnsOf(picture: Picture, color: string): readonly number[] {
  return picture[0].flatMap((_, x) => (picture.some((row) => row[x] === color) ? [x] : []))
}
