import { DAY_MS, iso, timeframeName } from '#domain/time.js'
import { count } from './count.js'

/** A time without funding prints, longer than rule F4 allows: from one print, or the run's beginning, to the next. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

const SHOWN = 4

/** The stretches between `start`, the ascending print times and `close` that are longer than 24 h (rule F4). */
export function uncoveredStretches(prints: readonly number[], start: number, close: number): readonly Stretch[] {
  const edges = [start, ...prints, close]
  return edges.flatMap((to, index) => {
    const from = edges[index - 1] ?? to
    return to - from > DAY_MS ? [{ from, to }] : []
  })
}

/** Multiples of `everyMs`, counted from 1970-01-01 00:00 UTC, from `from` on and before `to`. */
export function multiplesOf(everyMs: number, from: number, to: number): readonly number[] {
  const times: number[] = []
  for (let at = Math.ceil(from / everyMs) * everyMs; at < to; at += everyMs) times.push(at)
  return times
}

/** How many stretches, how long together, and from when to when. */
export function stretchesInWords(stretches: readonly Stretch[]): string {
  const total = stretches.reduce((sum, { from, to }) => sum + to - from, 0)
  const shown = stretches.slice(0, SHOWN).map(stretchInWords).join(', ')
  const more = stretches.length > SHOWN ? `, and ${stretches.length - SHOWN} more` : ''
  return `${count(stretches.length, 'stretch').replace('stretchs', 'stretches')}, ${daysAndHours(total)} together (${shown}${more})`
}

/** `2025-07-26T04:00:00Z to 2026-02-14T20:00:00Z`. */
export function stretchInWords({ from, to }: Stretch): string {
  return `${iso(from)} to ${iso(to)}`
}

function daysAndHours(lengthMs: number): string {
  const days = Math.floor(lengthMs / DAY_MS)
  const rest = lengthMs - days * DAY_MS
  return rest === 0 ? `${days}d` : `${days}d ${timeframeName(rest)}`
}
