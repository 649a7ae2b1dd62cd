import { tellLocalTimes } from './local-times.js'
import { applyFilters, makeFilterable, makeSortable, sortAgain } from './tables.js'

interface UnderWay {
  readonly folder: string
  readonly phase: string
  readonly fraction: number
}

makeSortable()
makeFilterable()
tellLocalTimes()
const events = new EventSource('/.events')
const status = document.getElementById('live')!
events.addEventListener('runs', () => void showRuns())
events.addEventListener('progress', ({ data }: MessageEvent<string>) => showUnderWay(JSON.parse(data) as UnderWay[]))
// What happened while nobody told of it is not known.
let wasLost = false
events.addEventListener('error', () => {
  wasLost = true
  status.textContent = 'The server does not answer: what is new appears once it is there again.'
})
events.addEventListener('open', () => {
  status.textContent = 'Live: what is finished appears here by itself.'
  if (wasLost) void showRuns()
  wasLost = false
})

/** Takes the rows of the page as it is now; sorting and filter stay as the reader has set them. */
async function showRuns(): Promise<void> {
  const now = new DOMParser().parseFromString(await (await fetch('/')).text(), 'text/html')
  for (const id of ['runs-table', 'run-count']) {
    const [shown, found] = [document, now].map((page) => page.getElementById(id))
    if (shown === null || found === null) return
    if (shown instanceof HTMLTableElement) {
      shown.tBodies[0].replaceWith(document.importNode((found as HTMLTableElement).tBodies[0], true))
      sortAgain(shown)
    } else shown.textContent = found.textContent
  }
  applyFilters()
}

function showUnderWay(all: readonly UnderWay[]): void {
  const section = document.getElementById('running')!
  section.hidden = all.length === 0
  section.querySelector('ul')!.replaceChildren(
    ...all.map(({ folder, phase, fraction }) => {
      const item = document.createElement('li')
      const bar = document.createElement('progress')
      bar.value = fraction
      bar.setAttribute('aria-label', `${folder}, ${phase}`)
      item.append(bar, ` ${Math.floor(fraction * 100)} % `, folder, ` – ${phase}`)
      return item
    }),
  )
}
