import { markup, type Markup } from './html-markup.js'

/** A drawing with many words: on a narrow screen it keeps its size and is scrolled. */
export function widePicture(label: string, drawing: Markup): Markup {
  return markup`<div class="wide" tabindex="0" role="region" aria-label="${label}">${drawing}</div>`
}
