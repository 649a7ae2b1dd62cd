/** A stretch of a drawing, in its own units. */
export interface Frame {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

export interface Place {
  readonly x: number
  readonly y: number
}

/** Where an event is, in the units of the drawing. */
export function placeIn(svg: SVGSVGElement, event: PointerEvent): Place {
  const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM()!.inverse())
  return { x, y }
}

/** Less is a click. */
const DRAG_MIN = 5

export interface Brush {
  /** Where a drag may begin. */
  readonly on: SVGElement
  /** The frame between the two places of a drag. */
  readonly frameOf: (from: Place, to: Place) => Frame
  /** Called while it is drawn and when it stands; with null when a click takes it away. */
  readonly onFrame: (frame: Frame | null) => void
  readonly onClick?: (event: PointerEvent) => void
}

/** Lets a reader draw a frame into a drawing. */
export function makeBrush(svg: SVGSVGElement, { on, frameOf, onFrame, onClick }: Brush): void {
  const shape = document.createElementNS('http://www.w3.org/2000/svg', 'rect')
  shape.classList.add('brush')
  let from: Place | null = null
  let isDrag = false
  on.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return
    event.preventDefault()
    from = placeIn(svg, event)
    isDrag = false
    on.setPointerCapture(event.pointerId)
  })
  on.addEventListener('pointermove', (event) => {
    if (from === null) return
    const to = placeIn(svg, event)
    if (!isDrag && Math.hypot(to.x - from.x, to.y - from.y) < DRAG_MIN) return
    isDrag = true
    const frame = frameOf(from, to)
    for (const [name, value] of [
      ['x', frame.left],
      ['y', frame.top],
      ['width', frame.right - frame.left],
      ['height', frame.bottom - frame.top],
    ] as const) {
      shape.setAttribute(name, String(value))
    }
    if (!shape.isConnected) on.before(shape)
    if (on === svg) svg.prepend(shape)
    onFrame(frame)
  })
  const end = (event: PointerEvent): void => {
    if (from !== null && !isDrag) {
      shape.remove()
      onFrame(null)
      onClick?.(event)
    }
    from = null
  }
  on.addEventListener('pointerup', end)
  on.addEventListener('pointercancel', () => (from = null))
}
