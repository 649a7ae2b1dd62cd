import { plot } from 'asciichart'
import { amount } from '#report/html-format.js'

const WIDTH = 72
const HEIGHT = 6
/** The plot counts rows in floats: with less change than this share of the values it would show noise, or never end. */
const CHANGE_MIN = 1e-9
/** Labels of larger amounts would have digits that a float does not. */
const VALUE_MAX = 1e15

/** A plot with its axis of values; columns count from where the line begins. */
export interface EquityPlot {
  readonly lines: readonly string[]
  /** Columns before the line: labels and axis. */
  readonly indent: number
  readonly width: number
}

/**
 * At most 72 closes, evenly spaced, as a line of text; null where there is no line to see, or none that floats can hold.
 * `digitsOf` says how many digits of a value are shown, by the range of all of them.
 */
export function equityPlot(equity: Float64Array, digitsOf = equityDigits): EquityPlot | null {
  const width = Math.min(WIDTH, equity.length)
  if (width < 2) return null
  const points = Array.from({ length: width }, (_, at) => equity[Math.round((at * (equity.length - 1)) / (width - 1))])
  const range = Math.max(...points) - Math.min(...points)
  const largest = Math.max(...points.map(Math.abs))
  if (largest > VALUE_MAX || range < largest * CHANGE_MIN) return null
  const digits = digitsOf(range)
  const labels = Math.max(...points.map((value) => amount(value, digits).length))
  const text = plot(points, { height: HEIGHT, format: (value) => amount(value, digits).padStart(labels) })
  return { lines: text.split('\n').map((line) => line.trimEnd()), indent: labels + 2, width }
}

function equityDigits(range: number): number {
  return range < HEIGHT ? 2 : 0
}

/** As many digits as tell the lines of a plot apart: prices may be thousands, or millionths. */
export function priceDigits(range: number): number {
  return Math.max(0, Math.ceil(1 - Math.log10(range / HEIGHT)))
}
