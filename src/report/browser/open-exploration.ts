import type { Exploration } from '../exploration.js'
import { tellLocalTimes } from './local-times.js'
import { readExploration } from './read-exploration.js'
import { makeFilterable, makeSortable } from './tables.js'
import { tellLines } from './tell-lines.js'
import { Tip } from './tip.js'

/** What the page of every experiment does: tables that sort and filter, times of the reader's zone, lines that are told. */
export function openExploration(): { readonly exploration: Exploration; readonly tip: Tip } {
  makeSortable()
  makeFilterable()
  tellLocalTimes()
  const exploration = readExploration()
  const tip = new Tip()
  tellLines(exploration.charts, tip)
  return { exploration, tip }
}
