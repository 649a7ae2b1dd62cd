import { runColor } from './compare-axis.js'
import { equityLines, LEFT, RIGHT, WIDTH } from './compare-charts.js'
import type { ToldChart, ToldLine } from './exploration.js'
import { date } from './html-format.js'
import { type Content, markup } from './html-markup.js'
import type { SweepPage } from './sweep-page.js'
import { settingsText } from './sweep-words.js'
import { widePicture } from './wide-picture.js'

/** Equity of the best trials, and of the winner on held-out data as the last line; null where none is known. */
export function curvesChart({ curves, best, varied }: SweepPage): ToldChart | null {
  if (curves === null || curves.trials.length === 0) return null
  const placeOf = new Map(best.map(({ index }, place) => [index, place]))
  const lines = curves.trials.map(({ index, instants, values }): ToldLine => {
    const place = placeOf.get(index)!
    return {
      name: `trial ${index}: ${settingsText(varied, best[place].params)}`,
      trial: place,
      at: [...instants],
      values: [...values],
    }
  })
  const { holdout } = curves
  if (holdout !== null) {
    const name = `trial ${holdout.index}, held out`
    lines.push({ name, trial: null, at: [...holdout.instants], values: [...holdout.values] })
  }
  const instants = lines.flatMap(({ at }) => [at[0], at[at.length - 1]])
  return { left: LEFT, right: WIDTH - RIGHT, from: Math.min(...instants), to: Math.max(...instants), lines }
}

/** These lines over one another. `told`: the number of the chart. */
export function curvesOf(page: SweepPage, chart: ToldChart | null, told: number): Content {
  if (chart === null) return null
  const { winner, holdout, curves } = page
  const shown = curves!.trials
  const own = shown.map((_, at) => runColor(at, shown.length))
  const winnerAt = shown.findIndex(({ index }) => index === winner?.index)
  const isHeldOut = chart.lines.length > shown.length
  const drawing = {
    chart: told,
    label: 'Equity of the best trials over time',
    colors: isHeldOut ? [...own, own[Math.max(winnerAt, 0)]] : own,
    strong: winnerAt,
    isDashed: (line: number) => line >= shown.length,
    mark: isHeldOut && holdout !== null ? { at: holdout.span.from, text: 'held out' } : null,
  }
  const key = shown.map(
    (
      _,
      at,
    ) => markup`<li><svg width="12" height="12" aria-hidden="true"><rect width="12" height="12" rx="3" fill="${own[at]}"></rect></svg> ${chart.lines[at].name}${at === winnerAt && ', the winner'}</li>
`,
  )
  return markup`<section id="curves"><h2>Equity of the best ${shown.length === 1 ? null : shown.length}</h2>
${widePicture('Equity of the best trials', equityLines(chart, drawing))}
<ul class="key">${key}</ul>
<p class="note">${winner === null ? 'None of them keeps to the constraints. ' : 'In sample: each was chosen because of what it did here. '}${
    isHeldOut &&
    holdout !== null &&
    `Dashed, from ${date(holdout.span.from)}: the winner on data that the search did not see, beginning anew with the initial balance.`
  }</p></section>`
}
