/** A rectangle in pixels of a pane, from its top left. */
export interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** The free room of a pane: words are laid where no mark and no other word is. */
export class LabelSpace {
  readonly #width: number
  readonly #height: number
  readonly #taken: Box[] = []

  constructor(width: number, height: number) {
    this.#width = width
    this.#height = height
  }

  /** Keeps words away from a mark. */
  take(box: Box): void {
    this.#taken.push(box)
  }

  /** Takes the first of the boxes that is free and whole inside the pane; null where none is. */
  place(boxes: Iterable<Box>): Box | null {
    for (const box of boxes) {
      if (!this.#holds(box) || this.#taken.some((other) => overlap(box, other))) continue
      this.#taken.push(box)
      return box
    }
    return null
  }

  #holds({ left, top, width, height }: Box): boolean {
    return left >= 0 && top >= 0 && left + width <= this.#width && top + height <= this.#height
  }
}

function overlap(one: Box, other: Box): boolean {
  return (
    one.left < other.left + other.width &&
    other.left < one.left + one.width &&
    one.top < other.top + other.height &&
    other.top < one.top + one.height
  )
}

/** How many lines of text a word may be moved away from its mark. */
const LINES_AWAY = 9

/** Where words may stand that belong to a mark: beside it, over and under it, then ever further up and down. */
export function* boxesBeside(mark: Box, width: number, height: number): Generator<Box> {
  const sides = [mark.left + mark.width, mark.left - width]
  const middle = mark.top + (mark.height - height) / 2
  for (const left of sides) yield { left, top: middle, width, height }
  const centered = mark.left + (mark.width - width) / 2
  for (const top of [mark.top - height, mark.top + mark.height]) yield { left: centered, top, width, height }
  for (let line = 1; line <= LINES_AWAY; line++) {
    for (const away of [-line, line]) {
      for (const left of sides) yield { left, top: middle + away * height, width, height }
    }
  }
}
