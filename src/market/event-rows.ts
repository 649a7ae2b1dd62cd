import type { DatedEvent } from '#domain/candles.js'
import { iso } from '#domain/time.js'
import { badInput, emptyFile, notANumber, wrongColumnCount } from './bad-input.js'
import { timeNames } from './candle-rows.js'
import { type ColumnNames, isHeader, type Layout, layoutOf } from './header.js'
import { numberOf } from './number.js'
import { TimeColumn } from './time-column.js'

type EventColumn = 'time' | 'kind' | 'title' | 'weight'

const names: ColumnNames<EventColumn> = { time: timeNames, kind: ['kind'], title: ['title'], weight: ['weight'] }

export interface ReadEvents {
  /** In time order, those of one time in the order of the file. */
  readonly events: readonly DatedEvent[]
  readonly notes: readonly string[]
}

/**
 * Turns the rows of an event file into events. The column `weight` may be absent and its cells blank: they count 1.
 * Every method throws `InputError` with `where` = `file:line`.
 */
export class EventRows {
  readonly #file: string
  readonly #time = new TimeColumn()
  readonly #events: DatedEvent[] = []
  #layout: Layout<EventColumn> | null = null

  /** `file` is what errors call the file. */
  constructor(file: string) {
    this.#file = file
  }

  /** Takes the next row that is not blank; `line` is the physical line on which it starts, counted from 1. */
  row(cells: readonly string[], line: number): void {
    const where = `${this.#file}:${line}`
    if (this.#layout === null) {
      if (!isHeader(cells)) throw headerMissing(cells, where)
      this.#layout = layoutOf<EventColumn>(cells, names, where, ['weight'])
      return
    }
    const { columns, width } = this.#layout
    if (cells.length !== width) throw wrongColumnCount(cells.length, width, where)
    const at = this.#time.read(cells[columns.time], () => where)
    const previous = this.#events.at(-1)
    if (previous !== undefined && at < previous.at) throw unordered(at, previous.at, where)
    const kind = worded(cells[columns.kind], 'kind', where)
    const title = worded(cells[columns.title], 'title', where)
    this.#events.push({ at, kind, title, weight: weightOf(cells[columns.weight], where) })
  }

  /** All events of the file. */
  finish(): ReadEvents {
    if (this.#layout === null) throw emptyFile(this.#file, 'an empty file')
    if (this.#events.length === 0) throw emptyFile(this.#file, 'a header row alone')
    return { events: this.#events, notes: [this.#time.note!, ...this.#layout.notes] }
  }
}

function worded(cell: string, column: 'kind' | 'title', where: string): string {
  const text = cell.trim()
  if (text !== '') return text
  throw badInput('event-blank', where, {
    found: `nothing in the column ${column}`,
    expected: column === 'kind' ? 'a word by which a strategy tells events apart' : 'a few words on what happened',
    remedy: `Write the ${column} of the event.`,
  })
}

/** `cell` is undefined where the file has no such column. */
function weightOf(cell: string | undefined, where: string): number {
  if (cell === undefined || cell.trim() === '') return 1
  const weight = numberOf(cell)
  if (Number.isNaN(weight)) throw notANumber(cell, where, 'weight')
  return weight
}

function headerMissing(cells: readonly string[], where: string) {
  return badInput('column-missing', where, {
    found: `'${cells.join(',')}' as the first row`,
    expected: 'a header row that names time, kind, title and, if you like, weight',
    remedy: "Add the line 'time,kind,title,weight' at the top.",
  })
}

function unordered(at: number, previous: number, where: string) {
  return badInput('events-unordered', where, {
    found: `an event of ${iso(at)} after one of ${iso(previous)}`,
    expected: 'ascending times; events of one time keep the order of the file',
    remedy: 'Sort the rows by time, oldest first.',
  })
}
