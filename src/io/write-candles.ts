import { createWriteStream } from 'node:fs'
import { lstat, realpath, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { stringify } from 'yaml'
import { InputError } from '#domain/failure.js'
import { iso } from '#domain/time.js'
import type { CandleColumns } from '#market/candle-columns.js'
import { digits } from '#market/digits.js'
import { runningSha256 } from './hash.js'

/** A candle file that is to be written, with its sidecar `<path>.meta.yaml`. */
export interface CandleOutput {
  readonly path: string
  readonly candles: CandleColumns
  /** Without one the column is left out. */
  readonly hasVolume: boolean
  /** What the sidecar says besides `rows` and `sha256`, in that order. */
  readonly meta: Readonly<Record<string, unknown>>
}

const ROWS_PER_CHUNK = 4_096

/**
 * Refuses, before anything is read, a path at which nothing may be written: a file that is read (`inputs`), and one that is
 * there where `force` is not set. Throws `InputError` `out-is-input`, `out-exists`.
 */
export async function checkOutput(path: string, inputs: readonly string[], force: boolean): Promise<void> {
  const real = await realpath(path).catch(() => resolve(path))
  const reals = await Promise.all(inputs.map((input) => realpath(input).catch(() => resolve(input))))
  if (reals.includes(real)) {
    throw new InputError('out-is-input', 'a file that is read is never written', {
      where: path,
      hint: 'Name another file with --out.',
    })
  }
  for (const place of [path, sidecarOf(path)]) {
    // oxlint-disable-next-line no-await-in-loop
    const found = await lstat(place).catch(() => null)
    if (found === null || (force && found.isFile())) continue
    const what = found.isFile() ? 'there is a file already' : 'something else than a file stands there'
    const hint = found.isFile() ? 'Name another one with --out, or replace it with --force.' : 'Name a file with --out.'
    throw new InputError('out-exists', what, { where: place, hint })
  }
}

/**
 * Writes a CSV of candles and its sidecar, whole or not at all. Returns the SHA-256 of the CSV. Throws `InputError`
 * `out-not-writable`, and the reason of the signal.
 */
export async function writeCandles(
  { path, candles, hasVolume, meta }: CandleOutput,
  signal: AbortSignal,
): Promise<string> {
  const hash = runningSha256()
  const [temporary, temporarySidecar] = [besides(path), besides(sidecarOf(path))]
  try {
    await pipeline(
      Readable.from(chunks(candles, hasVolume, (bytes) => hash.add(bytes))),
      createWriteStream(temporary),
      { signal },
    )
    const sha256 = hash.hex()
    await writeFile(temporarySidecar, stringify({ ...meta, rows: candles.time.length, sha256 }))
    await rename(temporary, path)
    await rename(temporarySidecar, sidecarOf(path))
    return sha256
  } catch (error) {
    await Promise.all([temporary, temporarySidecar].map((file) => rm(file, { force: true })))
    if (signal.aborted) throw signal.reason
    if (!(error instanceof Error && 'syscall' in error)) throw error
    throw new InputError('out-not-writable', `The file cannot be written: ${error.message.split(', ')[0]}`, {
      where: path,
      hint: 'Choose another place with --out.',
      cause: error,
    })
  }
}

function* chunks(candles: CandleColumns, hasVolume: boolean, add: (bytes: Uint8Array) => void): Generator<Buffer> {
  const { time, open, high, low, close, volume } = candles
  const bytesOf = (text: string) => {
    const bytes = Buffer.from(text)
    add(bytes)
    return bytes
  }
  yield bytesOf(`time,open,high,low,close${hasVolume ? ',volume' : ''}\n`)
  for (let begin = 0; begin < time.length; begin += ROWS_PER_CHUNK) {
    let text = ''
    for (let row = begin; row < Math.min(begin + ROWS_PER_CHUNK, time.length); row++) {
      const prices = `${digits(open[row])},${digits(high[row])},${digits(low[row])},${digits(close[row])}`
      text += `${iso(time[row])},${prices}${hasVolume ? `,${digits(volume[row])}` : ''}\n`
    }
    yield bytesOf(text)
  }
}

function sidecarOf(path: string): string {
  return `${path}.meta.yaml`
}

/** A name in the same folder, and so on the same disk, that nobody else takes. */
function besides(path: string): string {
  return join(dirname(path), `.tmp-${randomBytes(6).toString('hex')}`)
}
