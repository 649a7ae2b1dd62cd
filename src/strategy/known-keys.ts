import { nearest } from '#domain/failure.js'

/** Known to the interface, and not simulated by this version. */
const laterKeys = ['timeInForce']

/**
 * Throws `TypeError` for a key that is not known. Loading a strategy does not look at its types: a misspelt `stop` would
 * be an exit that never comes.
 */
export function checkKeys(given: object, known: readonly string[], what: string): void {
  for (const key of Object.keys(given)) {
    if (known.includes(key)) continue
    if (laterKeys.includes(key)) throw new TypeError(`${what}: '${key}' is not supported yet`)
    const near = nearest(key, known)
    const hint = near === null ? `Known: ${known.join(', ')}.` : `Did you mean '${near}'?`
    throw new TypeError(`${what}: '${key}' is not known. ${hint}`)
  }
}
