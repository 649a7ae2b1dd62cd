import { InputError } from '#domain/failure.js'

/** Reads the value of a flag as a whole number from `least` on. Throws `InputError`. */
export function wholeNumber(flag: string, least: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value
    throw new InputError('usage-number', `found '${text}'; expected a whole number from ${least} on`, {
      where: flag,
      hint: `Write ${flag} ${Math.max(least, 4)}.`,
    })
  }
}
