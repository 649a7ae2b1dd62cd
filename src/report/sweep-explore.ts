import { frontLine } from './front-line.js'
import { padded, ticksOf } from './compare-axis.js'
import { BOTTOM, grid, HEIGHT, LEFT, px, RIGHT, type Scale, TOP, WIDTH } from './compare-charts.js'
import { type Exploration, chosenRuns, type HeatFigure, type ToldChart } from './exploration.js'
import { parallelLines } from './explore-lines.js'
import { plainSetting } from './explore-words.js'
import { count, percent } from './html-format.js'
import { type Content, markup } from './html-markup.js'
import type { DrawnTrial } from '#experiments/sweep/thinned-trials.js'
import { metricTitle } from './metric-titles.js'
import type { SweepPage } from './sweep-page.js'
import { widePicture } from './wide-picture.js'
import { isPercentage, metricText, settingsText, shownMetrics } from './sweep-words.js'

/** The trials of the pictures: the best, in the order of their table, then a spread of the others. */
export function pictured({ best, drawn }: SweepPage): readonly DrawnTrial[] {
  const known = new Set(best.map(({ index }) => index))
  return [...best, ...drawn.filter(({ index }) => !known.has(index))]
}

/** The report of one of the best; null where it has none. */
export function topPage({ tops }: SweepPage, place: number): string | null {
  return place < tops ? `top/${place + 1}/report.html` : null
}

/** Return against drawdown: a point per trial, the winner on top. */
export function frontierOf(page: SweepPage, trials: readonly DrawnTrial[]): Content {
  const points = trials.flatMap(({ metrics, index }, trial) => {
    const [drawdown, gain] = [metrics['maxDrawdown'] ?? null, metrics['totalReturn'] ?? null]
    return drawdown === null || gain === null ? [] : [{ drawdown, gain, trial, isWinner: index === page.winner?.index }]
  })
  if (points.length < 2) return null
  const [fromX, toX] = padded(points.map(({ drawdown }) => drawdown))
  const [fromY, toY] = padded(points.map(({ gain }) => gain))
  const x: Scale = (value) => LEFT + ((value - fromX) / (toX - fromX)) * (WIDTH - LEFT - RIGHT)
  const y: Scale = (value) => HEIGHT - BOTTOM - ((value - fromY) / (toY - fromY)) * (HEIGHT - TOP - BOTTOM)
  const left = page.counts.complete - trials.length
  const front = frontLine(points)
  return markup`<section id="frontier"><h2>Return against drawdown</h2>
${widePicture(
  'Return against drawdown',
  markup`<svg class="plot brushed" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Return of each trial against its max drawdown">
${grid(
  ticksOf(fromX, toX, 8),
  ticksOf(fromY, toY, 6),
  x,
  y,
  (value) => percent(value, 1),
  (value) => percent(value, 0),
)}
${front.length > 1 && markup`<polyline class="front" points="${front.map(({ drawdown, gain }) => `${px(x(drawdown))},${px(y(gain))}`).join(' ')}"/>`}
<text class="axis" x="${WIDTH - RIGHT}" y="${HEIGHT - 6}" text-anchor="end">max drawdown</text>
<text class="axis" x="${LEFT + 6}" y="${TOP + 8}">return</text>
${points.toReversed().map(
  ({ drawdown, gain, trial, isWinner }) =>
    markup`<circle class="run${isWinner && ' winner'}" data-trial="${trial}" cx="${px(x(drawdown))}" cy="${px(y(gain))}" r="${isWinner ? 7 : 4}"/>
`,
)}</svg>`,
)}
<p class="note">A point is a trial${page.winner === null ? '' : ', the framed one the winner'}. ${front.length > 1 ? `The line joins the ${count(front.length)} that no other${left > 0 ? ' shown' : ''} beats in both return and drawdown${page.constraints.length > 0 ? ', whether they keep to the constraints or not' : ''}.` : 'One trial has both the highest return and the smallest drawdown.'}<span class="on-screen"> Drag a frame to choose trials, in all pictures and the table; click a point to go to its row.</span>${
    left > 0 &&
    ` ${count(left)} trials are left out here: shown are the best and a spread of the others; the heat map has all.`
  }</p>
${chosenRuns}</section>`
}

/** So many axes can still be told apart. */
const AXES_MAX = 10
/** Quarters of the trials by the first objective, the best drawn strongest. */
const RANKS = 4

/** Each trial across what is varied and what came of it. */
export function parallelOf(page: SweepPage, trials: readonly DrawnTrial[]): Content {
  const [{ metric, direction }] = page.objectives
  const varied = page.varied.map((path) => ({
    title: path.split('.').at(-1)!,
    values: trials.map(({ params }) => plainSetting(params[path])),
    text: (value: number) => String(Number(value.toPrecision(6))),
  }))
  const figures = shownMetrics(page).map((name) => ({
    title: metricTitle(name),
    values: trials.map(({ metrics }) => metrics[name] ?? null),
    text: (value: number) => (isPercentage(name) ? percent(value, 0) : metricText(name, value)),
  }))
  const score = ({ metrics }: DrawnTrial): number => (metrics[metric] ?? Number.NaN) * (direction === 'max' ? 1 : -1)
  const known = trials.map(score).filter((value) => !Number.isNaN(value))
  const ordered = known.toSorted((one, other) => other - one)
  const rank = (trial: DrawnTrial): number => {
    const better = ordered.indexOf(score(trial))
    return better < 0 ? RANKS - 1 : Math.floor((better * RANKS) / ordered.length)
  }
  const tones = trials.map((trial) => (trial.index === page.winner?.index ? 'winner' : `rank-${rank(trial)}`))
  const picture = parallelLines([...varied, ...figures].slice(0, AXES_MAX), tones)
  return (
    picture &&
    markup`<section id="parallel"><h2>Settings and figures</h2>${widePicture('Settings and figures', picture)}
<p class="note">A line is a trial, the stronger the better in ${metricTitle(metric)}.<span class="on-screen"> Drag along an axis to choose; several axes together choose what does all of it.</span></p></section>`
  )
}

/** What the heat map shows. */
export function heatFigure({ objectives: [{ metric, direction }] }: SweepPage): HeatFigure {
  return { title: metricTitle(metric), isPercent: isPercentage(metric), sign: direction === 'max' ? 1 : -1 }
}

export function explorationOf(
  page: SweepPage,
  trials: readonly DrawnTrial[],
  charts: readonly ToldChart[],
): Exploration {
  const { heats, winner, varied } = page
  const names = shownMetrics(page)
  const tips = trials.map(({ index, params, metrics }) => {
    const figures = names.map((name) => `${metricTitle(name)} ${metricText(name, metrics[name])}`)
    return [`trial ${index}: ${settingsText(varied, params)}`, ...figures].join('\n')
  })
  const maps = heats.map((heat) => ({
    across: { path: heat.across.path, labels: heat.across.labels },
    up: { path: heat.up.path, labels: heat.up.labels },
    cells: heat.cells,
    best: winner && heat.cellOf(winner.point),
  }))
  const heat = { figure: heatFigure(page), maps }
  return {
    tips,
    pages: trials.map((_, place) => topPage(page, place)),
    charts,
    heat: maps.length === 0 ? null : heat,
  }
}
