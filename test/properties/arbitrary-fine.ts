import fc from 'fast-check'
import type { Candles } from '#domain/candles.js'

/** How the parts of one candle lie in it. Shares in thousandths of its range. */
interface DrawnParts {
  /** Where one part ends and the next begins. */
  readonly joints: readonly number[]
  /** Which part has the high, and which the low. */
  readonly high: number
  readonly low: number
  /** By how much a part opens beside the close before it, as far as the range allows. */
  readonly jump: number
  /** By how many ticks the part with the high reaches beyond the candle: a series that does not agree. */
  readonly beyond: number
  /** Its last part is missing. */
  readonly isCut: boolean
}

export interface DrawnFine {
  readonly perCandle: number
  /** One a candle, over and over. */
  readonly parts: readonly DrawnParts[]
}

const share = fc.integer({ min: 0, max: 1_000 })
const seldom = <T>(rare: fc.Arbitrary<T>, common: T) =>
  fc.oneof({ weight: 8, arbitrary: fc.constant(common) }, { weight: 1, arbitrary: rare })

/** Finer candles, 1 … 4 a candle; most agree with theirs and are complete. */
export const arbitraryFine: fc.Arbitrary<DrawnFine> = fc.record({
  perCandle: fc.integer({ min: 1, max: 4 }),
  parts: fc.array(
    fc.record({
      joints: fc.tuple(share, share, share),
      high: fc.nat(3),
      low: fc.nat(3),
      jump: seldom(fc.integer({ min: -300, max: 300 }), 0),
      beyond: seldom(fc.integer({ min: 1, max: 200 }), 0),
      isCut: seldom(fc.constant(true), false),
    }),
    { minLength: 1, maxLength: 20 },
  ),
})

/** The finer candles that were drawn, for these. The first candle has all of its own. */
export function fineOf({ perCandle, parts }: DrawnFine, candles: Candles): Candles {
  const rows: (readonly [openedAt: number, open: number, high: number, low: number, close: number])[] = []
  const timeframeMs = candles.timeframeMs / perCandle
  for (let candle = 0; candle < candles.length; candle++) {
    const drawn = parts[candle % parts.length]
    const [low, high] = [ticksOf(candles.low[candle]), ticksOf(candles.high[candle])]
    const at = (thousandths: number): number => low + Math.round(((high - low) * thousandths) / 1_000)
    const corners = [
      ticksOf(candles.open[candle]),
      ...drawn.joints.slice(0, perCandle - 1).map(at),
      ticksOf(candles.close[candle]),
    ]
    for (let part = 0; part < perCandle - (drawn.isCut && candle > 0 ? 1 : 0); part++) {
      const jumped = corners[part] + (part === 0 ? 0 : Math.round(((high - low) * drawn.jump) / 1_000))
      const open = Math.min(high, Math.max(low, jumped))
      const close = corners[part + 1]
      const top = part === drawn.high % perCandle ? high + drawn.beyond : Math.max(open, close)
      const bottom = part === drawn.low % perCandle ? low : Math.min(open, close)
      rows.push([candles.openedAt[candle] + part * timeframeMs, open, top, bottom, close])
    }
  }
  const column = (which: number, scale: number) => Float64Array.from(rows, (row) => row[which] / scale)
  return {
    length: rows.length,
    timeframeMs,
    openedAt: column(0, 1),
    open: column(1, 100),
    high: column(2, 100),
    low: column(3, 100),
    close: column(4, 100),
    volume: new Float64Array(rows.length),
  }
}

function ticksOf(price: number): number {
  return Math.round(price * 100)
}
