import { InputError } from '#domain/failure.js'
import { parseText } from './text.js'

/** The config path that `path=value` sets, as keys. Throws `InputError` `config-override` where it is not of that form. */
export function overridePath(override: string, flag = '--set'): readonly string[] {
  const split = override.indexOf('=')
  const keys = override.slice(0, split).trim().split('.')
  if (split < 1 || keys.includes('')) {
    throw new InputError('config-override', `found '${override}', expected path=value`, {
      where: flag,
      hint: `Write a config path and a value: ${flag} strategy.params.hedgeRatio=0.4`,
    })
  }
  return keys
}

/**
 * The raw config with `path=value` applied; the value is read as YAML, list items are named by index from 0.
 * Mappings that are missing on the way come into being: whether a key may exist is the schema's to say.
 */
export function withOverride(raw: unknown, override: string): unknown {
  const keys = overridePath(override)
  const value = parseText(override.slice(override.indexOf('=') + 1), `--set ${keys.join('.')}`)
  return withSetting(raw, keys, value)
}

/** The raw config with the value at a path of keys replaced, under the same rules. */
export function withSetting(raw: unknown, keys: readonly string[], value: unknown): unknown {
  return withValue(raw, keys, 0, value)
}

function withValue(target: unknown, keys: readonly string[], depth: number, value: unknown): unknown {
  const key = keys[depth]
  if (key === undefined) return value
  if (Array.isArray(target)) {
    const index = Number(key)
    if (!/^\d+$/.test(key) || index >= target.length) {
      throw cannotExist(
        keys.slice(0, depth),
        `a list of ${target.length}, which has no item '${key}'`,
        'Items count from 0.',
      )
    }
    return target.with(index, withValue(target[index], keys, depth + 1, value))
  }
  const container = target ?? {}
  if (typeof container !== 'object') {
    throw cannotExist(keys.slice(0, depth), `'${String(target)}', which has no key '${key}'`, 'Set the key above it.')
  }
  const inner = Object.hasOwn(container, key) ? (container as Readonly<Record<string, unknown>>)[key] : undefined
  return { ...container, [key]: withValue(inner, keys, depth + 1, value) }
}

function cannotExist(keys: readonly string[], what: string, hint: string): InputError {
  return new InputError('config-override', `found ${what}`, { where: keys.join('.') || 'config', hint })
}
