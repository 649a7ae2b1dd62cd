// Writes THIRD_PARTY_NOTICES from what is installed: `node tools/third-party-notices.mjs` after `npm ci`.
// `--check` compares instead, and exits 1 where the file is out of date.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const target = join(root, 'THIRD_PARTY_NOTICES')
const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages

/** Development dependencies whose code esbuild puts into the report's browser bundle, hence into every report. */
const BUNDLED = ['lightweight-charts', 'fancy-canvas']

/** NOTICE files that the npm packages leave out, from the repository's tag of that version. The (с) is theirs. */
const NOTICES = {
  'lightweight-charts@5.2.1':
    'TradingView Lightweight Charts™\nCopyright (с) 2025 TradingView, Inc. https://www.tradingview.com/',
}

/** License files that the npm packages leave out, from their repositories. */
const LICENSES = {
  'fancy-canvas@2.1.0': `Copyright (c) 2019 TradingView, Inc

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`,
}

const RULE = '='.repeat(80)
const INTRODUCTION = `Third-party notices of hedgerow

hedgerow itself is under the MIT license (LICENSE). Below: the packages that are
installed with it, and the ones whose code is part of each report it writes.
Made by tools/third-party-notices.mjs. The binaries of esbuild for each platform
(@esbuild/*) are under the license of esbuild.
`

/** The packages to name, of the lock file, each once; what npm installs for one platform alone is left out. */
function packages() {
  const named = new Map()
  for (const [path, entry] of Object.entries(lock)) {
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
    const installed = path.startsWith('node_modules/') && !entry.dev && !entry.devOptional && !entry.link && !entry.os
    const bundled = BUNDLED.includes(name)
    if (path === '' || !(installed || bundled)) continue
    named.set(`${name}@${entry.version}`, { name, version: entry.version, license: entry.license, path, bundled })
  }
  for (const name of BUNDLED) {
    if (![...named.values()].some((entry) => entry.name === name))
      throw new Error(`${name} is not in package-lock.json`)
  }
  return [...named].sort(([, left], [, right]) => (sortKey(left) < sortKey(right) ? -1 : 1))
}

function sortKey({ name, version }) {
  return `${name} ${version}`
}

/** The texts of a package's own files whose names match, or else the one kept here. */
function texts(path, pattern, kept) {
  const folder = join(root, path)
  if (!existsSync(folder)) throw new Error(`${path} is not installed: run npm ci`)
  const files = readdirSync(folder).filter((file) => pattern.test(file))
  if (files.length === 0) return kept === undefined ? [] : [kept]
  return files.sort().map((file) => readFileSync(join(folder, file), 'utf8'))
}

function section([id, { name, version, license, path, bundled }]) {
  const licenseTexts = texts(path, /^(licen[cs]e|copying)/i, LICENSES[id])
  if (licenseTexts.length === 0) throw new Error(`${id} brings no license text: find it and keep it in LICENSES`)
  const noticeTexts = texts(path, /^notice/i, NOTICES[id])
  if (license === 'Apache-2.0' && bundled && noticeTexts.length === 0) {
    throw new Error(`${id}: look for the NOTICE of this version and keep it in NOTICES`)
  }
  const part = bundled ? ', part of each report' : ''
  return [`${name} ${version} (${license}${part})`, ...[...noticeTexts, ...licenseTexts].map(tidy)].join('\n\n')
}

function tidy(text) {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/^\n+|\n+$/g, '')
}

const text = [INTRODUCTION, ...packages().map((entry) => `${section(entry)}\n`)].join(`\n${RULE}\n\n`)
const current = existsSync(target) ? readFileSync(target, 'utf8') : ''
if (!process.argv.includes('--check')) {
  writeFileSync(target, text)
} else if (current !== text) {
  console.error('THIRD_PARTY_NOTICES is not what is installed: run node tools/third-party-notices.mjs')
  process.exit(1)
}
console.log(`THIRD_PARTY_NOTICES names ${packages().length} packages`)
