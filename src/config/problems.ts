import type { z } from 'zod'
import { InputError, nearest, notSupportedYet } from '#domain/failure.js'
import { isMapping } from './fields.js'

interface Told {
  readonly code: string
  readonly message: string
  readonly where: string
  readonly hint: string | null
  /** For an unknown key: where the key lies that was probably meant. */
  readonly meant?: string | null
}

/** How many problems besides the first are spelt out. */
const toldAlso = 5

/**
 * All problems of a config as one error of one paragraph. The first is the headline; unknown keys come before all else,
 * and the key that was meant is not told of as missing besides. `place` turns a path of keys into the words of `where`.
 */
export function configError(
  issues: readonly z.core.$ZodIssue[],
  raw: unknown,
  place: (path: readonly PropertyKey[]) => string,
): InputError {
  const told = issues.flatMap((issue) => tell(issue, raw, place))
  const unknown = told.filter((one) => one.code === 'config-unknown-key')
  const meant = new Set(unknown.map((one) => one.meant))
  const follows = (one: Told): boolean =>
    one.code === 'config-missing-key' &&
    (meant.has(one.where) || unknown.some((key) => key.where.startsWith(`${one.where}.`)))
  const others = told.filter((one) => !unknown.includes(one) && !follows(one))
  const [first, ...rest] = [...unknown, ...others] as [Told, ...Told[]]
  const { code, where, hint } = first
  if (rest.length === 0) return new InputError(code, first.message, { where, ...(hint === null ? {} : { hint }) })
  const also = rest.slice(0, toldAlso).map((one) => `${one.where}: ${inOneBreath(one)}`)
  if (rest.length > toldAlso) also.push(`and ${rest.length - toldAlso} more`)
  return new InputError(code, `${inOneBreath(first)}; also ${also.join('; ')}`, { where })
}

/** A problem among several, with what was probably meant beside it. */
function inOneBreath({ message, hint }: Told): string {
  return hint?.startsWith('Did you mean') ? `${message} (${hint[0].toLowerCase()}${hint.slice(1)})` : message
}

function tell(issue: z.core.$ZodIssue, raw: unknown, place: (path: readonly PropertyKey[]) => string): readonly Told[] {
  const where = place(issue.path)
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknownKey(key, issue.message, (name) => place([...issue.path, name])))
  }
  if (issue.code === 'custom' && typeof issue.params?.['code'] === 'string') {
    if (issue.params['code'] === 'not-supported-yet') return [{ ...unsupported(issue.message, where), where }]
    const hint: unknown = issue.params['hint']
    return [{ code: issue.params['code'], message: issue.message, where, hint: typeof hint === 'string' ? hint : null }]
  }
  const found = valueAt(raw, issue.path)
  if (found === undefined) {
    const message = `'${String(issue.path.at(-1) ?? 'config')}' is missing, expected ${issue.message}`
    return [{ code: 'config-missing-key', message, where, hint: null }]
  }
  const word =
    issue.code === 'invalid_value' && typeof found === 'string' ? nearest(found, issue.values.map(String)) : null
  const expected = issue.code === 'invalid_value' && issue.values.length > 1 ? `one of ${issue.message}` : issue.message
  const hint = word === null ? null : `Did you mean '${word}'?`
  return [{ code: 'config-value', message: `found ${shown(found)}, expected ${expected}`, where, hint }]
}

/** `known` is the list that `mapping` put into the issue's message. */
function unknownKey(key: string, known: string, place: (key: string) => string): Told {
  const near = nearest(key, known.split(', '))
  const hint = near === null ? `Known here: ${known}.` : `Did you mean '${near}'?`
  const meant = near === null ? null : place(near)
  return { code: 'config-unknown-key', message: `unknown key '${key}'`, where: place(key), hint, meant }
}

function unsupported(what: string, where: string): Pick<Told, 'code' | 'message' | 'hint'> {
  const { code, message, hint } = notSupportedYet(what, where)
  return { code, message, hint }
}

function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  let value = raw
  for (const key of path) {
    if (Array.isArray(value)) value = value[Number(key)]
    else if (isMapping(value)) value = value[String(key)]
    else return undefined
  }
  return value
}

function shown(value: unknown): string {
  if (value === null) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a mapping'
  const text = typeof value === 'string' ? `'${value}'` : `${value as number | boolean}`
  return text.length > 60 ? `${text.slice(0, 59)}…` : text
}
