const HEADING_MAX = 14

/** A long heading of a table in two lines, as even as its words allow. */
export function headingLines(title: string): string {
  if (title.length <= HEADING_MAX) return title
  const spaces = [...title.matchAll(/ /g)].map(({ index }) => index)
  const [middle] = spaces.toSorted(
    (one, other) => Math.abs(one - title.length / 2) - Math.abs(other - title.length / 2),
  )
  return middle === undefined ? title : `${title.slice(0, middle)}\n${title.slice(middle + 1)}`
}
