/** A label that wants to stand beside a point. */
export interface WantedLabel {
  readonly x: number
  readonly y: number
  readonly text: string
}

export interface PlacedLabel extends WantedLabel {
  readonly anchor: 'start' | 'end'
}

const GLYPH = 7.2
const HEIGHT = 13
const AWAY = 9

/** Labels right of their points, left of them where the right side ends; one that would lie on an earlier one is left out. */
export function placedLabels(wanted: readonly WantedLabel[], right: number): readonly PlacedLabel[] {
  const taken: { readonly left: number; readonly right: number; readonly y: number }[] = []
  return wanted.flatMap(({ x, y, text }) => {
    const width = text.length * GLYPH
    const isLeft = x + AWAY + width > right
    const left = isLeft ? x - AWAY - width : x + AWAY
    const free = [y - 6, y + 14].find((line) =>
      taken.every((box) => box.right < left || box.left > left + width || Math.abs(box.y - line) >= HEIGHT),
    )
    if (free === undefined) return []
    taken.push({ left, right: left + width, y: free })
    return [{ x: isLeft ? x - AWAY : x + AWAY, y: free, text, anchor: isLeft ? ('end' as const) : ('start' as const) }]
  })
}
