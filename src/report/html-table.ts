import { type Content, markup, type Markup, trusted } from './html-markup.js'

export interface Column<Row> {
  readonly title: string
  /** What the heading means, shown when it is pointed at. */
  readonly hint: string
  readonly cell: (row: Row) => Content
  /** Numbers stand to the right. */
  readonly numeric?: boolean
  /** What the column sorts by where its text does not do. Makes the column sortable by number. */
  readonly sortBy?: (row: Row) => number | null
  /** Classes of the cell, such as the color of a leg. */
  readonly tone?: (row: Row) => string
  /** All digits, shown when the cell is pointed at. */
  readonly detail?: (row: Row) => string | null
}

export interface TableOptions<Row> {
  readonly id: string
  readonly label: string
  readonly sortable?: boolean
  /** Attributes of a row; values are escaped. */
  readonly rowAttributes?: (row: Row) => Readonly<Record<string, string | number>>
  readonly foot?: Markup
}

/** A table in its own scrolling box, heads that stay in view. */
export function table<Row>(columns: readonly Column<Row>[], rows: readonly Row[], options: TableOptions<Row>): Markup {
  const { id, label, sortable = false, rowAttributes = () => ({}), foot } = options
  const body = rows.map(
    (row) => markup`<tr${attributes(rowAttributes(row))}>${columns.map((column) => cell(column, row))}</tr>
`,
  )
  const filter =
    sortable &&
    markup`<label class="filter">Filter <input type="search" data-filters="${id}" autocomplete="off" placeholder="rows that have these words"> <output></output></label>
`
  return markup`${filter}<div class="scroll" tabindex="0" role="region" aria-label="${label}">
<table id="${id}"${sortable && trusted(' data-sortable')}>
<thead><tr>${columns.map((column) => heading(column, sortable))}</tr></thead>
<tbody>
${body}</tbody>
${foot ?? null}</table>
</div>`
}

function heading<Row>(column: Column<Row>, sortable: boolean): Markup {
  const title = sortable ? markup`<button type="button">${column.title}</button>` : column.title
  return markup`<th scope="col" title="${column.hint}"${column.numeric === true && trusted(' class="number"')}>${title}</th>`
}

function cell<Row>(column: Column<Row>, row: Row): Markup {
  const classes = [column.numeric === true ? 'number' : '', column.tone?.(row) ?? ''].filter((name) => name !== '')
  const detail = column.detail?.(row) ?? null
  return markup`<td${attributes({
    ...(classes.length > 0 ? { class: classes.join(' ') } : {}),
    ...(column.sortBy ? { 'data-sort': column.sortBy(row) ?? '' } : {}),
    ...(detail === null ? {} : { title: detail }),
  })}>${column.cell(row)}</td>`
}

function attributes(values: Readonly<Record<string, string | number>>): Content {
  return Object.entries(values).map(([name, value]) => markup` ${trusted(name)}="${value}"`)
}

/** The first rows of many, and a note on the rest. */
export function capped<Row>(
  rows: readonly Row[],
  limit: number,
  fullIn: string,
): { shown: readonly Row[]; note: Content } {
  if (rows.length <= limit) return { shown: rows, note: null }
  const note = markup`<p class="note">The first ${limit} of ${rows.length} are shown; ${fullIn} has all of them.</p>`
  return { shown: rows.slice(0, limit), note }
}
