import { InputError } from '#domain/failure.js'

/** Reads the value of a flag as a whole number from `least` on, up to `most`. Throws `InputError`. */
export function wholeNumber(flag: string, least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (/^\d+$/.test(text) && value >= least && value <= most) return value
    const range = most === Number.MAX_SAFE_INTEGER ? `${least} on` : `${least} to ${most}`
    throw new InputError('usage-number', `found '${text}'; expected a whole number from ${range}`, {
      where: flag,
      hint: `Write ${flag} ${Math.max(least, 4)}.`,
    })
  }
}
