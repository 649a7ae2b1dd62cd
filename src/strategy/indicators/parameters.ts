import { InputError } from '#domain/failure.js'

/** Gives a period back. Throws an InputError that names indicator and parameter where it is no whole number above 0. */
export function checkPeriod(indicator: string, parameter: string, value: number): number {
  if (Number.isSafeInteger(value) && value > 0) return value
  throw badParameter(indicator, parameter, 'a whole number of candles above 0', value)
}

/** Gives a factor back. Throws an InputError that names indicator and parameter where it is no finite number above 0. */
export function checkFactor(indicator: string, parameter: string, value: number): number {
  if (Number.isFinite(value) && value > 0) return value
  throw badParameter(indicator, parameter, 'a number above 0', value)
}

/** A refused parameter: which indicator, which parameter, what was expected and what was found. */
export function badParameter(indicator: string, parameter: string, expected: string, found: unknown): InputError {
  const shown = typeof found === 'string' ? `'${found}'` : String(found)
  return new InputError('indicator-parameter', `${indicator}: ${parameter} must be ${expected}, not ${shown}`, {
    hint: `Check what the strategy hands to ${indicator}(…); often it is one of its params.`,
  })
}
