import { embeddedJson, markup, type Markup } from './html-markup.js'

/** A line whose values a chart tells where it is pointed at; `at` in ms since 1970, ascending. */
export interface ToldLine {
  readonly name: string
  /** The run that it is of, as other pictures mark it; null for none. */
  readonly trial: number | null
  readonly at: readonly number[]
  readonly values: readonly number[]
}

/** What the drawing of lines with this `data-chart` covers: `left` and `right` in its own units, times in ms. */
export interface ToldChart {
  readonly left: number
  readonly right: number
  readonly from: number
  readonly to: number
  readonly lines: readonly ToldLine[]
}

/** A side of a heat map: what is varied, and what each cell holds, the lowest first. */
export interface ToldSide {
  readonly path: string
  readonly labels: readonly string[]
}

export interface ToldHeatMap {
  readonly across: ToldSide
  readonly up: ToldSide
  /** Row by row from the lowest of `up`: the more the better; null where nothing has a score. */
  readonly cells: readonly (number | null)[]
  /** Cell of the winner. */
  readonly best: number | null
}

/** What the scores of a map are: the figure, and the sign by which a score becomes it again. */
export interface HeatFigure {
  readonly title: string
  readonly isPercent: boolean
  readonly sign: 1 | -1
}

/** What the script of a comparison, a sweep or a bootstrap knows besides the drawings, which bear `data-trial`. */
export interface Exploration {
  /** What is told of a run that is pointed at, by its number. */
  readonly tips: readonly string[]
  /** Where its own report lies; null where it has none. */
  readonly pages: readonly (string | null)[]
  readonly charts: readonly ToldChart[]
  readonly heat: { readonly figure: HeatFigure; readonly maps: readonly ToldHeatMap[] } | null
}

export function embeddedExploration(exploration: Exploration): Markup {
  return markup`<script type="application/json" id="exploration">${embeddedJson(exploration)}</script>`
}

/** How many runs are chosen, and the way back. */
export const chosenRuns = markup`<p class="chosen" hidden><output></output> <button type="button" class="jump">Show all</button></p>`
