import { InputError } from './failure.js'

export const SECOND_MS = 1_000
export const MINUTE_MS = 60 * SECOND_MS
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

const units = {
  ms: 1,
  s: SECOND_MS,
  m: MINUTE_MS,
  h: HOUR_MS,
  d: DAY_MS,
  w: 7 * DAY_MS,
}

/** Milliseconds of a duration such as `90s`, `15m`, `8h`, `3d`, `1w`. Throws `InputError` for anything else. */
export function durationMs(text: string, where?: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d|w)$/.exec(text.trim())
  if (!match) {
    throw new InputError('bad-duration', `'${text}' is not a duration`, {
      ...(where === undefined ? {} : { where }),
      hint: 'Write a number and a unit: 30s, 15m, 8h, 3d or 1w.',
    })
  }
  return Number(match[1]) * units[match[2] as keyof typeof units]
}

/** The shortest name of a length of time: `1h`, `90m`, `1d`. */
export function timeframeName(lengthMs: number): string {
  for (const unit of ['w', 'd', 'h', 'm', 's'] as const) {
    const unitMs = units[unit]
    if (lengthMs % unitMs === 0) return `${lengthMs / unitMs}${unit}`
  }
  return `${lengthMs}ms`
}

/** ISO 8601 in UTC, to the second where the instant has no fraction: `2025-10-10T21:00:00Z`. */
export function iso(instantMs: number): string {
  return new Date(instantMs).toISOString().replace('.000Z', 'Z')
}

/**
 * Milliseconds since 1970 of an ISO 8601 date or date-time. Without a zone it is UTC. Throws `InputError` otherwise.
 */
export function instantMs(text: string, where?: string): number {
  const value = parseIso(text.trim())
  if (value === null) {
    throw new InputError('bad-time', `'${text}' is not a date or time`, {
      ...(where === undefined ? {} : { where }),
      hint: 'Write ISO 8601 in UTC: 2025-10-10 or 2025-10-10T21:00Z.',
    })
  }
  return value
}

function parseIso(text: string): number | null {
  const match =
    /^(?<date>\d{4}-\d{2}-\d{2})(?:[T ](?<time>\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(?<zone>Z|[+-]\d{2}:?\d{2})?)?$/.exec(
      text,
    )
  if (match === null) return null
  const { date, time = '00:00', zone = 'Z' } = match.groups as { date: string; time?: string; zone?: string }
  const midnight = Date.parse(`${date}T00:00:00Z`)
  // Date.parse takes 2025-02-30 for March 2.
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== date) return null
  const value = Date.parse(`${date}T${time}${zone}`)
  return Number.isNaN(value) ? null : value
}
