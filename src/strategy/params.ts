import { InputError, nearest } from '#domain/failure.js'

export type ParamValue = number | string | boolean

/** A parameter with its default, its range or options, and what it is measured in. */
export interface ParamDeclaration<Value extends ParamValue = ParamValue> {
  readonly default: Value
  readonly min?: number
  readonly max?: number
  /** Whole numbers only. */
  readonly integer?: boolean
  readonly unit?: string
  readonly options?: readonly Value[]
}

/** What a strategy may write in `params`: a bare value, or a declaration made by `number` or `choice`. */
export type ParamDeclarations = Readonly<Record<string, ParamValue | ParamDeclaration>>

/** The values that a strategy then reads: bare numbers, texts and truths. */
export type ParamsOf<P> = {
  readonly [K in keyof P]: P[K] extends ParamDeclaration<infer Value> ? Value : Widened<P[K]>
}

type Widened<T> = T extends number ? number : T extends boolean ? boolean : T extends string ? string : never

export interface NumberRange {
  /** Least value, inclusive. */
  readonly min?: number
  /** Greatest value, inclusive. */
  readonly max?: number
  /** Whole numbers only; false by default. */
  readonly integer?: boolean
  /** What it is measured in, for reports and `describe`. */
  readonly unit?: string
}

/** A number parameter: default, range, unit. */
export function number(value: number, range: NumberRange = {}): ParamDeclaration<number> {
  return { default: value, ...range }
}

/** A parameter that is one of a few texts. */
export function choice<const Options extends readonly string[]>(
  value: Options[number],
  options: Options,
): ParamDeclaration<Options[number]> {
  return { default: value, options }
}

/** A declaration for every parameter: bare values become declarations without a range. */
export function declarationsOf(params: ParamDeclarations): Readonly<Record<string, ParamDeclaration>> {
  return Object.fromEntries(
    Object.entries(params).map(([name, declared]) => [
      name,
      typeof declared === 'object' ? declared : { default: declared },
    ]),
  )
}

/**
 * Defaults with the given values in their place. Throws `InputError` for an unknown name, a wrong type, or a value out
 * of range, each with its config path.
 */
export function resolveParams(
  params: ParamDeclarations,
  given: Readonly<Record<string, ParamValue>>,
): Readonly<Record<string, ParamValue>> {
  const declarations = declarationsOf(params)
  const known = Object.keys(declarations)
  for (const name of Object.keys(given)) if (!Object.hasOwn(declarations, name)) throw unknownParam(name, known)
  return Object.freeze(
    Object.fromEntries(
      Object.entries(declarations).map(([name, declared]) => {
        const value = Object.hasOwn(given, name) ? given[name] : declared.default
        checkParam(name, value, declared)
        return [name, value]
      }),
    ),
  )
}

function unknownParam(name: string, known: readonly string[]): InputError {
  const near = nearest(name, known)
  const list = known.length === 0 ? 'The strategy has no parameters.' : `Known: ${known.join(', ')}.`
  return new InputError('unknown-parameter', `The strategy has no parameter '${name}'`, {
    where: `strategy.params.${name}`,
    hint: near === null ? list : `Did you mean '${near}'? ${list}`,
  })
}

function checkParam(name: string, value: ParamValue, declared: ParamDeclaration): void {
  const fault = faultOf(value, declared)
  if (fault === null) return
  throw new InputError(
    'parameter-out-of-range',
    `Parameter '${name}' is ${JSON.stringify(value)}, but must be ${fault}`,
    {
      where: `strategy.params.${name}`,
      hint: `Its default is ${JSON.stringify(declared.default)}${declared.unit === undefined ? '' : `; unit: ${declared.unit}`}.`,
    },
  )
}

function faultOf(value: ParamValue, declared: ParamDeclaration): string | null {
  const wanted = typeof declared.default
  if (typeof value !== wanted) return `a ${wanted}`
  if (declared.options !== undefined && !declared.options.includes(value))
    return `one of ${declared.options.join(', ')}`
  if (typeof value !== 'number') return null
  if (!Number.isFinite(value)) return 'a finite number'
  if (declared.integer === true && !Number.isInteger(value)) return 'a whole number'
  if (declared.min !== undefined && value < declared.min) return `at least ${declared.min}`
  if (declared.max !== undefined && value > declared.max) return `at most ${declared.max}`
  return null
}
