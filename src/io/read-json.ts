import { InputError, type Where } from '#domain/failure.js'
import { cellOf } from '#market/cell.js'
import type { OnTableRow } from '#market/row-source.js'
import { type Enveloped, enveloped } from '#market/json-envelope.js'
import { JsonElements } from './json-elements.js'
import type { TextParts } from './read-text.js'

/** An answer of an exchange has a thousand rows or so; what is larger is an array of rows. */
const ENVELOPE_LIMIT = 1 << 26

/** Streams an array of rows, each an array or an object. `onRow` gets the titles of objects first. Throws `InputError`. */
export async function readJsonArray(text: TextParts, file: Where, onRow: OnTableRow): Promise<void> {
  const rows = new JsonRows(file, onRow)
  const elements = new JsonElements((element) => rows.text(element))
  for await (const part of text.parts) {
    if (!elements.add(part)) throw notRows(file, rows.count + 1)
  }
  if (!elements.isEnded) throw cutOff(file, rows.count)
}

/** Reads a JSON object whole and finds the rows in it; hand them out by `readRows`. Throws `InputError`. */
export async function readJsonEnvelope(text: TextParts, file: Where): Promise<Enveloped> {
  let whole = ''
  for await (const part of text.parts) {
    whole += part
    if (whole.length > ENVELOPE_LIMIT) throw notRows(file, 1)
  }
  return enveloped(parsed(whole, file), file)
}

export function readRows(rows: readonly unknown[], file: Where, onRow: OnTableRow): void {
  const reader = new JsonRows(file, onRow)
  for (const row of rows) reader.row(row)
}

/** JSON values → rows of cells, counted from 1. */
class JsonRows {
  readonly #file: Where
  readonly #onRow: OnTableRow
  #keys: readonly string[] | null = null
  count = 0

  constructor(file: Where, onRow: OnTableRow) {
    this.#file = file
    this.#onRow = onRow
  }

  text(element: string): void {
    this.row(parsed(element, `${this.#file}, row ${this.count + 1}`))
  }

  row(value: unknown): void {
    this.count += 1
    if (Array.isArray(value)) return this.#onRow(value.map(cellOf), this.count)
    if (typeof value !== 'object' || value === null) throw notRows(this.#file, this.count)
    const fields = value as Readonly<Record<string, unknown>>
    if (this.#keys === null) {
      this.#keys = Object.keys(fields)
      this.#onRow(this.#keys, this.count)
    }
    this.#onRow(
      this.#keys.map((key) => cellOf(fields[key])),
      this.count,
    )
  }
}

function parsed(text: string, where: Where): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new InputError('json-invalid', `found what is not JSON (${error.message.split('\n')[0]})`, {
      where,
      hint: 'Write the file anew; NaN and Infinity are no JSON.',
      cause: error,
    })
  }
}

function notRows(file: Where, row: number): InputError {
  return new InputError('json-not-rows', 'found JSON that is no array of rows; expected [[time, …], …] or [{…}, …]', {
    where: `${file}, row ${row}`,
    hint: 'Save each row as an array or as an object.',
  })
}

function cutOff(file: Where, rows: number): InputError {
  return new InputError('json-cut-off', `found the end of the file inside its array, after row ${rows}`, {
    where: file,
    hint: 'Download or copy the file again: rows are missing at its end.',
  })
}
