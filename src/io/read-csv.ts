import { basename } from 'node:path'
import { Readable } from 'node:stream'
import Papa from 'papaparse'
import { InputError, type Where } from '#domain/failure.js'
import { type Newline, readText, type TextReading } from './read-text.js'

/** Receives a row that is not blank and the physical line, counted from 1, on which it starts. What it throws ends the reading. */
export type OnRow = (cells: readonly string[], line: number) => void

export interface CsvFile {
  readonly sha256: string
}

const ROW_LIMIT = 1 << 20

/** Streams a CSV file, row by row, through papaparse. Throws `InputError` for a file or a row that cannot be read. */
export async function readCsv(path: string, reading: TextReading, onRow: OnRow): Promise<CsvFile> {
  const text = await readText(path, reading)
  const lines = new LineCounter(basename(path), text.newline)
  const input = Readable.from(lines.watching(text.parts))
  try {
    await new Promise<void>((resolve, reject) => {
      Papa.parse<string[]>(input, {
        header: false,
        delimiter: ',',
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
  return { sha256: text.sha256() }
}

/**
 * Counts physical lines, also where a quoted cell spans several. papaparse rescans an unfinished row with every part, so an
 * unclosed quotation mark in a long file would take it minutes: a row longer than `ROW_LIMIT` ends the reading instead.
 */
class LineCounter {
  readonly #file: string
  readonly #newline: Newline
  #next = 1
  #quotes = false
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
      if (this.#unfinished > ROW_LIMIT) throw badQuote(this.where(this.#next))
      this.#quotes ||= part.includes('"')
      yield part
    }
  }

  startOf(row: readonly string[]): number {
    const line = this.#next
    this.#unfinished = 0
    this.#next += this.#quotes ? linesOf(row, this.#newline) : 1
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
