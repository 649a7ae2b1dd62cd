import { expect } from 'vitest'
import { InputError } from '#domain/failure.js'

/** The parts of an `InputError` that a person is told. */
export interface Failure {
  readonly code: string
  readonly where: string | null
  readonly message: string
  readonly hint: string | null
}

/** What `act` throws; fails the test where it throws nothing or something else than an `InputError`. */
export async function failureOf(act: () => unknown): Promise<Failure> {
  try {
    await act()
  } catch (error) {
    expect(error).toBeInstanceOf(InputError)
    const { code, where, message, hint } = error as InputError
    return { code, where, message, hint }
  }
  throw new Error('expected an InputError, but nothing was thrown')
}
