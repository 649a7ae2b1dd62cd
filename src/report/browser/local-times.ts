const instant = /^\d{4}-\d\d-\d\d \d\d:\d\d$/

/** Tells a time of a table, which is UTC, in the reader's own zone when it is pointed at. */
export function tellLocalTimes(): void {
  document.addEventListener('pointerover', ({ target }) => {
    if (!(target instanceof HTMLTableCellElement) || target.title !== '') return
    const text = target.textContent
    if (instant.test(text)) target.title = localTime(text)
  })
}

function localTime(utc: string): string {
  const zoned = new Date(`${utc.replace(' ', 'T')}Z`)
  return zoned.toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' }) + ` (${zoneOf(zoned)})`
}

function zoneOf(time: Date): string {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZoneName: 'short' }).formatToParts(time)
  return parts.find(({ type }) => type === 'timeZoneName')!.value
}
