import { type Content, markup, type Markup } from './html-markup.js'

/** A figure that a reader looks for first. */
export interface HeadlineBox {
  readonly title: string
  readonly hint: string
  readonly value: string
  /** What stands below it in small. */
  readonly below: string
  readonly tone?: string
}

/** As many boxes as there are, in rows that they fill. */
export function headlineBoxes(boxes: readonly HeadlineBox[]): Markup {
  return markup`<dl class="headlines filled">${boxes.map(
    ({ title, hint, value, below, tone = '' }): Content =>
      markup`<div title="${hint}"><dt>${title}</dt><dd class="${tone}">${value}</dd><dd class="below">${below}</dd></div>
`,
  )}</dl>`
}
