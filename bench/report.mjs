// The report of a million candles: how large it is, how soon it stands, how it moves. Needs a Chromium.
//   npm run build && CHROMIUM_PATH=/usr/bin/chromium node bench/report.mjs [candles]
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'
import { figuresOf } from '../dist/analysis/figures.js'
import { run } from '../dist/engine/run.js'
import { deflate } from '../dist/io/deflate.js'
import { sha256Base64 } from '../dist/io/hash.js'
import { packageText } from '../dist/io/package.js'
import { reportHtml } from '../dist/report/html.js'
import { marketOf, minuteCandles } from './market.mjs'
import { median, timed } from './measure.mjs'
import { config, strategy } from './strategy.mjs'

const length = Number(process.argv[2] ?? 1_000_000)
const CHROMIUM = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'
const DRAGS = 6
const STEPS = 40
const ZOOMS = 12

const folder = mkdtempSync(join(tmpdir(), 'hedgerow-report-'))
const file = join(folder, 'report.html')
const line = (what, found, aim = '') => console.log(`${what.padEnd(48)} ${found.padEnd(30)} ${aim}`)
try {
  const making = await written()
  const { fills, legs } = making
  line('candles, fills, trades', [length, fills, legs].map((value) => value.toLocaleString('en-US')).join(', '))
  line('making the report', `${(making.ms / 1000).toFixed(2)} s`)
  line('report.html', `${(statSync(file).size / 1e6).toFixed(2)} MB`, 'aim < 15 MB')
  if (existsSync(CHROMIUM)) await measured()
  else line('opening and moving it', 'not measured', `no Chromium at ${CHROMIUM}: set CHROMIUM_PATH`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function written() {
  const { result } = run(config, strategy, marketOf(minuteCandles(length)))
  const figures = figuresOf(result, config.analysis)
  const hash = '00'.repeat(32)
  const meta = {
    pair: config.data.pair,
    engine: { name: 'hedgerow', version: 'bench' },
    hashes: { config: hash, data: hash, strategy: hash, result: hash },
    analysis: config.analysis,
    command: 'node bench/report.mjs',
    events: [],
    twins: null,
    chosenBy: null,
    stress: null,
  }
  const parts = { browserScript: await packageText('dist/report/browser.js'), sha256Base64, deflate }
  const { value, ms } = timed(() => reportHtml(result, figures, meta, parts))
  writeFileSync(file, value)
  return { ms, fills: result.fills.length, legs: result.legs.length }
}

async function measured() {
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--enable-precise-memory-info'],
  })
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
  page.on('pageerror', (error) => console.error(error))
  const opened = []
  for (let round = 0; round < 3; round++) opened.push(await opening(page))
  line('open to painted charts, median of 3', `${(median(opened) / 1000).toFixed(2)} s`, 'aim < 3 s')
  await page.evaluate(() => document.querySelector('#price').scrollIntoView())
  told('pan, whole run', await moving(page, drags))
  await page.evaluate((times) => {
    for (let at = 0; at < times; at++) document.querySelector('[data-chart="price"] [data-zoom="in"]').click()
  }, 4)
  told('pan, a sixteenth of the run', await moving(page, drags))
  told(`${ZOOMS} zooms in, ${ZOOMS} out`, await moving(page, zooms))
  const heap = await page.evaluate(() => performance.memory.usedJSHeapSize)
  line('memory of the page', `${(heap / 1e6).toFixed(0)} MB`)
  await browser.close()
}

async function opening(page) {
  const began = performance.now()
  await page.goto(pathToFileURL(file).href)
  await page.waitForFunction(() => document.querySelector('#price-readout').textContent !== '')
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
  return performance.now() - began
}

/** The times between frames while something moves, ms. */
async function moving(page, move) {
  await page.evaluate(() => {
    globalThis.frames_ = []
    let last = performance.now()
    const note = (now) => {
      globalThis.frames_.push(now - last)
      last = now
      globalThis.handle_ = requestAnimationFrame(note)
    }
    globalThis.handle_ = requestAnimationFrame(note)
  })
  await move(page)
  return page.evaluate(() => {
    cancelAnimationFrame(globalThis.handle_)
    return globalThis.frames_.slice(1)
  })
}

async function drags(page) {
  const box = await page.locator('#price-chart').boundingBox()
  for (let drag = 0; drag < DRAGS; drag++) {
    await page.mouse.move(box.x + 100, box.y + 200)
    await page.mouse.down()
    await page.mouse.move(box.x + 900, box.y + 210, { steps: STEPS })
    await page.mouse.up()
  }
}

async function zooms(page) {
  for (const way of ['in', 'out']) {
    for (let at = 0; at < ZOOMS; at++) await page.locator(`[data-chart="price"] [data-zoom="${way}"]`).click()
  }
}

function told(what, frames) {
  const sorted = frames.toSorted((a, b) => a - b)
  const at = (share) => sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)]
  const mean = frames.reduce((sum, ms) => sum + ms, 0) / frames.length
  line(
    `${what}: ${(1000 / mean).toFixed(0)} frames a second`,
    `p50 ${at(0.5).toFixed(0)} p95 ${at(0.95).toFixed(0)} max ${at(1).toFixed(0)} ms`,
    'aim ≥ 30 a second',
  )
}
