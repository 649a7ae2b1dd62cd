import type { Exploration } from '../exploration.js'
import { type Frame, makeBrush, type Place, placeIn } from './brush.js'
import { RunsChosen, trialOf } from './runs-chosen.js'
import type { Tip } from './tip.js'

/** Pictures of many runs that answer: a run that is pointed at is told and marked everywhere, a frame chooses runs. */
export function exploreRuns({ tips, pages }: Exploration, tip: Tip): void {
  const chosen = new RunsChosen(tips.length)
  for (const svg of document.querySelectorAll<SVGSVGElement>('svg.brushed')) scatter(svg, { tips, pages, chosen, tip })
  for (const svg of document.querySelectorAll<SVGSVGElement>('svg.parallel'))
    parallel(svg, { tips, pages, chosen, tip })
  for (const row of document.querySelectorAll<HTMLElement>('tr[data-trial]')) {
    row.addEventListener('pointerenter', () => chosen.point(trialOf(row)))
    row.addEventListener('pointerleave', () => chosen.point(null))
  }
}

interface Means extends Pick<Exploration, 'tips' | 'pages'> {
  readonly chosen: RunsChosen
  readonly tip: Tip
}

/** How near the pointer must be, in units of the drawing. */
const NEAR = 14

function scatter(svg: SVGSVGElement, means: Means): void {
  const points = [...svg.querySelectorAll<SVGCircleElement>('circle[data-trial]')].map((circle) => ({
    circle,
    run: trialOf(circle),
    x: circle.cx.baseVal.value,
    y: circle.cy.baseVal.value,
  }))
  const nearest = ({ x, y }: Place): number | null => {
    let found: number | null = null
    let least = NEAR
    for (const point of points) {
      const distance = Math.hypot(point.x - x, point.y - y)
      if (distance >= least || point.circle.classList.contains('out')) continue
      least = distance
      found = point.run
    }
    return found
  }
  tellPointed(svg, nearest, means)
  makeBrush(svg, {
    on: svg,
    frameOf: frameBetween,
    onFrame: (frame) => means.chosen.choose('scatter', frame && runsIn(points, frame)),
    onClick: (event) => {
      const run = nearest(placeIn(svg, event))
      if (run !== null) showRow(run, means.chosen)
    },
  })
}

function parallel(svg: SVGSVGElement, means: Means): void {
  const lines = [...svg.querySelectorAll<SVGPolylineElement>('polyline[data-trial]')].map((line) => ({
    line,
    run: trialOf(line),
    points: Array.from(line.points, ({ x, y }) => ({ x, y })),
  }))
  const nearest = ({ x, y }: Place): number | null => {
    let found: number | null = null
    let least = NEAR / 2
    for (const { line, run, points } of lines) {
      if (line.classList.contains('out')) continue
      const distance = Math.abs(heightAt(points, x) - y)
      if (distance < least) [found, least] = [run, distance]
    }
    return found
  }
  tellPointed(svg, nearest, means)
  for (const zone of svg.querySelectorAll<SVGRectElement>('.axis-zone')) {
    const axis = Number(zone.dataset['axis'])
    const left = zone.x.baseVal.value
    makeBrush(svg, {
      on: zone,
      frameOf: (from, to) => ({ ...frameBetween(from, to), left, right: left + zone.width.baseVal.value }),
      onFrame: (frame) => {
        const places = lines.map(({ run, points }) => ({ run, ...points[axis] }))
        means.chosen.choose(`axis ${axis}`, frame && runsIn(places, frame))
      },
    })
  }
}

function heightAt(points: readonly Place[], x: number): number {
  const next = points.findIndex((point) => point.x >= x)
  if (next <= 0) return Number.NaN
  const [from, to] = [points[next - 1], points[next]]
  return from.y + ((to.y - from.y) * (x - from.x)) / (to.x - from.x)
}

function tellPointed(
  svg: SVGSVGElement,
  nearest: (place: Place) => number | null,
  { tips, pages, chosen, tip }: Means,
) {
  svg.addEventListener('pointermove', (event) => {
    const run = nearest(placeIn(svg, event))
    chosen.point(run)
    if (run === null) return tip.hide()
    tip.show(`${tips[run]}${pages[run] === null ? '' : '\nhas a report of its own'}`, event.clientX, event.clientY)
  })
  svg.addEventListener('pointerleave', () => {
    chosen.point(null)
    tip.hide()
  })
}

function frameBetween(from: Place, to: Place): Frame {
  return {
    left: Math.min(from.x, to.x),
    right: Math.max(from.x, to.x),
    top: Math.min(from.y, to.y),
    bottom: Math.max(from.y, to.y),
  }
}

function runsIn(places: readonly (Place & { readonly run: number })[], frame: Frame): ReadonlySet<number> {
  const inside = places.filter(({ x, y }) => x >= frame.left && x <= frame.right && y >= frame.top && y <= frame.bottom)
  return new Set(inside.map(({ run }) => run))
}

function showRow(run: number, chosen: RunsChosen): void {
  const row = document.querySelector<HTMLElement>(`tr[data-trial="${run}"]`)
  if (row === null) return
  row.scrollIntoView({ block: 'center' })
  chosen.point(run)
  row.querySelector('a')?.focus({ preventScroll: true })
}
