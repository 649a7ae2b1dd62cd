import type { Where } from '#domain/failure.js'
import type { Cell } from './cell.js'

/**
 * Receives a row that is not blank and the line, counted from 1, on which it starts; where a file has no lines, the row's
 * number. `cells` hold it for the call. What it throws ends the reading.
 */
export type OnTableRow = (cells: readonly Cell[], line: number) => void

/** Where rows come from: what errors call the file and a row of it. */
export interface RowSource {
  /** Base name of the file. */
  readonly file: Where
  /** `file.csv:12`, or `file.json, row 12` where a file has no lines. */
  placeOf(line: number): Where
  /** Titles that the file's own envelope gives its rows, where they have none: an exchange's answer as JSON. */
  readonly titles?: Titles
}

/** How the rows of a form without a header are ordered. */
export interface Titles {
  /** `Kraken OHLC`. */
  readonly name: string
  readonly of: (width: number) => readonly string[] | null
  /** The last row has not closed yet, always. */
  readonly lastIsOpen?: boolean
}

/** Rows that are lines of a text file. */
export function linesOf(file: Where): RowSource {
  return { file, placeOf: (line) => `${file}:${line}` }
}
