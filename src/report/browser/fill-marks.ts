import type { Place } from './chart-place.js'
import { boxesBeside, type Box, type LabelSpace } from './label-space.js'
import type { ChartData } from './payload.js'
import { lastAtMost } from './pyramid.js'
import { legColor, type Theme } from './theme.js'

/** With more fills in view the words beside them would run into one another. */
const WORDS_MAX = 24
/** With more fills in view even the marks would be a smear: only every n-th is drawn, and every liquidation. */
const MARKS_MAX = 400
/** With more fills in view the marks are drawn at half size. */
const LARGE_MAX = 100
const MARK_PX = 9

/** By kind of fill, as the report packs them: entries point at their price, exits and liquidations lie on it. */
const shapes = ['up', 'down', 'dot', 'dot', 'square'] as const
const LIQUIDATION = shapes.indexOf('square')

/** A mark that words may be laid beside. */
export interface Mark {
  readonly fill: number
  readonly box: Box
}

/** Draws the fills in view, each at its very price, and tells which of them deserve words. */
export function drawFills(
  context: CanvasRenderingContext2D,
  { fills }: ChartData,
  place: Place,
  theme: Theme,
  chosen: number | null,
): readonly Mark[] {
  const first = lastAtMost(fills.row, place.from - 1) + 1
  const count = Math.max(lastAtMost(fills.row, place.to + 1) + 1 - first, 0)
  const every = Math.ceil(count / MARKS_MAX)
  const size = count > LARGE_MAX ? MARK_PX / 2 : MARK_PX
  const told: Mark[] = []
  const draw = (fill: number, markSize: number): void => {
    const y = place.y(fills.price[fill])
    if (y === null) return
    const shape = shapes[fills.kind[fill]]
    const box = boxOf(shape, place.x(fills.row[fill]), y, markSize)
    context.fillStyle = legColor(theme, fills.leg[fill])
    drawShape(context, shape, box)
    if (count <= WORDS_MAX || fills.opening[fill] === chosen) told.push({ fill, box })
  }
  context.setLineDash([])
  context.lineWidth = 1
  context.strokeStyle = theme.panel
  const last: number[] = []
  for (let fill = first; fill < first + count; fill++) {
    if (fills.opening[fill] === chosen) last.push(fill)
    else if ((fill - first) % every === 0 || fills.kind[fill] === LIQUIDATION) draw(fill, size)
  }
  for (const fill of last) draw(fill, MARK_PX)
  return told.length <= WORDS_MAX ? told : []
}

type Shape = (typeof shapes)[number]

/** The tip of an arrow, or the middle of another shape, is at (x, y). */
function boxOf(shape: Shape, x: number, y: number, size: number): Box {
  const top = { up: y, down: y - size, dot: y - size / 2, square: y - size / 2 }[shape]
  return { left: x - size / 2, top, width: size, height: size }
}

function drawShape(context: CanvasRenderingContext2D, shape: Shape, { left, top, width, height }: Box): void {
  context.beginPath()
  if (shape === 'dot') context.arc(left + width / 2, top + height / 2, width / 2, 0, 2 * Math.PI)
  else if (shape === 'square') context.rect(left, top, width, height)
  else {
    const [tip, foot] = shape === 'up' ? [top, top + height] : [top + height, top]
    context.moveTo(left + width / 2, tip)
    context.lineTo(left + width, foot)
    context.lineTo(left, foot)
    context.closePath()
  }
  context.fill()
  context.stroke()
}

/** More of a leg's name would hide the candles. */
const NAME_MAX = 24
const GAP_PX = 3
const PADDING_PX = 2
const LINE_PX = 15

/** What stands at a mark, and in which color. */
export interface Words {
  readonly text: string
  readonly color: string
  readonly at: Box
}

/** `core stop 199.90` of a fill. */
export function fillWords(
  { fills, legs, reasons }: ChartData,
  { fill, box }: Mark,
  theme: Theme,
  format: (price: number) => string,
): Words {
  const leg = fills.leg[fill]
  const text = `${shortName(legs[leg])} ${reasons[fills.reason[fill]]} ${format(fills.price[fill])}`
  return { text, color: legColor(theme, leg), at: box }
}

export function shortName(leg: string): string {
  return leg.length > NAME_MAX ? `${leg.slice(0, NAME_MAX - 1)}…` : leg
}

/** Lays words where nothing else is, those first that come first; what finds no place is left out. */
export function layWords(
  context: CanvasRenderingContext2D,
  space: LabelSpace,
  words: readonly Words[],
  theme: Theme,
): void {
  context.font = '11px sans-serif'
  context.textAlign = 'left'
  context.textBaseline = 'middle'
  context.lineWidth = 1
  context.setLineDash([])
  const laid = new Set<string>()
  for (const { text, color, at } of words) {
    // A target is told by the fill at it.
    if (laid.has(text)) continue
    const width = context.measureText(text).width + 2 * (PADDING_PX + GAP_PX)
    const box = space.place(boxesBeside(at, width, LINE_PX))
    if (box === null) continue
    laid.add(text)
    leader(context, at, box, color)
    context.globalAlpha = 0.75
    context.fillStyle = theme.panel
    context.fillRect(box.left + GAP_PX, box.top, width - 2 * GAP_PX, LINE_PX)
    context.globalAlpha = 1
    context.fillStyle = color
    context.fillText(text, box.left + GAP_PX + PADDING_PX, box.top + LINE_PX / 2 + 0.5)
  }
  context.textBaseline = 'alphabetic'
}

/** A thin line from words that had to give way to what they tell of. */
function leader(context: CanvasRenderingContext2D, mark: Box, box: Box, color: string): void {
  const [from, to] = [mark.top + mark.height / 2, box.top + box.height / 2]
  if (Math.abs(from - to) < LINE_PX || (box.left < mark.left && box.left + box.width > mark.left + mark.width)) return
  const isRight = box.left >= mark.left + mark.width
  context.strokeStyle = color
  context.beginPath()
  context.moveTo(isRight ? mark.left + mark.width : mark.left, from)
  context.lineTo(isRight ? box.left + GAP_PX : box.left + box.width - GAP_PX, to)
  context.stroke()
}
