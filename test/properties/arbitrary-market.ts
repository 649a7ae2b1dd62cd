import fc from 'fast-check'
import type { Candles, FundingDue } from '#domain/candles.js'
import { HOUR_MS } from '#domain/time.js'
import { arbitraryFine, type DrawnFine } from './arbitrary-fine.js'

/** How one candle goes on from the one before. All in thousandths of the price it starts from. */
interface DrawnCandle {
  readonly gap: number
  readonly body: number
  readonly up: number
  readonly down: number
  /** Base units; 1000 where nothing else is drawn. */
  readonly volume?: number
}

/** How far the mark lies from the trade candle, in thousandths, corner by corner. */
interface DrawnBasis {
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
}

interface DrawnFunding {
  readonly candle: number
  readonly phase: 'open' | 'close'
  /** Hundred-thousandths of notional. */
  readonly rate: number
}

export interface DrawnMarket {
  /** First open in ticks of 0.01. */
  readonly start: number
  readonly candles: readonly DrawnCandle[]
  /** Null: the trade candles stand in. */
  readonly bases: readonly DrawnBasis[] | null
  readonly funding: readonly DrawnFunding[]
  /** Null: candles are replayed as they are. */
  readonly fine: DrawnFine | null
}

const begins = Date.UTC(2025, 0, 1)

const thousandths = (most: number) => fc.integer({ min: -most, max: most })
const wick = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 10 }) },
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 60 }) },
  fc.integer({ min: 0, max: 400 }),
)

const drawnCandle: fc.Arbitrary<DrawnCandle> = fc.record({
  gap: fc.oneof({ weight: 20, arbitrary: fc.constant(0) }, { weight: 6, arbitrary: thousandths(15) }, thousandths(300)),
  body: fc.oneof({ weight: 15, arbitrary: thousandths(20) }, thousandths(200)),
  up: wick,
  down: wick,
  volume: fc.oneof({ weight: 4, arbitrary: fc.constant(1_000) }, fc.constantFrom(0, 1, 30, 5_000)),
})

const drawnBasis: fc.Arbitrary<DrawnBasis> = fc.record({
  open: thousandths(8),
  high: thousandths(8),
  low: thousandths(8),
  close: thousandths(8),
})

const drawnFunding: fc.Arbitrary<DrawnFunding> = fc.record({
  candle: fc.oneof(fc.nat(15), fc.nat(59)),
  phase: fc.constantFrom('open', 'open', 'close'),
  rate: fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min: -100, max: 100 }) },
    fc.integer({ min: -20_000, max: 20_000 }),
  ),
})

/** A random walk on the tick with gaps and wicks, `least` to `most` candles of an hour. */
export function arbitraryMarket(least: number, most: number): fc.Arbitrary<DrawnMarket> {
  return fc.record({
    start: fc.integer({ min: 2_000, max: 60_000 }),
    candles: fc.array(drawnCandle, { minLength: least, maxLength: most, size: 'max' }),
    bases: fc.option(fc.array(drawnBasis, { minLength: most, maxLength: most }), { freq: 3 }),
    funding: fc.array(drawnFunding, { maxLength: 12, size: 'max' }),
    fine: fc.option(arbitraryFine, { freq: 2 }),
  })
}

/** The candles that were drawn. The first has a volume, so that there is one wherever they are cut off. */
export function candlesOf({ start, candles }: DrawnMarket): Candles {
  const ticks: Corners[] = []
  let before = start
  for (const [at, { gap, body, up, down, volume }] of candles.entries()) {
    const open = moved(before, gap)
    const close = moved(open, body)
    const high = moved(Math.max(open, close), up)
    const low = moved(Math.min(open, close), -down)
    ticks.push({ open, close, high, low, volume: at === 0 ? 1_000 : (volume ?? 1_000) })
    before = close
  }
  return columnsOf(ticks)
}

/** The mark candles that were drawn; the same object as `candles` where none were. */
export function markOf({ bases }: DrawnMarket, candles: Candles): Candles {
  if (bases === null) return candles
  const ticks = Array.from({ length: candles.length }, (_, at): Corners => {
    const open = moved(candles.open[at] * 100, bases[at].open)
    const close = moved(candles.close[at] * 100, bases[at].close)
    return {
      open,
      close,
      high: Math.max(open, close, moved(candles.high[at] * 100, bases[at].high)),
      low: Math.min(open, close, moved(candles.low[at] * 100, bases[at].low)),
    }
  })
  return columnsOf(ticks)
}

/** The funding that was drawn and falls into the candles, in time order. */
export function fundingOf({ funding }: DrawnMarket, candles: Candles): readonly FundingDue[] {
  return funding
    .filter(({ candle }) => candle < candles.length)
    .map(({ candle, phase, rate }) => ({
      at: candles.openedAt[candle] + (phase === 'open' ? 0 : HOUR_MS / 2),
      rate: rate / 100_000,
      candle,
      phase,
      known: true,
    }))
    .sort((one, other) => one.at - other.at)
}

/** Corners of a candle in ticks of 0.01. */
export interface Corners {
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume?: number
}

/** Candles of an hour from corners in ticks. */
export function columnsOf(ticks: readonly Corners[]): Candles {
  const column = (corner: 'open' | 'high' | 'low' | 'close') =>
    Float64Array.from(ticks, (candle) => candle[corner] / 100)
  return {
    length: ticks.length,
    timeframeMs: HOUR_MS,
    openedAt: Float64Array.from(ticks, (_, at) => begins + at * HOUR_MS),
    open: column('open'),
    high: column('high'),
    low: column('low'),
    close: column('close'),
    volume: Float64Array.from(ticks, ({ volume }) => volume ?? 1_000),
  }
}

/** Never below 1.00, so that prices stay prices. */
function moved(ticks: number, thousandths: number): number {
  return Math.max(100, Math.round((ticks * (1000 + thousandths)) / 1000))
}
