import { withSetting } from '#config/overrides.js'
import type { Dimension, Point, Setting } from './dimension.js'

/** The values of a point by their config paths. */
export function settingsOf(space: readonly Dimension[], point: Point): Readonly<Record<string, Setting>> {
  return Object.fromEntries(space.map(({ path }, at) => [path.join('.'), point[at]]))
}

/**
 * The raw config with the values of a point set, before the schema has seen it. Throws `InputError` `config-override` where
 * a path leads through something that has no keys.
 */
export function configAt(raw: unknown, space: readonly Dimension[], point: Point): unknown {
  return space.reduce<unknown>((config, { path }, at) => withSetting(config, path, point[at]), raw)
}
