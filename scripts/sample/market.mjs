// The market of the sample data: what it is made to do, and the candles that come of it.
import { square } from './random.mjs'

export const HOUR_MS = 3_600_000
export const FROM = Date.UTC(2024, 0, 1)
const TO = Date.UTC(2026, 0, 1)

/** One hour in which the price falls by 60 % and comes back to 12 % below where it began. */
export const CRASH = { at: Date.UTC(2025, 8, 19, 21), low: -0.6, close: -0.12 }
/** One week over which the price rises by 28 %. */
export const RALLY = { from: Date.UTC(2024, 9, 7), to: Date.UTC(2024, 9, 14), change: 0.28 }

/** The crash hour in steps of five minutes, as multiples of its open. */
const CRASH_PATH = [0.992, 0.97, 0.93, 0.83, 0.64, 1 + CRASH.low, 0.52, 0.7, 0.79, 0.84, 0.85, 1 + CRASH.close]

/**
 * What the price wanders around: [from, USDT, volatility as a multiple of the usual]. Invented, not any market's history:
 * slow climbs, three frothy tops that fade within weeks, two long declines, a crash.
 *
 * @type {readonly (readonly [at: number, fairPrice: number, volatility: number])[]}
 */
const WAYPOINTS = [
  [Date.UTC(2024, 0, 1), 300, 0.9],
  [Date.UTC(2024, 1, 20), 400, 0.8],
  [Date.UTC(2024, 3, 5), 370, 1.0],
  [Date.UTC(2024, 4, 14), 590, 1.5],
  [Date.UTC(2024, 5, 8), 430, 1.2],
  [Date.UTC(2024, 7, 8), 230, 1.3],
  [Date.UTC(2024, 8, 15), 260, 0.7],
  [Date.UTC(2024, 9, 7), 290, 0.8],
  [Date.UTC(2024, 9, 14), 375, 1.1],
  [Date.UTC(2024, 10, 12), 400, 0.9],
  [Date.UTC(2024, 11, 6), 640, 1.5],
  [Date.UTC(2025, 0, 8), 470, 1.1],
  [Date.UTC(2025, 1, 28), 390, 0.8],
  [Date.UTC(2025, 3, 8), 220, 1.3],
  [Date.UTC(2025, 4, 24), 430, 0.9],
  [Date.UTC(2025, 6, 10), 330, 0.7],
  [Date.UTC(2025, 8, 1), 460, 0.8],
  [CRASH.at, 430, 1.0],
  [CRASH.at + HOUR_MS, 370, 1.4],
  [Date.UTC(2025, 9, 8), 330, 1.0],
  [Date.UTC(2025, 10, 10), 520, 1.4],
  [Date.UTC(2025, 11, 3), 350, 1.1],
  [TO, 390, 0.8],
]

/** Usual standard deviation of an hour's return. */
const VOLATILITY = 0.0115
/** GARCH(1, 1): how much of the next hour's variance comes from the last shock, and from the last variance. */
const FROM_SHOCK = 0.07
const FROM_VARIANCE = 0.915
/** The crash leaves four times the usual volatility behind. */
const VARIANCE_AFTER_CRASH = 16
/** Hours in which the price makes up for its distance from the waypoints, the random part apart. */
const PULL_HOURS = 200
/** How lively each hour of the UTC day is. */
const HOURS_OF_DAY = [
  1.05, 0.98, 0.92, 0.86, 0.82, 0.8, 0.82, 0.9, 0.98, 1.0, 0.98, 0.98, 1.05, 1.2, 1.35, 1.35, 1.25, 1.15, 1.08, 1.03,
  1.0, 0.98, 0.96, 1.0,
]
const STEPS_PER_HOUR = 12
const TICKS_PER_UNIT = 100

/**
 * The whole series, a candle for every hour.
 *
 * @param {import('../make-sample.mjs').Draws} draws
 * @returns {import('../make-sample.mjs').SampleCandle[]}
 */
