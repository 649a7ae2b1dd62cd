import { basename } from 'node:path'
import { Readable, type Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { InputError, type Where } from '#domain/failure.js'

/** What a decompressing stream makes of the bytes. Throws `InputError` where they end too early or are damaged. */
export async function* unpacked(
  bytes: AsyncIterable<Buffer>,
  stream: Transform,
  path: string,
): AsyncGenerator<Buffer, void, undefined> {
  // Its failure is that of the stream, which is thrown below.
  pipeline(Readable.from(bytes, { objectMode: false }), stream).catch(() => {})
  try {
    for await (const part of stream as AsyncIterable<Buffer>) yield part
  } catch (error) {
    throw archiveFailure(path, error)
  }
}

function archiveFailure(path: string, cause: unknown): unknown {
  const code = cause instanceof Error && 'code' in cause ? cause.code : null
  if (code === 'Z_BUF_ERROR') return archiveTruncated(basename(path), cause)
  if (typeof code === 'string' && code.startsWith('Z_')) return archiveDamaged(basename(path), cause)
  return cause
}

/** An archive whose end is missing. */
export function archiveTruncated(where: Where, cause?: unknown): InputError {
  return new InputError('archive-truncated', 'found an archive that is cut off before its end; expected all of it', {
    where,
    hint: 'Download or copy the file again: rows are missing at its end.',
    cause,
  })
}

/** An archive whose bytes do not fit its own checks. */
export function archiveDamaged(where: Where, cause?: unknown): InputError {
  const why = cause instanceof Error ? ` (${cause.message})` : ''
  return new InputError('archive-damaged', `found damaged bytes in the archive${why}; expected what was packed`, {
    where,
    hint: 'Download or copy the file again.',
    cause,
  })
}
