/** Makes the headings of every sortable table sort its rows: first down for numbers, up for words, then turned round. */
export function makeSortable(): void {
  for (const table of document.querySelectorAll<HTMLTableElement>('table[data-sortable]')) {
    const headings = [...table.tHead!.rows[0].cells]
    for (const [column, heading] of headings.entries()) {
      heading.querySelector('button')?.addEventListener('click', () => sort(table, headings, column))
    }
  }
}

function sort(table: HTMLTableElement, headings: readonly HTMLElement[], column: number): void {
  const heading = headings[column]
  const body = table.tBodies[0]
  const isNumeric = [...body.rows].some((row) => row.cells[column].dataset['sort'] !== undefined)
  const before = heading.getAttribute('aria-sort')
  const isAscending = before === null ? !isNumeric : before === 'descending'
  for (const other of headings) other.removeAttribute('aria-sort')
  heading.setAttribute('aria-sort', isAscending ? 'ascending' : 'descending')
  const compare = isNumeric ? byNumber(column, isAscending) : byText(column, isAscending)
  body.append(...[...body.rows].sort(compare))
}

type Compare = (a: HTMLTableRowElement, b: HTMLTableRowElement) => number

/** What has no number stays at the end either way. */
function byNumber(column: number, isAscending: boolean): Compare {
  const value = (row: HTMLTableRowElement) => Number.parseFloat(row.cells[column].dataset['sort'] ?? '')
  return (a, b) => {
    const [first, second] = [value(a), value(b)]
    if (Number.isNaN(first) || Number.isNaN(second)) return Number(Number.isNaN(first)) - Number(Number.isNaN(second))
    return isAscending ? first - second : second - first
  }
}

function byText(column: number, isAscending: boolean): Compare {
  const text = (row: HTMLTableRowElement) => row.cells[column].textContent
  return (a, b) => text(a).localeCompare(text(b), 'en') * (isAscending ? 1 : -1)
}

/** Calls `show` for the trade whose row is clicked and marks the row. */
export function onTradeChosen(show: (opening: number, from: number, to: number) => void): void {
  const body = document.querySelector<HTMLTableElement>('#trades-table')?.tBodies[0]
  body?.addEventListener('click', (event) => {
    const row = event.target instanceof Element ? event.target.closest('tr') : null
    if (!row) return
    for (const other of body.rows) other.removeAttribute('aria-current')
    row.setAttribute('aria-current', 'true')
    const { opening, from, to } = row.dataset
    show(Number(opening), Number(from), Number(to))
  })
}
