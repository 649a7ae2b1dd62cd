import type { Figures } from '#analysis/figures.js'
import type { DecimalText } from '#domain/decimal.js'
import { shortName } from './html-format.js'
import { markup, type Markup } from './html-markup.js'

/** There are this many leg colors; further names use them again. */
const LEG_COLORS = 6

/** The table of trades has at most so many rows, and so many openings are told in detail. */
export const ROWS_MAX = 2000

/** The place of each leg name among all, which gives it its color; the same in tables and charts. */
export type LegOrder = ReadonlyMap<string, number>

export function legOrder(figures: Figures): LegOrder {
  return new Map(figures.legs.map((leg, at) => [leg.name, at]))
}

/** The class that gives something the color of a leg. */
export function legColor(name: string, order: LegOrder): string {
  return `leg-${(order.get(name) ?? 0) % LEG_COLORS}`
}

/** The name of a leg with its color beside it; a long one whole when it is pointed at. */
export function legName(name: string, order: LegOrder): Markup {
  const short = shortName(name)
  const full = short !== name && markup` title="${name}"`
  return markup`<span class="leg ${legColor(name, order)}"${full}>${short}</span>`
}

/** Class of a number that is below zero. */
export function lossTone(value: DecimalText | number | null): string {
  return value !== null && Number(value) < 0 ? 'loss' : ''
}

/** Items by a key of theirs, in the order in which they come. */
export function groupedBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}
