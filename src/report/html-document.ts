import { embeddedExploration, type Exploration } from './exploration.js'
import { markup, type Markup } from './html-markup.js'
import { htmlPage } from './html-shell.js'
import { styleSheet } from './html-style.js'

/** What every page of an experiment says about itself. */
export interface DocumentMeta {
  readonly engine: { readonly name: string; readonly version: string }
  /** The command that makes this page again. */
  readonly command: string
  /** The bundle of the page's kind, of src/report/browser. */
  readonly browserScript: string
}

/** Colors of pictures that are drawn as SVG, and what a script adds to them. */
const pictureStyle = `
svg { display: block; max-width: 100%; height: auto; }
svg.heat-map { display: block; max-width: 100%; height: auto; }
svg text:where(:not([fill])) { fill: var(--soft); font-size: 11px; }
svg .cell { fill: var(--accent); }
svg .empty { fill: var(--faint); }
svg .best { fill: none; stroke: var(--ink); stroke-width: 2; }
svg .in-cell { fill: var(--ink); font-variant-numeric: tabular-nums; pointer-events: none; }
svg .in-cell.strong { fill: var(--page); }
svg polyline.front { fill: none; stroke: var(--leg-1); stroke-width: 1.5; stroke-dasharray: 5 3; }
svg line.mark { stroke: var(--soft); stroke-dasharray: 2 4; }
svg line.tick { stroke: var(--soft); }
svg polyline.strong { stroke-width: 2.8; }
svg polyline.dashed { stroke-dasharray: 6 4; }
svg line.axis { stroke: var(--line); stroke-width: 1; }
svg .line { fill: none; stroke: var(--accent); stroke-width: 2; }
svg .other { fill: none; stroke: var(--leg-1); stroke-width: 1.5; stroke-dasharray: 5 4; }
svg .band { fill: var(--accent); }
.brushed, .parallel, .told { touch-action: none; cursor: crosshair; }
.plot:focus-visible, svg:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
[data-trial].out { display: none; }
svg [data-trial].out { display: inline; opacity: 0.08; pointer-events: none; }
svg circle[data-trial] { cursor: pointer; }
svg circle.run { fill: var(--accent); fill-opacity: 0.55; }
svg circle.run.winner { fill: var(--leg-1); fill-opacity: 1; stroke: var(--ink); stroke-width: 1.5; }
svg .pointed { stroke: var(--ink) !important; stroke-width: 3; stroke-opacity: 1; }
svg polyline.run { fill: none; stroke: var(--accent); stroke-width: 1.2; }
svg polyline.rank-0 { stroke-opacity: 0.85; } svg polyline.rank-1 { stroke-opacity: 0.45; } svg polyline.rank-2 { stroke-opacity: 0.22; } svg polyline.rank-3 { stroke-opacity: 0.12; }
svg polyline.winner { stroke: var(--leg-1); stroke-width: 2.5; stroke-opacity: 1; }
svg .axis-title { fill: var(--ink); font-weight: 600; }
.parallel .grid line { stroke: var(--soft); }
.parallel .on-line { paint-order: stroke; stroke: var(--panel); stroke-width: 3px; }
.plot .axis-zone { fill: transparent; stroke: none; cursor: ns-resize; }
.brush { fill: var(--accent); fill-opacity: 0.15; stroke: var(--accent); }
.cursor { stroke: var(--soft); stroke-dasharray: 3 3; }
tr.pointed td { background: color-mix(in srgb, var(--accent) 14%, var(--panel)); }
.tip { position: fixed; z-index: 9; max-width: min(420px, 90vw); padding: 6px 10px; border: 1px solid var(--line); border-radius: 6px; background: var(--panel); color: var(--ink); font-size: 12px; white-space: pre-line; overflow-wrap: anywhere; pointer-events: none; font-variant-numeric: tabular-nums; box-shadow: 0 2px 8px #0003; }
.tip[hidden] { display: none; }
.chosen { min-height: 24px; font-size: 13px; color: var(--soft); }
.pickers { display: flex; flex-wrap: wrap; gap: 6px 16px; margin: 0 0 10px; font-size: 13px; }
.pickers select { max-width: 80vw; padding: 4px 8px; border: 1px solid var(--line); border-radius: 6px; background: var(--panel); color: var(--ink); font: inherit; }
`

/** A whole page that asks the network for nothing: text, tables and drawings, which its script lets a reader explore. */
export function htmlDocument(
  {
    title,
    body,
    meta,
    exploration,
  }: {
    readonly title: string
    readonly body: Markup
    readonly meta: DocumentMeta
    readonly exploration: Exploration
  },
  sha256Base64: (text: string) => string,
): string {
  const main = markup`${body}
<section id="reproduce"><h2>Reproduce</h2><pre class="command">${meta.command}</pre></section>`
  return htmlPage(
    {
      title,
      style: styleSheet + pictureStyle,
      browserScript: meta.browserScript,
      main,
      engine: meta.engine,
      data: embeddedExploration(exploration),
    },
    sha256Base64,
  )
}
