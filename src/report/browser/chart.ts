import { createChart, type IChartApi, type Time } from 'lightweight-charts'
import { type Theme, themedOptions } from './theme.js'

/** Price scales at least this wide, so that the charts of the page stand under one another. */
const SCALE_WIDTH = 84

/** An empty chart in the reader's colors. The wheel scrolls the page; with Ctrl it zooms. The link is in the page's foot. */
export function makeChart(container: HTMLElement, theme: Theme): IChartApi {
  container.addEventListener('wheel', (event) => !event.ctrlKey && !event.metaKey && event.stopPropagation(), true)
  const chart = createChart(container, {
    autoSize: true,
    handleScroll: { vertTouchDrag: false },
    localization: { locale: 'en-GB', timeFormatter: utc },
    // The logo would put a style element into the page, which its policy forbids.
    layout: { attributionLogo: false, fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 12 },
    rightPriceScale: { minimumWidth: SCALE_WIDTH, entireTextOnly: true },
    timeScale: {
      timeVisible: true,
      secondsVisible: false,
      minBarSpacing: 0.005,
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

/** Grouped digits, the same for every reader. */
export function formatNumber(value: number, digits: number): string {
  return value
    .toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })
    .replace('-', '−')
}

/** Shows the same stretch of time in all charts. */
export function synchronize(charts: readonly IChartApi[]): void {
  let isFollowing = false
  for (const chart of charts) {
    chart.timeScale().subscribeVisibleLogicalRangeChange((range) => {
      if (isFollowing || range === null) return
      isFollowing = true
      for (const other of charts) if (other !== chart) other.timeScale().setVisibleLogicalRange(range)
      isFollowing = false
    })
  }
}

/** Free at either end, so that the label of the first and last instant is whole. */
const EDGE_PX = 28

/** Shows all `length` candles with some room before and after them. */
export function showWhole(chart: IChartApi, length: number): void {
  if (length === 0) return
  const width = chart.chartElement().clientWidth - SCALE_WIDTH
  const room = (length * EDGE_PX) / Math.max(width - 2 * EDGE_PX, EDGE_PX)
  chart.timeScale().setVisibleLogicalRange({ from: -room, to: length - 1 + room })
}

const ZOOM_STEP = 2

/** The buttons beside a chart's title. */
export function wireTools(chart: IChartApi, name: string, length: number): void {
  const scale = chart.timeScale()
  const zoom = (factor: number) => {
    const range = scale.getVisibleLogicalRange()
    if (range === null) return
    const center = (range.from + range.to) / 2
    const half = ((range.to - range.from) / 2) * factor
    scale.setVisibleLogicalRange({ from: center - half, to: center + half })
  }
  const actions: Readonly<Record<string, () => void>> = {
    in: () => zoom(1 / ZOOM_STEP),
    out: () => zoom(ZOOM_STEP),
    all: () => showWhole(chart, length),
  }
  for (const button of document.querySelectorAll<HTMLElement>(`.tools[data-chart="${name}"] button`)) {
    button.addEventListener('click', () => actions[button.dataset['zoom']!]?.())
  }
}
