import { overridePath } from '#config/overrides.js'
import { parseText } from '#config/text.js'
import { InputError } from '#domain/failure.js'
import { type Dimension, listedDimension, type Setting } from './dimension.js'
import { isRange, parseRange, rangeOfEllipsis } from './range.js'

const FLAG = '--vary'

/**
 * `path=values` of several `--vary`, in their order. Throws `InputError` as `parseVary` does, and `vary-twice` where two
 * of them set the same path, or one inside the other. `isManyAllowed`: ranges of more than 10⁶ values, too.
 */
export function spaceOf(texts: readonly string[], isManyAllowed = false): readonly Dimension[] {
  const dimensions = texts.map((text) => parseVary(text, isManyAllowed))
  for (const [at, { path }] of dimensions.entries()) {
    const other = dimensions
      .slice(0, at)
      .find((earlier) => isWithin(earlier.path, path) || isWithin(path, earlier.path))
    if (other === undefined) continue
    throw new InputError('vary-twice', `found ${other.path.join('.')} and ${path.join('.')}; expected each path once`, {
      where: FLAG,
      hint: 'Write all values of one path in one --vary; of a mapping and a key in it, vary one.',
    })
  }
  return dimensions
}

function isWithin(outer: readonly string[], inner: readonly string[]): boolean {
  return outer.every((key, at) => inner[at] === key)
}

/**
 * One `--vary`: a config path and what it takes in turn. A list (`0,0.1,0.2`, `worst,best`, `true,false`, items as in
 * YAML), one that goes on (`0,0.1,…,1`) or a range (`parseRange`). Throws `InputError` where it is not of that form, has no value, or one twice.
 */
export function parseVary(text: string, isManyAllowed = false): Dimension {
  const path = overridePath(text, FLAG)
  const values = text.slice(text.indexOf('=') + 1)
  if (isRange(values)) return parseRange(path, values, isManyAllowed)
  return rangeOfEllipsis(path, values, isManyAllowed) ?? listedDimension(path, parseList(path, values))
}

function parseList(path: readonly string[], text: string): readonly Setting[] {
  const where = `${FLAG} ${path.join('.')}`
  const values = parseText(`[${text}]`, where) as readonly Setting[]
  if (values.length === 0) {
    throw new InputError('vary-empty', 'found no value; expected a list or a range', {
      where,
      hint: `Write values or a range: ${FLAG} ${path.join('.')}=0,0.1,0.2 or 0..1/0.05.`,
    })
  }
  const seen = new Set<string>()
  for (const value of values) checkItem(value, seen, where)
  return values
}

function checkItem(value: Setting, seen: Set<string>, where: string): void {
  const shown = typeof value === 'string' ? value : JSON.stringify(value)
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new InputError('vary-number', `found ${value}; expected a finite number`, { where, hint: 'Leave it out.' })
  }
  if (typeof value === 'string' && isRange(value)) {
    throw new InputError('vary-range', `found the range '${shown}' in a list; expected values alone, or one range`, {
      where,
      hint: 'Write out the values of the range, or the range alone.',
    })
  }
  const key = JSON.stringify(value)
  if (seen.has(key)) {
    throw new InputError('vary-value-twice', `found ${shown} twice; expected each value once`, {
      where,
      hint: 'Remove the second one.',
    })
  }
  seen.add(key)
}
