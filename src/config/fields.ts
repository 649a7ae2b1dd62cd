import { z } from 'zod'
import { type Decimal, decimal } from '#domain/decimal.js'
import { InputError } from '#domain/failure.js'
import { durationMs, instantMs } from '#domain/time.js'

/*
 * The building blocks of the schema. One convention holds for all of them: the message of an issue says what was
 * expected (range and unit); `problems.ts` adds what was found and where. Only a `Problem` speaks for itself.
 */

/** A problem that "found, expected" cannot tell. `path` is relative to the value that is checked. */
interface Problem {
  readonly code: 'config-conflict' | 'config-missing-key' | 'config-unknown-leg' | 'config-value' | 'not-supported-yet'
  readonly message: string
  readonly hint?: string
  readonly path?: readonly (string | number)[]
}

/** Where a check puts its problems; zod's refinement context is one. */
export interface Problems {
  addIssue(issue: { code: 'custom'; message: string; path?: PropertyKey[]; params: Record<string, unknown> }): void
}

export function report(problems: Problems, problem: Problem): void {
  problems.addIssue({
    code: 'custom',
    message: problem.message,
    path: [...(problem.path ?? [])],
    params: { code: problem.code, hint: problem.hint ?? null },
  })
}

/** A mapping with these keys and no others. */
export function mapping<Shape extends z.ZodRawShape>(shape: Shape) {
  const keys = Object.keys(shape).join(', ')
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? keys : `a mapping of ${keys}`),
  })
}

/** A mapping that may be left out, or left blank: then all its defaults hold. */
export function section<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.preprocess((value) => value ?? {}, mapping(shape))
}

/** What is absent or blank takes the default, written as in the file. */
export function orDefault<Schema extends z.ZodType>(schema: Schema, value: z.input<Schema>) {
  return z.preprocess((given) => given ?? value, schema)
}

/** What is absent or blank is null. */
export function orNull<Schema extends z.ZodType>(schema: Schema) {
  return schema.nullish().transform((value) => value ?? null)
}

/** Chooses the schema by the form of the value, so that a problem is told of the form that was meant. */
export function byForm<Output>(choose: (value: unknown) => z.ZodType<Output>) {
  return z.transform((value: unknown, context): Output => {
    const parsed = choose(value).safeParse(value)
    if (parsed.success) return parsed.data
    for (const issue of parsed.error.issues) context.addIssue({ ...issue })
    return z.NEVER
  })
}

export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A finite number; `expected` names range and unit. */
export function number(expected: string, inRange: (value: number) => boolean) {
  return z.number({ error: expected }).refine(inRange, { error: expected, abort: true })
}

/** A number that becomes a decimal by its shortest text: 0.0005 is exactly 0.0005. */
export function exact(expected: string, inRange: (value: number) => boolean) {
  return number(expected, inRange).transform((value): Decimal => decimal(value))
}

export const flag = z.boolean({ error: 'true or false' })

/** A path as written; it is resolved once the whole config is known. */
export function path(what: string) {
  return z.string({ error: what }).min(1, { error: what })
}

const nameForm = /^[\p{L}\p{N}](?:[\p{L}\p{N} ._-]{0,78}[\p{L}\p{N}_-])?$/u

/** A name that is safe as a folder name and in a table: of a run, of a leg. */
export function plainName(what: string) {
  const expected = `${what}: letters, digits, spaces and . _ - inside, at most 80, beginning with a letter or a digit`
  return z.string({ error: expected }).regex(nameForm, { error: expected })
}

/** One of a few words. Those not in `simulated` are known, and refused as not supported yet. */
export function choice<const Values extends readonly [string, ...string[]]>(
  name: string,
  values: Values,
  simulated: readonly Values[number][] = values,
) {
  return z.enum(values, { error: values.join(', ') }).superRefine((value, context) => {
    if (!simulated.includes(value)) report(context, notYet(`${name}: ${value}`))
  })
}

function notYet(name: string): Problem {
  return { code: 'not-supported-yet', message: name }
}

/** Milliseconds of a duration such as `8h`. */
export function duration(expected: string, inRange: (ms: number) => boolean) {
  return z
    .string({ error: expected })
    .transform((text, context) => read(() => Math.round(durationMs(text)), expected, context))
    .refine(inRange, { error: expected, abort: true })
}

const instantForm = 'an ISO 8601 date or time in UTC, such as 2025-10-10 or 2025-10-10T21:00Z'

/** Milliseconds since 1970 of an ISO 8601 text. */
export const instant = z
  .string({ error: instantForm })
  .transform((text, context) => read(() => instantMs(text), instantForm, context))

/** The fraction of a percentage: `5%` is 0.05. */
export function percentage(expected: string, inRange: (fraction: number) => boolean) {
  return z
    .string({ error: expected })
    .regex(/^\s*\d+(\.\d+)?\s*%\s*$/, { error: expected })
    .transform((text) => decimal(text.replace('%', '').trim()).div(100).toNumber())
    .refine(inRange, { error: expected, abort: true })
}

function read<T>(parse: () => T, expected: string, context: z.core.$RefinementCtx): T {
  try {
    return parse()
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    context.addIssue({ code: 'custom', message: expected })
    return z.NEVER
  }
}

/** The fields that are given, without the absent ones. */
export function given<Fields extends object>(
  fields: Fields,
): { [Key in keyof Fields]?: Exclude<Fields[Key], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Fields]?: Exclude<Fields[Key], undefined>
  }
}
