// Writes the sample data of data/ from its seed: `node scripts/make-sample.mjs`.
// `--check` compares with what is there instead, and exits 1 where it differs.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { stringify } from 'yaml'
import { makeFunding, SHORT_INTERVAL } from './sample/funding.mjs'
import { CRASH, makeCandles, RALLY } from './sample/market.mjs'
import { drawsFrom } from './sample/random.mjs'

const SEED = 14
const GENERATOR = 'scripts/make-sample.mjs'
const CANDLES = 'tao-usdt-perp-1h.synthetic.csv'
const FUNDING = 'tao-usdt-perp-funding.synthetic.csv'

/**
 * The files of the sample, with the text that belongs into each: two series and a sidecar for either.
 *
 * @returns {import('./make-sample.mjs').SampleFile[]}
 */
export function makeSample() {
  const candles = makeCandles(drawsFrom(SEED))
  const funding = makeFunding(candles, drawsFrom(SEED + 1))
  const candleRows = candles.map(({ openedAt, open, high, low, close, volume }) =>
    [iso(openedAt), ...[open, high, low, close].map((price) => price.toFixed(2)), volume.toFixed(3)].join(','),
  )
  const fundingRows = funding.map(({ at, rate }) => `${iso(at)},${rate.toFixed(8)}`)
  return [
    ...withSidecar(CANDLES, 'time,open,high,low,close,volume', candleRows, SEED, {
      description:
        'Invented hourly candles of a perpetual like TAO/USDT: fat tails, volatility clusters, frothy tops that fade, two declines, a crash hour and a rally. No market ever traded at these prices.',
      crash: { at: iso(CRASH.at), low: CRASH.low, close: CRASH.close },
      rally: { from: iso(RALLY.from), to: iso(RALLY.to), change: RALLY.change },
    }),
    ...withSidecar(FUNDING, 'funding_time,rate', fundingRows, SEED + 1, {
      description: `Invented funding rates that follow the three-day run-up of ${CANDLES}: fractions per interval, positive where longs pay. Every eight hours, for a while every four.`,
      shortInterval: {
        from: iso(SHORT_INTERVAL.from),
        to: iso(SHORT_INTERVAL.to),
        every: `${SHORT_INTERVAL.hours}h`,
      },
    }),
  ]
}

function withSidecar(name, header, rows, seed, about) {
  const text = `${[header, ...rows].join('\n')}\n`
  const sidecar = {
    synthetic: true,
    seed,
    generator: GENERATOR,
    ...about,
    rows: rows.length,
    sha256: createHash('sha256').update(text).digest('hex'),
  }
  return [
    { name, text },
    { name: `${name}.meta.yaml`, text: stringify(sidecar, { lineWidth: 0 }) },
  ]
}

function iso(instant) {
  return new Date(instant).toISOString().replace('.000Z', 'Z')
}

function main() {
  const folder = new URL('../data/', import.meta.url)
  const check = process.argv.includes('--check')
  const differing = makeSample().filter(({ name, text }) => {
    const file = new URL(name, folder)
    return !existsSync(file) || readFileSync(file, 'utf8') !== text
  })
  for (const { name, text } of differing) {
    if (!check) writeFileSync(new URL(name, folder), text)
    console.log(`data/${name}: ${check ? 'not what the script makes' : 'written'}`)
  }
  if (differing.length === 0) console.log('data/ holds what the script makes')
  if (check && differing.length > 0) process.exitCode = 1
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main()
