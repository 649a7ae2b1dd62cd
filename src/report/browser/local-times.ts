const instant = /\b(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d)\b/g

/** More instants than this in one text are a list, not what one points at. */
const INSTANTS_MAX = 4

/** What this script has put into a title: it is written anew as the text changes. */
const told = new WeakMap<HTMLElement, string>()

/** Tells times, which are UTC, in the reader's own zone when they are pointed at, wherever they stand. */
export function tellLocalTimes(): void {
  document.addEventListener('pointerover', ({ target }) => {
    const element = target instanceof Element ? target.closest<HTMLElement>('td, th, p, li, button, output') : null
    if (element === null || (element.title !== '' && element.title !== told.get(element))) return
    const found = new Set(Array.from(element.textContent.matchAll(instant), ([, day, minute]) => `${day} ${minute}`))
    const title = found.size > INSTANTS_MAX ? '' : [...found].map(wordsOf(found.size > 1)).join('\n')
    if (element.title === title) return
    element.title = title
    told.set(element, title)
  })
}

/** Where there are several, each after what it stands for. */
function wordsOf(isOneOfMany: boolean): (utc: string) => string {
  return (utc) => (isOneOfMany ? `${utc} UTC = ${localTime(utc)}` : localTime(utc))
}

/** `12 Oct 2025, 06:00 (GMT+9)` of `2025-10-11 21:00`. */
function localTime(utc: string): string {
  const zoned = new Date(`${utc.replace(' ', 'T')}Z`)
  return zoned.toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' }) + ` (${zoneOf(zoned)})`
}

/** A time for the line above a chart, which is read while the pointer is in the chart: with the reader's own where it differs. */
export function bothTimes(utc: string): string {
  const isUtc = new Date(`${utc.replace(' ', 'T')}Z`).getTimezoneOffset() === 0
  return isUtc ? utc : `${utc} UTC = ${localTime(utc)}`
}

function zoneOf(time: Date): string {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZoneName: 'short' }).formatToParts(time)
  return parts.find(({ type }) => type === 'timeZoneName')!.value
}
