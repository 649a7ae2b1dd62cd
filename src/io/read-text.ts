import { createReadStream } from 'node:fs'
import { StringDecoder } from 'node:string_decoder'
import { InputError, type Where } from '#domain/failure.js'
import { runningSha256 } from './hash.js'
import { unreadable } from './read-failure.js'

export type Newline = '\n' | '\r\n' | '\r'

export interface TextReading {
  /** What an error about the file as a whole names. */
  readonly where: Where
  /** Called with the size of each part as it is read. */
  readonly onBytes?: (bytes: number) => void
  /** Bytes a read; Node's default unless a test wants small ones. */
  readonly readSize?: number
}

/** A text file, read once and in parts. */
export interface TextParts {
  /** The line ending of the first part. */
  readonly newline: Newline
  /** UTF-8 decoded across the borders of parts, without a byte order mark. */
  readonly parts: AsyncIterable<string>
  /** Of the bytes of the file; complete once `parts` is. */
  sha256(): string
}

/** Opens a file and reads far enough to see its line ending. Throws `InputError` where the file is missing or not text. */
export async function readText(path: string, reading: TextReading): Promise<TextParts> {
  const hash = runningSha256()
  const rest = decoded(path, reading, (bytes) => hash.add(bytes))
  let head = ''
  for (;;) {
    // One part at a time, and as a rule only one: the loop is for reads shorter than a line.
    // oxlint-disable-next-line no-await-in-loop
    const part = await rest.next()
    if (part.done === true) break
    head += part.value
    if (showsNewline(head)) break
  }
  return { newline: newlineOf(head), parts: joined(head, rest), sha256: () => hash.hex() }
}

async function* decoded(
  path: string,
  { where, onBytes, readSize }: TextReading,
  onRead: (bytes: Buffer) => void,
): AsyncGenerator<string, void, undefined> {
  const decoder = new StringDecoder('utf8')
  const stream = createReadStream(path, readSize === undefined ? {} : { highWaterMark: readSize })
  let start = true
  try {
    for await (const bytes of stream as AsyncIterable<Buffer>) {
      if (start && bytes.includes(0)) throw notText(path, where)
      onRead(bytes)
      onBytes?.(bytes.length)
      const text = decoder.write(bytes)
      yield start ? text.replace(/^\uFEFF/, '') : text
      start &&= text === ''
    }
  } catch (error) {
    throw unreadable(path, error, where)
  }
  yield decoder.end()
}

async function* joined(head: string, rest: AsyncIterable<string>): AsyncGenerator<string, void, undefined> {
  yield head
  yield* rest
}

/** A carriage return at the very end may be half a line ending. */
function showsNewline(head: string): boolean {
  return /\n|\r[^]/.test(head)
}

function newlineOf(head: string): Newline {
  if (!head.includes('\n')) return head.includes('\r') ? '\r' : '\n'
  return /(?:^|[^\r])\n/.test(head) ? '\n' : '\r\n'
}

function notText(path: string, where: Where): InputError {
  return new InputError('file-not-text', `found binary data in '${path}'; expected text`, {
    where,
    hint: 'Unpack the file, or export it as CSV.',
  })
}
