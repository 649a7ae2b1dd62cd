/** A text table: a header line of column names, then one line a row. */
export interface Table {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** The lines of a text that say something: trimmed, without blank ones and comments (`# …`). */
export function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
}

/**
 * Reads a text table. Cells are separated by white space; a column `message` comes last and takes the rest of its line.
 * Throws for an unknown or repeated column and for a row that has too few or too many cells. `none` is an empty table.
 */
export function parseTable(text: string, known: readonly string[], what: string): Table {
  const [header, ...body] = linesOf(text)
  if (header === undefined) throw new Error(`${what}: an empty table; write 'none' where nothing is expected`)
  if (header === 'none' && body.length === 0) return { columns: [], rows: [] }
  const columns = header.split(/\s+/)
  for (const [at, column] of columns.entries()) {
    if (!known.includes(column)) throw new Error(`${what}: unknown column '${column}'; known: ${known.join(', ')}`)
    if (columns.indexOf(column) !== at) throw new Error(`${what}: column '${column}' is there twice`)
  }
  if (columns.includes('message') && columns.at(-1) !== 'message') throw new Error(`${what}: 'message' must come last`)
  return { columns, rows: body.map((line) => cellsOf(line, columns, what)) }
}

function cellsOf(line: string, columns: readonly string[], what: string): readonly string[] {
  const words = line.split(/\s+/)
  const open = columns.at(-1) === 'message'
  const fits = open ? words.length >= columns.length : words.length === columns.length
  if (!fits) throw new Error(`${what}: ${words.length} cells for ${columns.length} columns in '${line}'`)
  const last = columns.length - 1
  return open ? [...words.slice(0, last), words.slice(last).join(' ')] : words
}

/** A row as a lookup by column. */
export function byColumn({ columns, rows }: Table): readonly ReadonlyMap<string, string>[] {
  return rows.map((row) => new Map(row.map((cell, at) => [columns[at], cell])))
}

/** Tables of the same columns as aligned lines, aligned with one another so that their difference shows. */
export function aligned(
  columns: readonly string[],
  ...bodies: (readonly (readonly string[])[])[]
): readonly string[][] {
  const all = [columns, ...bodies.flat()]
  const widths = columns.map((_, at) => Math.max(...all.map((row) => row[at].length)))
  const line = (row: readonly string[]): string =>
    row
      .map((cell, at) => cell.padEnd(widths[at]))
      .join('  ')
      .trimEnd()
  return bodies.map((rows) => [columns, ...rows].map(line))
}
