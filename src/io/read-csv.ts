import { basename } from 'node:path'
import { Readable } from 'node:stream'
import Papa from 'papaparse'
import { InputError, type Where } from '#domain/failure.js'
import { isComment } from '#market/header.js'
import { type Newline, readText, ROW_LIMIT, type TextParts, type TextReading } from './read-text.js'

/** Receives a row that is not blank and the physical line, counted from 1, on which it starts. What it throws ends the reading. */
export type OnRow = (cells: readonly string[], line: number) => void

export interface CsvFile {
  readonly sha256: string
}

/** Streams a CSV file, row by row. Throws `InputError` for a file or a row that cannot be read. */
export async function readCsv(path: string, reading: TextReading, onRow: OnRow): Promise<CsvFile> {
  const text = await readText(path, reading)
  await readCsvText(text, basename(path), onRow)
  return { sha256: text.sha256() }
}

/** Streams text as CSV through papaparse; `file` is what errors call it. */
export async function readCsvText(text: TextParts, file: Where, onRow: OnRow): Promise<void> {
  const lines = new LineCounter(file, text.newline)
  const input = Readable.from(lines.watching(text.parts))
  try {
    await new Promise<void>((resolve, reject) => {
      Papa.parse<string[]>(input, {
        header: false,
        delimiter: delimiterOf(text),
        newline: text.newline,
        step({ data, errors }) {
          const line = lines.startOf(data)
          if (errors.length > 0) throw badQuote(lines.where(line))
          if (data.length > 1 || data[0].trim() !== '') onRow(data, line)
        },
        complete: () => resolve(),
        error: reject,
      })
    })
  } finally {
    input.destroy()
  }
}

const delimiters = [',', ';', '\t', '|'] as const

/** What stands most often between the cells of the first row: a comma unless something else does. */
function delimiterOf({ head, newline }: Pick<TextParts, 'head' | 'newline'>): (typeof delimiters)[number] {
  const first = head.split(newline, FIRST_LINES).find((line) => line.trim() !== '' && !isComment([line])) ?? ''
  const bare = first.replaceAll(/"[^"]*"/g, '')
  const counts = delimiters.map((delimiter) => bare.split(delimiter).length - 1)
  const most = Math.max(...counts)
  // A decimal comma stands no more often than the semicolon around it.
  const best = counts[1] === most ? 1 : counts.indexOf(most)
  return most === 0 ? ',' : delimiters[best]
}

/** Comments above a header are few. */
const FIRST_LINES = 20

/**
 * Counts physical lines, also where a quoted cell spans several. papaparse rescans an unfinished row with every part, so an
 * unclosed quotation mark in a long file would take it minutes: a row longer than `ROW_LIMIT` ends the reading instead.
 */
class LineCounter {
  readonly #file: string
  readonly #newline: Newline
  #next = 1
  #quotes = false
  #zeros = false
  #unfinished = 0

  constructor(file: string, newline: Newline) {
    this.#file = file
    this.#newline = newline
  }

  where(line: number): Where {
    return `${this.#file}:${line}`
  }

  async *watching(parts: AsyncIterable<string>): AsyncGenerator<string, void, undefined> {
    for await (const part of parts) {
      this.#unfinished += part.length
      this.#quotes ||= part.includes('"')
      this.#zeros ||= part.includes('\0')
      if (this.#unfinished > ROW_LIMIT) throw (this.#quotes ? badQuote : lineTooLong)(this.where(this.#next))
      yield part
    }
  }

  startOf(row: readonly string[]): number {
    const line = this.#next
    this.#unfinished = 0
    this.#next += this.#quotes ? linesOf(row, this.#newline) : 1
    if (this.#zeros && row.some((cell) => cell.includes('\0'))) throw zeroBytes(this.where(line))
    return line
  }
}

function linesOf(row: readonly string[], newline: Newline): number {
  return row.reduce((lines, cell) => lines + cell.split(newline).length - 1, 1)
}

function badQuote(where: Where): InputError {
  return new InputError(
    'quote-unclosed',
    'found a quotation mark without its partner; expected pairs around a whole cell',
    {
      where,
      hint: 'Close or remove the quotation mark in the row that starts here.',
    },
  )
}

function lineTooLong(where: Where): InputError {
  return new InputError('line-too-long', 'found a line of more than 1 MB; expected a row of a table', {
    where,
    hint: 'Check that the file is a table, with one row on each line.',
  })
}

function zeroBytes(where: Where): InputError {
  return new InputError('zero-bytes', 'found bytes of zero (NUL) in the row; expected text', {
    where,
    hint: 'The file was not written completely, by a crash or a full disk: download or copy it again.',
  })
}
