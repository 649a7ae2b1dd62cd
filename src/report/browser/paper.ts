import type { IChartApi } from 'lightweight-charts'

/** In light colors, and of the width of paper: what the style sheet says of it. */
const PAPER = 'paper'

/** Calls `begin` when the page goes to paper, laid out for it, and `end` when it is a screen's again. */
export function onPaper(begin: () => void, end: () => void): void {
  const { classList } = document.documentElement
  addEventListener('beforeprint', () => {
    classList.add(PAPER)
    begin()
  })
  addEventListener('afterprint', () => {
    classList.remove(PAPER)
    end()
  })
}

/**
 * Gives charts the width of paper while the page is printed. No frame is painted between the event and the print, so
 * that all of it happens at once.
 */
export function fitPaper(charts: readonly IChartApi[]): void {
  onPaper(
    () => {
      for (const chart of charts) {
        const { clientWidth, clientHeight } = chart.chartElement().parentElement!
        chart.applyOptions({ autoSize: false })
        chart.resize(clientWidth, clientHeight, true)
      }
      // What moved by that waits for a frame, and for a picture of the chart.
      for (const chart of charts) chart.takeScreenshot()
    },
    () => {
      for (const chart of charts) chart.applyOptions({ autoSize: true })
    },
  )
}
