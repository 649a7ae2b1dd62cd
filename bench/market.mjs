// One synthetic market for all benchmarks: minute candles from a seed, typed columns, funding every 8 hours.

const MINUTE_MS = 60_000
const start = Date.UTC(2022, 0, 1)

/** Uniform numbers in (0, 1) from a seed (xorshift32). */
function uniform(seed) {
  let state = seed | 0
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return ((state >>> 0) + 0.5) / 4294967296
  }
}

/** `length` minute candles on a tick of 0.01, around 300, with a pull back to it. */
export function minuteCandles(length, seed = 7) {
  const random = uniform(seed)
  const column = () => new Float64Array(length)
  const candles = {
    length,
    timeframeMs: MINUTE_MS,
    openedAt: column(),
    open: column(),
    high: column(),
    low: column(),
    close: column(),
    volume: column(),
  }
  let price = 30_000
  for (let at = 0; at < length; at++) {
    const step = (random() + random() + random() - 1.5) * 0.0016 + (30_000 - price) * 2e-9
    const open = price
    const close = Math.max(1_000, Math.round(open * (1 + step)))
    const spread = open * 0.0005
    candles.openedAt[at] = start + at * MINUTE_MS
    candles.open[at] = open / 100
    candles.close[at] = close / 100
    candles.high[at] = Math.round(Math.max(open, close) + random() * spread) / 100
    candles.low[at] = Math.round(Math.min(open, close) - random() * spread) / 100
    candles.volume[at] = Math.round(random() * 1e6) / 1e3
    price = close
  }
  return candles
}

/** `length` hourly candles, each made of sixty of those. */
export function hourlyCandles(length, seed = 7) {
  const minutes = minuteCandles(length * 60, seed)
  const hours = (of) => Float64Array.from({ length }, (_, hour) => of(hour * 60, hour * 60 + 60))
  return {
    length,
    timeframeMs: 60 * MINUTE_MS,
    openedAt: hours((from) => minutes.openedAt[from]),
    open: hours((from) => minutes.open[from]),
    high: hours((from, to) => Math.max(...minutes.high.subarray(from, to))),
    low: hours((from, to) => Math.min(...minutes.low.subarray(from, to))),
    close: hours((_, to) => minutes.close[to - 1]),
    volume: hours((from, to) => minutes.volume.subarray(from, to).reduce((sum, value) => sum + value, 0)),
  }
}

/** Funding at 00:00, 08:00 and 16:00 UTC, both signs. */
export function fundingOf(candles, seed = 11) {
  const random = uniform(seed)
  const funding = []
  for (let candle = 480; candle < candles.length; candle += 480) {
    funding.push({
      at: candles.openedAt[candle],
      rate: Math.round((random() - 0.3) * 4e4) / 1e8,
      candle,
      phase: 'open',
      known: true,
    })
  }
  return funding
}

/** What a run replays. */
export function marketOf(candles, funding = fundingOf(candles)) {
  return {
    candles,
    mark: candles,
    fine: null,
    funding,
    feeds: {},
    first: 0,
    end: candles.length,
    facts: [],
    assumptions: [],
  }
}
