import type { Setting } from '#experiments/space/dimension.js'
import { type Content, markup } from './html-markup.js'

/** A name that opens the run's own report, where it has one. */
export function linked(name: string, page: string | null): Content {
  return page === null ? name : markup`<a href="${page}">${name}</a>`
}

/** A varied value as an axis takes it. */
export function plainSetting(setting: Setting | undefined): number | string | null {
  if (setting === undefined || setting === null) return null
  return typeof setting === 'number' || typeof setting === 'string' ? setting : JSON.stringify(setting)
}
