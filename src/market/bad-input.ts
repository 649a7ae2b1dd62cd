import { InputError, type Where } from '#domain/failure.js'
import { type Cell, shown } from './cell.js'

/** The four things that a person needs to repair bad input, besides its place. */
export interface Complaint {
  readonly found: string
  readonly expected: string
  readonly remedy: string
}

/** Bad input of a user as an error: what was found, what was expected, where, and what to do. */
export function badInput(code: string, where: Where, { found, expected, remedy }: Complaint): InputError {
  return new InputError(code, `found ${found}; expected ${expected}`, { where, hint: remedy })
}

/** A cell or value that should be a number and is not; `column` is its name where it has one. */
export function notANumber(cell: string, where: Where, column?: string): InputError {
  const text = shown(cell)
  return badInput('not-a-number', where, {
    found: `${text === '' ? 'nothing' : `'${text}'`}${column === undefined ? '' : ` in the column ${column}`}`,
    expected: 'a number',
    remedy: 'Write plain decimals such as 284.1, without units or thousands separators.',
  })
}

/** A row with more or fewer cells than the first one. */
export function wrongColumnCount(cells: readonly Cell[], expected: number, where: Where): InputError {
  const separator = cells.length === 1 ? /[;\t|,]/.exec(String(cells[0]))?.[0] : undefined
  if (separator !== undefined && expected > 1) {
    return badInput('column-count', where, {
      found: `a row with ${separator === '\t' ? 'tabs' : `'${separator}'`} between its columns`,
      expected: `${expected} columns, separated as in the first row`,
      remedy: 'Separate all rows in the same way.',
    })
  }
  return badInput('column-count', where, {
    found: `${cells.length} ${cells.length === 1 ? 'column' : 'columns'}`,
    expected: `${expected}, as in the first row`,
    remedy: 'Complete the row, or remove what is too much; a comma inside a value needs quotation marks around it.',
  })
}

/** A file without a row of data. */
export function emptyFile(file: Where, found: string): InputError {
  return badInput('file-empty', file, {
    found,
    expected: 'a header row and rows of data',
    remedy: 'Check that the file was written completely.',
  })
}
