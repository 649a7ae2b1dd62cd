/** Round numbers that divide a range into about `wanted` parts, all inside of it. */
export function ticksOf(from: number, to: number, wanted: number): readonly number[] {
  if (!(to > from)) return [from]
  const rough = (to - from) / wanted
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough)!
  const first = Math.ceil(from / step)
  const count = Math.floor(to / step + 1e-9) - first + 1
  return Array.from({ length: Math.max(count, 0) }, (_, at) => Number(((first + at) * step).toPrecision(12)))
}

/** A range with room on both sides, so that nothing lies on the edge. */
export function padded(values: readonly number[], share = 0.08): readonly [number, number] {
  const least = Math.min(...values)
  const greatest = Math.max(...values)
  const room = (greatest - least) * share || Math.max(Math.abs(greatest) * share, 0.01)
  return [least - room, greatest + room]
}

const stops: readonly (readonly [number, number, number])[] = [
  [64, 110, 215],
  [20, 150, 140],
  [200, 140, 0],
  [205, 70, 90],
]

/** The color of the `at`-th of `count` runs: from blue by green and gold to red, readable on light and dark. */
export function runColor(at: number, count: number): string {
  const place = count < 2 ? 0 : (at / (count - 1)) * (stops.length - 1)
  const stop = Math.min(Math.floor(place), stops.length - 2)
  const channels = stops[stop].map((from, channel) => from + (stops[stop + 1][channel] - from) * (place - stop))
  return `#${channels.map((value) => Math.round(value).toString(16).padStart(2, '0')).join('')}`
}
