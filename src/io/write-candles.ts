import { join } from 'node:path'
import type { CandleColumns } from '#market/candle-columns.js'
import { digits } from '#market/digits.js'
import { IsoText } from '#market/iso-text.js'
import { inWorkFolder, place } from './data-set.js'
import { writeParts } from './made-set.js'

/** A candle file that is to be written, with its sidecar `<path>.meta.yaml`. */
export interface CandleOutput {
  readonly path: string
  readonly candles: CandleColumns
  /** Without one the column is left out. */
  readonly hasVolume: boolean
  /** What the sidecar says besides `rows` and `sha256`, in that order. */
  readonly meta: Readonly<Record<string, unknown>>
}

const ROWS_PER_PART = 4_096

/**
 * Writes a CSV of candles and its sidecar, whole or not at all. Returns the SHA-256 of the CSV. Throws `InputError`
 * `out-not-writable`, and the reason of the signal.
 */
export async function writeCandles(
  { path, candles, hasVolume, meta }: CandleOutput,
  signal: AbortSignal,
): Promise<string> {
  return await inWorkFolder(path, async (folder) => {
    const made = join(folder, 'candles.csv')
    const sha256 = writeParts(made, partsOf(candles, hasVolume))
    // A signal that came while that went on is heard now.
    await new Promise(setImmediate)
    signal.throwIfAborted()
    await place(made, path, { ...meta, rows: candles.time.length, sha256 })
    return sha256
  })
}

function* partsOf({ time, open, high, low, close, volume }: CandleColumns, hasVolume: boolean): Generator<string> {
  const isoText = new IsoText()
  yield `time,open,high,low,close${hasVolume ? ',volume' : ''}\n`
  for (let begin = 0; begin < time.length; begin += ROWS_PER_PART) {
    let text = ''
    for (let row = begin; row < Math.min(begin + ROWS_PER_PART, time.length); row++) {
      const prices = `${digits(open[row])},${digits(high[row])},${digits(low[row])},${digits(close[row])}`
      text += `${isoText.of(time[row])},${prices}${hasVolume ? `,${digits(volume[row])}` : ''}\n`
    }
    yield text
  }
}
