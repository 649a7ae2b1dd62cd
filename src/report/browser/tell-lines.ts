import type { ToldChart, ToldLine } from '../exploration.js'
import { placeIn } from './brush.js'
import { formatNumber } from './number-text.js'
import { lastAtMost } from './pyramid.js'
import type { Tip } from './tip.js'

/** More lines would hide the picture. */
const LINES_MAX = 14
const STEP = 1 / 100

/** Tells the values of a chart's lines where it is pointed at, and by the arrow keys. */
export function tellLines(charts: readonly ToldChart[], tip: Tip): void {
  for (const svg of document.querySelectorAll<SVGSVGElement>('svg[data-chart]')) {
    const chart = charts[Number(svg.dataset['chart'])]
    if (chart !== undefined && chart.to > chart.from) tellChart(svg, chart, tip)
  }
}

function tellChart(svg: SVGSVGElement, chart: ToldChart, tip: Tip): void {
  const cursor = document.createElementNS('http://www.w3.org/2000/svg', 'line')
  cursor.classList.add('cursor')
  const { height } = svg.viewBox.baseVal
  let share = 0.5
  const show = (wanted: number, clientX: number, clientY: number): void => {
    share = Math.min(Math.max(wanted, 0), 1)
    const x = String(chart.left + share * (chart.right - chart.left))
    for (const [name, value] of [
      ['x1', x],
      ['x2', x],
      ['y1', '0'],
      ['y2', String(height)],
    ] as const) {
      cursor.setAttribute(name, value)
    }
    svg.append(cursor)
    tip.show(wordsAt(chart, chart.from + share * (chart.to - chart.from)), clientX, clientY)
  }
  const hide = (): void => {
    cursor.remove()
    tip.hide()
  }
  svg.addEventListener('pointermove', (event) => {
    const { x } = placeIn(svg, event)
    show((x - chart.left) / (chart.right - chart.left), event.clientX, event.clientY)
  })
  svg.addEventListener('pointerleave', hide)
  svg.addEventListener('blur', hide)
  svg.addEventListener('keydown', (event) => {
    const step = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key]
    if (step === undefined) return
    event.preventDefault()
    const box = svg.getBoundingClientRect()
    const across = (chart.left + (share + step) * (chart.right - chart.left)) / svg.viewBox.baseVal.width
    show(share + step, box.left + across * box.width, box.top + box.height / 3)
  })
}

function wordsAt({ lines }: ToldChart, instant: number): string {
  const known = lines.flatMap(({ name, at, values }: ToldLine) => {
    const index = lastAtMost(at, instant)
    // Before it begins and after it ends a line has no value.
    return index < 0 || instant > at[at.length - 1] ? [] : [{ name, value: values[index] }]
  })
  const sorted = known.toSorted((one, other) => other.value - one.value)
  const shown = sorted.slice(0, LINES_MAX).map(({ name, value }) => `${formatNumber(value, 2)}  ${name}`)
  const more = sorted.length - shown.length
  const date = new Date(instant).toISOString().slice(0, 16).replace('T', ' ')
  return [`${date} UTC`, ...shown, ...(more > 0 ? [`and ${more} more`] : [])].join('\n')
}
