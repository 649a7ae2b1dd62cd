import { DAY_MS } from '#domain/time.js'

/** One row of a series: when it begins (ms since 1970), and its values with the digits they were given with. */
export interface Row {
  readonly at: number
  readonly cells: readonly string[]
}

/** Asks an exchange for rows from `since` on and, where it heeds that, before `until`. They may come in any order. */
export type AskRows = (since: number, until: number) => Promise<readonly Row[]>

export interface PageRequest {
  readonly ask: AskRows
  /** First instant, inclusive. */
  readonly from: number
  /** Exclusive. */
  readonly end: number
  /** The time that one page is asked for. */
  readonly pageMs: number
}

export interface GridRequest extends PageRequest {
  /** Time from one row to the next. */
  readonly stepMs: number
  /**
   * A stretch that is surely on one page, whatever the exchange makes of the page's size: so much is passed over where a page
   * is empty.
   */
  readonly emptyMs: number
  /** The same series in candles of a day, to find where it goes on after a stretch without data; null where there are none. */
  readonly askDays: AskRows | null
}

/**
 * All rows of a series with equal steps, page by page, ascending, each once. A page that lacks something, or is empty, is
 * asked for again until an answer brings nothing new: what an exchange then still lacks, it does not have.
 */
export async function* gridPages(request: GridRequest): AsyncGenerator<readonly Row[], void, undefined> {
  const { from, end, stepMs } = request
  let next = from
  while (next < end) {
    // A page begins where the one before it ends.
    // oxlint-disable-next-line no-await-in-loop
    const rows = await agreedRows(request, next, end, (found) => isWhole(found, next, stepMs))
    if (rows.length > 0) yield rows
    // oxlint-disable-next-line no-await-in-loop
    next = rows.length > 0 ? rows.at(-1)!.at + stepMs : await beyondNothing(request, next)
  }
}

/**
 * The same for rows at any time, such as funding. No grid shows whether one is missing, so each page is asked for until two
 * answers agree.
 */
export async function* printPages(request: PageRequest): AsyncGenerator<readonly Row[], void, undefined> {
  const { from, end, pageMs } = request
  let next = from
  while (next < end) {
    const until = Math.min(next + pageMs, end)
    // oxlint-disable-next-line no-await-in-loop
    const rows = await agreedRows(request, next, until, () => false)
    if (rows.length > 0) yield rows
    next = rows.length > 0 ? rows.at(-1)!.at + 1 : until
  }
}

async function agreedRows(
  { ask, pageMs }: Pick<PageRequest, 'ask' | 'pageMs'>,
  since: number,
  end: number,
  isEnough: (rows: readonly Row[]) => boolean,
): Promise<readonly Row[]> {
  const found = new Map<number, Row>()
  for (let asked = 1; ; asked++) {
    const known = found.size
    // oxlint-disable-next-line no-await-in-loop
    for (const row of await ask(since, Math.min(since + pageMs, end))) {
      if (row.at >= since && row.at < end && !found.has(row.at)) found.set(row.at, row)
    }
    const rows = [...found.values()].toSorted((a, b) => a.at - b.at)
    if (isEnough(rows) || (asked > 1 && found.size === known)) return rows
  }
}

function isWhole(rows: readonly Row[], next: number, stepMs: number): boolean {
  if (rows.length === 0 || rows[0].at - next >= stepMs) return false
  return rows.every(({ at }, index) => index === 0 || at - rows[index - 1].at === stepMs)
}

/** Where to go on after a page on which the exchange has nothing: it may go on after days, or not have begun for years. */
async function beyondNothing({ end, emptyMs, askDays }: GridRequest, next: number): Promise<number> {
  const beyond = next + emptyMs
  if (askDays === null) return beyond
  const pageMs = DAYS_A_PAGE * DAY_MS
  for (let since = next - DAY_MS; since < end; since += pageMs) {
    // oxlint-disable-next-line no-await-in-loop
    const days = await agreedRows({ ask: askDays, pageMs }, since, end, () => false)
    // Days may be cut at another hour than midnight UTC: the one before it is looked through, too.
    if (days.length > 0) return Math.max(beyond, days[0].at - DAY_MS)
  }
  return end
}

/** No exchange gives less. */
const DAYS_A_PAGE = 100
