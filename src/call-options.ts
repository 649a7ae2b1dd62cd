import { InputError, nearest } from '#domain/failure.js'

/** What is wrong with a value, for a person; null where nothing is. */
export type OptionCheck = (value: unknown) => {
  readonly expected: string
  /** As a program writes it. */
  readonly example: string
  readonly code: string
  /** What was probably meant. */
  readonly near: string | null
} | null

/** A check of every option that a call takes. */
export type OptionChecks<Call> = { readonly [Name in keyof Required<Call>]: OptionCheck }

/**
 * The options of a call that a program made: types are gone there. Throws `InputError` for what is no object, for an
 * option that the call does not know, and for a value that is not what it should be; `undefined` is as good as left out.
 */
export function checkOptions<Call>(call: unknown, checks: OptionChecks<Call>): void {
  const known = Object.keys(checks)
  if (!isRecord(call)) {
    throw new InputError('option-value', `found ${shownValue(call)}; expected an object of options`, {
      where: 'options',
      hint: `Known here: ${known.join(', ')}.`,
    })
  }
  for (const [name, value] of Object.entries(call)) {
    if (!Object.hasOwn(checks, name)) throw unknownOption(name, known)
    const fault = value === undefined ? null : checks[name as keyof Call](value)
    if (fault === null) continue
    const { code, expected, example, near } = fault
    throw new InputError(code, `found ${shownValue(value)}; expected ${expected}`, {
      where: name,
      hint: near === null ? `Write ${name}: ${example}.` : `Did you mean '${near}'?`,
    })
  }
}

function unknownOption(name: string, known: readonly string[]): InputError {
  const near = nearest(name, known)
  return new InputError('option-unknown', `unknown option '${name}'`, {
    where: name,
    hint: near === null ? `Known here: ${known.join(', ')}.` : `Did you mean '${near}'?`,
  })
}

function expecting(
  expected: string,
  example: string,
  holds: (value: unknown) => boolean,
  code = 'option-value',
): OptionCheck {
  return (value) => (holds(value) ? null : { expected, example, code, near: null })
}

/** What options are made of. */
export const option = {
  truth: expecting('true or false', 'true', (value) => typeof value === 'boolean'),
  text: (example: string) => expecting('a text', `'${example}'`, (value) => typeof value === 'string'),
  texts: (example: string) =>
    expecting(
      'a list of texts',
      `['${example}']`,
      (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
    ),
  oneOf:
    (names: readonly string[]): OptionCheck =>
    (value) =>
      names.includes(value as string)
        ? null
        : {
            expected: `one of ${names.join(', ')}`,
            example: `'${names[0]}'`,
            code: 'option-value',
            near: typeof value === 'string' ? nearest(value, names) : null,
          },
  whole: (least: 0 | 1) =>
    expecting(
      `a whole number of at least ${least}`,
      '4',
      (value) => Number.isSafeInteger(value) && (value as number) >= least,
      'usage-number',
    ),
  action: expecting('a function', '(phase, fraction) => {}', (value) => typeof value === 'function'),
  signal: expecting('an AbortSignal', 'new AbortController().signal', (value) => value instanceof AbortSignal),
  settings: expecting(
    'values by config path',
    "{ 'account.balance': 20000 }",
    (value) => isRecord(value) && Object.values(value).every(isSetting),
  ),
  variations: expecting(
    'lists of values, or ranges as text, by config path',
    "{ 'strategy.params.hedgeRatio': [0, 0.5] }",
    (value) => isRecord(value) && Object.values(value).every(isVariation),
  ),
} as const

function isVariation(values: unknown): boolean {
  return typeof values === 'string' || (Array.isArray(values) && values.every(isSetting))
}

/** Whether YAML can write it: JSON would make null of a number that is none, and leave out what is undefined. */
function isSetting(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value)
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true
  return Array.isArray(value) ? value.every(isSetting) : isRecord(value) && Object.values(value).every(isSetting)
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false
  const above: unknown = Object.getPrototypeOf(value)
  return above === null || Object.getPrototypeOf(above) === null
}

/** A value as a message shows it. */
export function shownValue(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (typeof value === 'string') return `'${value}'`
  if (typeof value === 'function') return 'a function'
  const text = typeof value === 'object' ? JSON.stringify(value) : `${value as number | boolean | bigint}`
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}

const LONGEST = 60
