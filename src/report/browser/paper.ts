import type { IChartApi } from 'lightweight-charts'

/** Of a chart on a screen. */
export const FONT_PX = 12
/** Paper leaves a chart less height. */
const PAPER_FONT_PX = 10

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
 * Shows charts in the width of paper while the page is printed, each as one picture: of the canvases that lie over one
 * another in a chart, the upper ones would wipe out those below. No frame is painted between the event and the print, so
 * that all of it happens at once.
 */
export function fitPaper(charts: readonly IChartApi[]): void {
  const pictures: HTMLCanvasElement[] = []
  onPaper(
    () => {
      for (const chart of charts) {
        const element = chart.chartElement()
        const { clientWidth, clientHeight } = element.parentElement!
        chart.applyOptions({ autoSize: false, layout: { fontSize: PAPER_FONT_PX } })
        chart.resize(clientWidth, clientHeight, true)
        // A picture is made of what waits for a frame too.
        const picture = chart.takeScreenshot(true)
        picture.className = 'picture'
        element.before(picture)
        pictures.push(picture)
      }
    },
    () => {
      for (const picture of pictures.splice(0)) picture.remove()
      for (const chart of charts) chart.applyOptions({ autoSize: true, layout: { fontSize: FONT_PX } })
    },
  )
}
