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
  const before = heading.getAttribute('aria-sort')
  const isAscending = before === null ? !isNumeric(table, column) : before === 'descending'
  for (const other of headings) other.removeAttribute('aria-sort')
  heading.setAttribute('aria-sort', isAscending ? 'ascending' : 'descending')
  sortAgain(table)
}

/** Sorts rows that were exchanged as the heading says that is marked. */
export function sortAgain(table: HTMLTableElement): void {
  const column = [...table.tHead!.rows[0].cells].findIndex((heading) => heading.hasAttribute('aria-sort'))
  if (column < 0) return
  const isAscending = table.tHead!.rows[0].cells[column].getAttribute('aria-sort') === 'ascending'
  const compare = isNumeric(table, column) ? byNumber(column, isAscending) : byText(column, isAscending)
  const body = table.tBodies[0]
  body.append(...[...body.rows].sort(compare))
}

function isNumeric(table: HTMLTableElement, column: number): boolean {
  return [...table.tBodies[0].rows].some((row) => row.cells[column].dataset['sort'] !== undefined)
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

/** Calls `choose` with the trade whose row is clicked; arrow keys go from row to row. */
export function onTradeChosen(choose: (opening: number) => void): void {
  const body = tradeRows()
  body?.addEventListener('click', (event) => {
    const row = event.target instanceof Element ? event.target.closest('tr') : null
    if (row) choose(Number(row.dataset['opening']))
  })
  body?.addEventListener('keydown', (event) => {
    const row = event.target instanceof Element ? event.target.closest('tr') : null
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!row || step === undefined) return
    event.preventDefault()
    const shown = [...body.rows].filter((other) => !other.hidden)
    shown[shown.indexOf(row) + step]?.querySelector('button')?.focus()
  })
}

/** Calls `choose` with the trade that a button anywhere names. */
export function onJump(choose: (opening: number) => void): void {
  for (const button of document.querySelectorAll<HTMLElement>('[data-jump]')) {
    button.addEventListener('click', () => choose(Number(button.dataset['jump'])))
  }
}

/** A leg's name shows its trades: it is written into the filter above them. */
export function onLegAsked(): void {
  const field = document.querySelector<HTMLInputElement>('input[data-filters="trades-table"]')
  if (field === null) return
  for (const button of document.querySelectorAll<HTMLElement>('[data-trades-of]')) {
    button.addEventListener('click', () => {
      field.value = button.dataset['tradesOf']!
      filter(field)
      document.getElementById('trades')!.scrollIntoView({ block: 'start' })
      field.focus({ preventScroll: true })
    })
  }
}

/** Marks the row of a trade. */
export function chooseRow(opening: number): void {
  for (const row of tradeRows()?.rows ?? []) {
    if (Number(row.dataset['opening']) === opening) row.setAttribute('aria-current', 'true')
    else row.removeAttribute('aria-current')
  }
}

function tradeRows(): HTMLTableSectionElement | undefined {
  return document.querySelector<HTMLTableElement>('#trades-table')?.tBodies[0]
}

/** Lets every field above a table hide the rows that lack one of its words. */
export function makeFilterable(): void {
  for (const field of filterFields()) field.addEventListener('input', () => filter(field))
}

/** Filters anew rows that were exchanged. */
export function applyFilters(): void {
  for (const field of filterFields()) filter(field)
}

function filterFields(): NodeListOf<HTMLInputElement> {
  return document.querySelectorAll<HTMLInputElement>('input[data-filters]')
}

function filter(field: HTMLInputElement): void {
  const [body] = (document.getElementById(field.dataset['filters']!) as HTMLTableElement).tBodies
  const words = searchable(field.value).split(/\s+/).filter(Boolean)
  let shown = 0
  for (const row of body.rows) {
    const text = searchable(row.textContent)
    row.hidden = !words.every((word) => text.includes(word))
    if (!row.hidden) shown++
  }
  const count = field.closest('.filter')!.querySelector('output')!
  count.textContent = words.length === 0 ? '' : `${shown} of ${body.rows.length}`
}

/** As one types it: any minus is that of the keyboard, and digits are not grouped. */
function searchable(text: string): string {
  return text
    .toLowerCase()
    .replace(/[\u2010-\u2013\u2212]/g, '-')
    .replace(/(?<=\d),(?=\d|$)/g, '')
}
