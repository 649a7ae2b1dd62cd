// Imports at size: 1.4 M one-minute candles of one pair, and 14 M of three pairs in one file, as CSV. Not part of
// `npm run bench`: it writes 2 GB to the temporary folder, and takes them away again.
//   node bench/import.mjs
import { execFileSync } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { peakMb, report } from './measure.mjs'

const MINUTE_MS = 60_000
const pairs = ['BTCUSDT', 'ETHUSDT', 'TAOUSDT']

if (process.argv[2] === 'import') await importOne(process.argv[3], process.argv[4], process.argv[5] === 'each')
else await measureAll()

async function measureAll() {
  const folder = await mkdtemp(join(tmpdir(), 'hedgerow-import-'))
  try {
    const [one, three] = [join(folder, 'one.csv'), join(folder, 'three.csv')]
    await generate(one, 1_400_000, 1)
    for (const round of [1, 2, 3]) measured(one, join(folder, `one-${round}`), 'one')
    await rm(one)
    await generate(three, 4_670_000, 3)
    measured(three, join(folder, 'three'), 'each')
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** In a process of its own, so that the peak of memory is the import's. */
function measured(file, out, how) {
  const here = fileURLToPath(import.meta.url)
  process.stdout.write(execFileSync(process.execPath, [here, 'import', file, out, how], { encoding: 'utf8' }))
}

async function importOne(file, out, eachPair) {
  const { importData } = await import('../dist/io/import-data.js')
  const began = performance.now()
  const { sets } = await importData({ files: [file], out, eachPair })
  const seconds = (performance.now() - began) / 1e3
  const rows = sets.reduce((sum, set) => sum + set.rows, 0)
  report({ sets: sets.length, rows, seconds, rowsPerSecond: rows / seconds, peakMb: peakMb() })
}

/** Random walks, minute by minute, the pairs in turns. */
async function generate(path, minutes, count) {
  const random = xoroshiro128plus(7)
  const uniform = () => uniformFloat64(random)
  const out = createWriteStream(path)
  const closes = pairs.slice(0, count).map(() => 300)
  const start = Date.UTC(2016, 0, 1)
  let text = `open_time,${count > 1 ? 'symbol,' : ''}open,high,low,close,volume\n`
  for (let minute = 0; minute < minutes; minute++) {
    for (let pair = 0; pair < count; pair++) {
      const open = closes[pair]
      const close = Math.max(1, Math.round((open + uniform() - 0.5) * 100) / 100)
      const high = Math.max(open, close) + uniform() * 0.3
      const low = Math.min(open, close) - uniform() * 0.3
      const prices = [open, high, low, close].map((price) => price.toFixed(2)).join(',')
      text += `${start + minute * MINUTE_MS},${count > 1 ? `${pairs[pair]},` : ''}${prices},${(uniform() * 500).toFixed(3)}\n`
      closes[pair] = close
    }
    if (text.length < 1 << 20) continue
    if (!out.write(text)) await new Promise((resolve) => out.once('drain', resolve))
    text = ''
  }
  await new Promise((resolve) => out.end(text, resolve))
}
