import type { InputError, Where } from '#domain/failure.js'
import { iso } from '#domain/time.js'
import { badInput, notANumber } from './bad-input.js'
import { timeNames } from './candle-layout.js'
import { type Cell, numberIn } from './cell.js'
import type { ColumnNames } from './header.js'
import { type RowChoice, RowColumns } from './row-columns.js'
import type { RowSource } from './row-source.js'

type EventColumn = 'kind' | 'title' | 'weight'

const names: ColumnNames<EventColumn | 'time'> = {
  time: timeNames,
  kind: ['kind'],
  title: ['title'],
  weight: ['weight'],
}

/** Something that happened and has a date. */
interface Dated {
  /** Ms since 1970. */
  readonly at: number
  readonly kind: string
  readonly title: string
  /** 1 where the file gives none. */
  readonly weight: number
}

export interface ReadEvents {
  /** In time order, those of one time in the order of the file. */
  readonly events: readonly Dated[]
  readonly notes: readonly string[]
}

/**
 * Turns the rows of an event file into events. The column `weight` may be absent and its cells blank: they count 1.
 * Every method throws `InputError` with `where` = `file:line`.
 */
export class EventRows {
  readonly #rows: RowColumns<EventColumn>
  readonly #events: Dated[] = []

  /** `source` may be the name of a CSV file. */
  constructor(source: RowSource | string, choice: RowChoice = {}) {
    this.#rows = new RowColumns(source, { names, optional: ['weight'], titlesOf }, choice)
  }

  /** Takes the next row that is not blank; `line` is the physical line on which it starts, counted from 1. */
  row(cells: readonly Cell[], line: number): void {
    const columns = this.#rows.of(cells, line)
    if (columns === null) return
    const where = this.#rows.source.placeOf(line)
    const at = this.#rows.timeOf(cells[columns.time], line)
    const previous = this.#events.at(-1)
    if (previous !== undefined && at < previous.at) throw unordered(at, previous.at, where)
    const kind = worded(cells[columns.kind], 'kind', where)
    const title = worded(cells[columns.title], 'title', where)
    const weight = columns.weight < 0 ? 1 : weightOf(cells[columns.weight], where)
    this.#events.push({ at, kind, title, weight })
  }

  /** All events of the file. */
  finish(): ReadEvents {
    const notes = this.#rows.finish()
    return { events: this.#events, notes }
  }
}

function titlesOf(cells: readonly Cell[], hasHeader: boolean, where: Where): readonly string[] {
  if (hasHeader) return cells.map(String)
  throw badInput('column-missing', where, {
    found: `'${cells.join(',')}' as the first row`,
    expected: 'a header row that names time, kind, title and, if you like, weight',
    remedy: "Add the line 'time,kind,title,weight' at the top.",
  })
}

function worded(cell: Cell, column: 'kind' | 'title', where: Where): string {
  const text = String(cell).trim()
  if (text !== '') return text
  throw badInput('event-blank', where, {
    found: `nothing in the column ${column}`,
    expected: column === 'kind' ? 'a word by which a strategy tells events apart' : 'a few words on what happened',
    remedy: `Write the ${column} of the event.`,
  })
}

function weightOf(cell: Cell, where: Where): number {
  if (String(cell).trim() === '') return 1
  const weight = numberIn(cell)
  if (Number.isNaN(weight)) throw notANumber(String(cell), where, 'weight')
  return weight
}

function unordered(at: number, previous: number, where: Where): InputError {
  return badInput('events-unordered', where, {
    found: `an event of ${iso(at)} after one of ${iso(previous)}`,
    expected: 'ascending times; events of one time keep the order of the file',
    remedy: 'Sort the rows by time, oldest first.',
  })
}
