import { basename } from 'node:path'
import { StringDecoder } from 'node:string_decoder'
import { InputError, type Where } from '#domain/failure.js'
import { type Content, type ContentReading, openContent } from './open-content.js'

export type Newline = '\n' | '\r\n' | '\r'
export type TextReading = ContentReading

/** A text file, read once and in parts. */
export interface TextParts {
  /** The line ending of the first part. */
  readonly newline: Newline
  /** The beginning, at least one line of it unless that is longer than any line should be. */
  readonly head: string
  /** UTF-8 decoded across the borders of parts, without a byte order mark. */
  readonly parts: AsyncIterable<string>
  /** Of the bytes of the file; complete once `parts` is. */
  sha256(): string
}

/** The longest row of text that is read. */
export const ROW_LIMIT = 1 << 20

/** Opens a file and reads far enough to see its line ending. Throws `InputError` where the file is missing or not text. */
export async function readText(path: string, reading: TextReading): Promise<TextParts> {
  return textOf(await openContent(path, reading), path, reading.where)
}

/** The text that the content of a file is. Throws `InputError` where it is none. */
export async function textOf(content: Content, path: string, where: Where): Promise<TextParts> {
  checkText(content.head, path, where)
  const rest = decoded(content.bytes)
  let head = ''
  while (head.length <= ROW_LIMIT) {
    // One part at a time, and as a rule only one: the loop is for reads shorter than a line.
    // oxlint-disable-next-line no-await-in-loop
    const part = await rest.next()
    if (part.done === true) break
    head += part.value
    if (showsNewline(head)) break
  }
  return { newline: newlineOf(head), head, parts: joined(head, rest), sha256: () => content.sha256() }
}

async function* decoded(bytes: AsyncIterable<Buffer>): AsyncGenerator<string, void, undefined> {
  const decoder = new StringDecoder('utf8')
  let start = true
  for await (const part of bytes) {
    const text = decoder.write(part)
    yield start ? text.replace(/^\uFEFF/, '') : text
    start &&= text === ''
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

/** A file that begins with zero bytes is no text; zero bytes further on are told with their line. */
function checkText(head: Buffer, path: string, where: Where): void {
  const isUtf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)
  if (isUtf16) {
    throw new InputError('file-not-utf8', `found text in UTF-16 in '${basename(path)}'; expected UTF-8`, {
      where,
      hint: 'Save it as UTF-8, or CSV UTF-8 in a spreadsheet.',
    })
  }
  if (!head.includes(0)) return
  throw new InputError('file-not-text', `found binary data in '${path}'; expected text`, {
    where,
    hint: 'Unpack the file, or export it as CSV.',
  })
}