export function makeCandles(draws) {
  const candles = []
  const volume = volumeFrom(draws)
  let previousClose = WAYPOINTS[0][1]
  let rallyTarget = 0
  let variance = 1
  for (let openedAt = FROM; openedAt < TO; openedAt += HOUR_MS) {
    const open = onTick(nextOpen(draws, previousClose))
    if (openedAt === RALLY.from) rallyTarget = open * (1 + RALLY.change)
    const volatility =
      VOLATILITY * weatherAt(openedAt).volatility * HOURS_OF_DAY[(openedAt / HOUR_MS) % 24] * Math.sqrt(variance)
    const shock = draws.shock()
    const change = drift(openedAt, open, rallyTarget) + (isRallyEnd(openedAt) ? 0 : volatility * shock)
    const crash = openedAt === CRASH.at
    const path = crash ? CRASH_PATH : pathTo(draws, change, volatility)
    const prices = path.map((multiple) => onTick(open * multiple))
    const close = prices[prices.length - 1]
    const high = Math.max(open, ...prices)
    const low = Math.min(open, ...prices)
    candles.push({ openedAt, open, high, low, close, volume: volume.of((high - low) / open, Math.abs(shock), crash) })

    variance = crash
      ? VARIANCE_AFTER_CRASH
      : 1 - FROM_SHOCK - FROM_VARIANCE + variance * (FROM_VARIANCE + FROM_SHOCK * shock * shock)
    previousClose = close
  }
  return candles
}

/** The close before it, and now and then some ticks off. */
function nextOpen(draws, previousClose) {
  if (draws.uniform() > 0.15) return previousClose
  return previousClose + (draws.normal() * 4) / TICKS_PER_UNIT
}

/** An hour's expected return: towards the waypoints, and through the rally week exactly to its end. */
function drift(openedAt, open, rallyTarget) {
  if (openedAt >= RALLY.from && openedAt < RALLY.to) {
    const hoursLeft = (RALLY.to - openedAt) / HOUR_MS
    return (rallyTarget / open - 1) / hoursLeft
  }
  const { fairPrice } = weatherAt(openedAt)
  const slope = weatherAt(openedAt + HOUR_MS).fairPrice / fairPrice - 1
  return slope + (fairPrice / open - 1) / PULL_HOURS
}

function isRallyEnd(openedAt) {
  return openedAt === RALLY.to - HOUR_MS
}

/** Fair price and volatility, straight between the waypoints. */
function weatherAt(instant) {
  const next = WAYPOINTS.findIndex(([at]) => at > instant)
  const to = WAYPOINTS[next === -1 ? WAYPOINTS.length - 1 : next]
  const from = WAYPOINTS[WAYPOINTS.indexOf(to) - 1]
  const share = (instant - from[0]) / (to[0] - from[0])
  return { fairPrice: from[1] + share * (to[1] - from[1]), volatility: from[2] + share * (to[2] - from[2]) }
}

/** A Brownian bridge in steps of five minutes from 1 to 1 + change: where an hour's wicks come from. */
function pathTo(draws, change, volatility) {
  const stepDeviation = volatility / Math.sqrt(STEPS_PER_HOUR)
  const walk = []
  let sum = 0
  for (let step = 0; step < STEPS_PER_HOUR; step++) {
    sum += draws.normal() * stepDeviation
    walk.push(sum)
  }
  const missed = change - sum
  return walk.map((value, step) => 1 + value + (missed * (step + 1)) / STEPS_PER_HOUR)
}

/** Volume in the base asset: with the hour's range, and with attention, which jumps with a shock or news and fades in days. */
function volumeFrom(draws) {
  let attention = 1
  return {
    of(range, shock, crash) {
      attention = 1 + (attention - 1) * 0.97
      if (shock > 3) attention += shock / 3
      if (draws.uniform() < 1 / 300) attention += 4 * draws.uniform()
      if (crash) attention += 6
      const luck = 0.55 + 0.9 * square(draws.uniform())
      return Math.round(1000 * attention * luck * (2500 + 450_000 * Math.min(range, 0.25))) / 1000
    },
  }
}

function onTick(price) {
  return Math.round(price * TICKS_PER_UNIT) / TICKS_PER_UNIT
}
