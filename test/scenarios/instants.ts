import { type Candles, indexAtOrAfter } from '#domain/candles.js'
import { durationMs, instantMs, timeframeName } from '#domain/time.js'

const numbered = /^(\d+)(?:\+(\w+))?$/

/**
 * An instant: `3` is the open of candle 3, counted from 0, `3+30m` half an hour later, `end` the last close; or ISO 8601.
 */
export function instantOf(text: string, { openedAt, length, timeframeMs }: Candles): number {
  if (text === 'end') return openedAt[length - 1] + timeframeMs
  const match = numbered.exec(text)
  if (match === null) return instantMs(text)
  const candle = Number(match[1])
  if (candle >= length) throw new Error(`there is no candle ${candle}: the last is ${length - 1}`)
  return openedAt[candle] + (match[2] === undefined ? 0 : durationMs(match[2]))
}

/** The shortest text of an instant of the run, as `instantOf` reads it. */
export function instantText(at: number, candles: Candles): string {
  const { openedAt, length, timeframeMs } = candles
  if (at === openedAt[length - 1] + timeframeMs) return 'end'
  const candle = indexAtOrAfter(openedAt, at + 1) - 1
  const inside = at - openedAt[candle]
  return inside === 0 ? `${candle}` : `${candle}+${timeframeName(inside)}`
}
