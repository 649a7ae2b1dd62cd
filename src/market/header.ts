import { nearest } from '#domain/failure.js'
import { badInput } from './bad-input.js'
import { type Cell, numberIn } from './cell.js'

/** What a column may be called, by its role. Case, blanks, `_` and `-` do not matter. */
export type ColumnNames<Role extends string> = Readonly<Record<Role, readonly string[]>>

/** Where each role's column is, and how many columns a row has. An optional column that is absent has index −1. */
export interface Layout<Role extends string> {
  readonly columns: Readonly<Record<Role, number>>
  readonly width: number
  readonly notes: readonly string[]
}

/** A first row is a header when none of its cells is a number. */
export function isHeader(cells: readonly Cell[]): boolean {
  return cells.every((cell) => Number.isNaN(numberIn(cell)))
}

/** A line above the header: CryptoDataDownload's address, a comment, a title of one cell that names its origin. */
export function isComment(cells: readonly Cell[]): boolean {
  const text = String(cells[0] ?? '').trim()
  return text.startsWith('#') || (cells.length === 1 && /^https?:|^www\.|cryptodatadownload/i.test(text))
}

/**
 * Finds the columns by their names. Of several columns for one role the leftmost counts and the others are noted; unknown
 * columns are ignored. Throws `InputError` `column-missing` where a role that is not `optional` has no column.
 */
export function layoutOf<Role extends string>(
  header: readonly string[],
  names: ColumnNames<Role>,
  where: string,
  optional: readonly Role[] = [],
): Layout<Role> {
  const titles = header.map((title) => title.trim())
  const columns = {} as Record<Role, number>
  const notes: string[] = []
  const roles = Object.keys(names) as Role[]
  for (const role of roles) {
    const matches = titles.flatMap((title, index) => (names[role].some((name) => same(name, title)) ? [index] : []))
    columns[role] = matches[0] ?? -1
    if (matches.length > 1)
      notes.push(
        twice(
          role,
          matches.map((index) => titles[index]),
        ),
      )
  }
  const missing = roles.find((role) => columns[role] < 0 && !optional.includes(role))
  if (missing !== undefined) {
    const taken = new Set<number>(Object.values<number>(columns))
    throw missingColumn(
      missing,
      names[missing],
      titles,
      titles.filter((_, index) => !taken.has(index)),
      where,
    )
  }
  return { columns, width: header.length, notes }
}

function twice(role: string, titles: readonly string[]): string {
  const [used, ...others] = titles
  return `the column '${used}' is read as ${role}, ${others.map((title) => `'${title}'`).join(' and ')} is ignored`
}

function missingColumn(
  role: string,
  names: readonly string[],
  titles: readonly string[],
  unused: readonly string[],
  where: string,
) {
  const separator = titles.length === 1 ? /[;\t|]/.exec(titles[0])?.[0] : undefined
  if (separator !== undefined) {
    return badInput('column-missing', where, {
      found: `one column, '${titles[0]}'`,
      expected: `a column for the ${role}, in a header row with commas between the names`,
      remedy: `Separate the columns by commas instead of ${separator === '\t' ? 'tabs' : `'${separator}'`}.`,
    })
  }
  const meant = nearestTitle(names, unused)
  const columns = titles.length === 1 ? `one column, '${titles[0]}'` : `the columns ${titles.join(', ')}`
  return badInput('column-missing', where, {
    found: columns,
    expected: `a column for the ${role}, named ${names.join(' or ')}, in a header row with commas between the names`,
    remedy:
      meant === null ? `Name the ${role} column '${names[0]}'.` : `Rename the column '${meant}' to '${names[0]}'.`,
  })
}

/** The unused title that most looks like one of the names: misspelt (`opne`), or with a suffix (`Volume BTC`). */
function nearestTitle(names: readonly string[], unused: readonly string[]): string | null {
  const long = names.filter((name) => name.length > 2)
  for (const name of long) {
    const title = nearest(name, unused)
    if (title !== null) return title
  }
  return unused.find((title) => long.some((name) => plainTitle(title).startsWith(plainTitle(name)))) ?? null
}

function same(name: string, title: string): boolean {
  return plainTitle(name) === plainTitle(title)
}

/** A title as it is compared. */
export function plainTitle(title: string): string {
  return title.toLowerCase().replace(/[\s_-]/g, '')
}
