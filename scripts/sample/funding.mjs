// The funding of the sample data: what a venue would charge after the run-ups of its candles.
import { FROM, HOUR_MS } from './market.mjs'

/** After the crash the venue settles every four hours for a while. */
export const SHORT_INTERVAL = { from: Date.UTC(2025, 8, 20), to: Date.UTC(2025, 10, 1), hours: 4 }
const USUAL_HOURS = 8
const RUN_UP_HOURS = 72
/** Premium over the index for each unit of run-up: + 10 % in three days, + 0.07 %. */
const PREMIUM_PER_RUN_UP = 0.007
const INTEREST = 0.0001
const DEAD_ZONE = 0.0005
const RATE_MAX = 0.003

/**
 * Rates at their funding times; each knows only candles closed by then.
 * Form of the rate: Binance, "Introduction to Funding Rates": premium + clamp(interest − premium, ±0.05 %), for 8 hours.
 *
 * @param {readonly import('../make-sample.mjs').SampleCandle[]} candles
 * @param {import('../make-sample.mjs').Draws} draws
 * @returns {import('../make-sample.mjs').SampleFunding[]}
 */
export function makeFunding(candles, draws) {
  const funding = []
  const end = FROM + candles.length * HOUR_MS
  let hours = USUAL_HOURS
  let mood = 0
  for (let at = FROM; at < end; at += hours * HOUR_MS) {
    mood = 0.9 * mood + 0.00012 * draws.normal()
    const premium = PREMIUM_PER_RUN_UP * runUp(candles, at) + mood
    const rate = clamp(premium + clamp(INTEREST - premium, DEAD_ZONE), RATE_MAX)
    funding.push({ at, rate: (rate * hours) / USUAL_HOURS })
    hours = at >= SHORT_INTERVAL.from && at < SHORT_INTERVAL.to ? SHORT_INTERVAL.hours : USUAL_HOURS
  }
  return funding
}

/** Return of the last three days, or of what there is of them. */
function runUp(candles, at) {
  const hours = Math.min((at - FROM) / HOUR_MS, RUN_UP_HOURS)
  if (hours === 0) return 0
  const last = (at - FROM) / HOUR_MS - 1
  return candles[last].close / candles[last - hours + 1].open - 1
}

function clamp(value, bound) {
  return Math.max(-bound, Math.min(bound, value))
}
