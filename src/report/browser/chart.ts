import { createChart, type IChartApi, TickMarkType, type Time } from 'lightweight-charts'
import { FONT_PX } from './paper.js'
import { type Theme, themedOptions } from './theme.js'

/** Price scales at least this wide, so that the charts of the page stand under one another. */
export const SCALE_WIDTH = 84

/** An empty chart in the reader's colors. The wheel scrolls the page; with Ctrl it zooms. The link is in the page's foot. */
export function makeChart(container: HTMLElement, theme: Theme): IChartApi {
  container.addEventListener('wheel', (event) => !event.ctrlKey && !event.metaKey && event.stopPropagation(), true)
  const chart = createChart(container, {
    autoSize: true,
    handleScroll: { vertTouchDrag: false },
    // A glide would leave the data that are loaded behind.
    kineticScroll: { touch: false, mouse: false },
    localization: { locale: 'en-GB', timeFormatter: utc },
    // The logo would put a style element into the page, which its policy forbids.
    layout: { attributionLogo: false, fontFamily: getComputedStyle(document.body).fontFamily, fontSize: FONT_PX },
    rightPriceScale: { minimumWidth: SCALE_WIDTH, entireTextOnly: true },
    timeScale: {
      timeVisible: true,
      secondsVisible: false,
      minBarSpacing: 0.005,
      tickMarkFormatter: tickText,
      lockVisibleTimeRangeOnResize: true,
      enableConflation: true,
    },
  })
  chart.applyOptions(themedOptions(theme))
  return chart
}

/** `2025-10-10 21:00` of seconds since 1970. */
export function utc(time: Time): string {
  return new Date(Number(time) * 1000).toISOString().slice(0, 16).replace('T', ' ')
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** A day with its month: a short run's axis would be days without one. */
function tickText(time: Time, kind: TickMarkType): string {
  const date = new Date(Number(time) * 1000)
  const month = MONTHS[date.getUTCMonth()]
  if (kind === TickMarkType.Year) return String(date.getUTCFullYear())
  if (kind === TickMarkType.Month) return month
  if (kind === TickMarkType.DayOfMonth) return `${date.getUTCDate()} ${month}`
  return date.toISOString().slice(11, 16)
}

const minutes = [
  ['d', 1440],
  ['h', 60],
  ['m', 1],
] as const

/** `4h` of milliseconds. */
export function lengthName(lengthMs: number): string {
  const length = lengthMs / 60_000
  const [unit, size] = minutes.find(([, whole]) => length % whole === 0) ?? ['m', 1]
  return `${length / size}${unit}`
}

/** Free at either end, so that the label of the first and last instant is whole. */
export const EDGE_PX = 28

const ZOOM_STEP = 2

/** What the buttons beside a chart's title move. */
export interface Zoomable {
  zoom(factor: number): void
  showWhole(): void
}

export function wireTools(view: Zoomable): void {
  const actions: Readonly<Record<string, () => void>> = {
    in: () => view.zoom(1 / ZOOM_STEP),
    out: () => view.zoom(ZOOM_STEP),
    all: () => view.showWhole(),
  }
  for (const button of document.querySelectorAll<HTMLElement>('.tools button')) {
    button.addEventListener('click', () => actions[button.dataset['zoom']!]?.())
  }
}
