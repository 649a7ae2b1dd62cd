import { type InputError, nearest, type Where } from '#domain/failure.js'
import { badInput } from './bad-input.js'
import { type ColumnNames, plainTitle } from './header.js'

/** Which column the user says has which role: `{ time: 'date', volume: '7' }`, by title or by number counted from 1. */
export type ColumnChoice = Readonly<Record<string, string>>

/** The titles as they are read: a chosen column has its role's name, and no other column has that role. Throws `InputError`. */
export function withChoices<Role extends string>(
  titles: readonly string[],
  choices: ColumnChoice | undefined,
  names: ColumnNames<Role>,
  where: Where,
): readonly string[] {
  if (choices === undefined) return titles
  const read = [...titles]
  for (const role of Object.keys(choices)) {
    if (!(role in names)) throw unknownRole(role, Object.keys(names))
    const known = names[role as Role]
    titles.forEach((title, index) => {
      if (known.some((name) => plainTitle(name) === plainTitle(title))) read[index] = ''
    })
  }
  for (const [role, choice] of Object.entries(choices)) read[indexOf(choice, titles, where)] = names[role as Role][0]
  return read
}

function indexOf(choice: string, titles: readonly string[], where: Where): number {
  const byTitle = titles.findIndex((title) => title !== '' && plainTitle(title) === plainTitle(choice))
  if (byTitle >= 0) return byTitle
  const number = /^[1-9]\d*$/.test(choice) ? Number(choice) - 1 : -1
  if (number >= 0 && number < titles.length) return number
  const near = nearest(choice, titles)
  throw badInput('column-missing', where, {
    found: `no column '${choice}' among ${titles.length}: ${titles.map((title) => title.trim()).join(', ')}`,
    expected: 'the title of a column, or its number counted from 1',
    remedy: near === null ? 'Correct --column.' : `Did you mean '${near.trim()}'?`,
  })
}

function unknownRole(role: string, known: readonly string[]): InputError {
  const near = nearest(role, known)
  return badInput('column-role', '--column', {
    found: `the role '${role}'`,
    expected: known.join(', '),
    remedy: near === null ? 'Write --column time=date, for example.' : `Did you mean '${near}'?`,
  })
}
