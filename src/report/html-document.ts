import { markup, type Markup, trusted } from './html-markup.js'
import { styleSheet } from './html-style.js'

/** What every page of an experiment says about itself. */
export interface DocumentMeta {
  readonly engine: { readonly name: string; readonly version: string }
  /** The command that makes this page again. */
  readonly command: string
}

/** Colors of pictures that are drawn as SVG. */
const pictureStyle = `
svg { display: block; max-width: 100%; height: auto; }
svg text { fill: var(--soft); font-size: 11px; }
svg .cell { fill: var(--accent); }
svg .empty { fill: var(--faint); }
svg .best { fill: none; stroke: var(--ink); stroke-width: 2; }
svg .axis { stroke: var(--line); stroke-width: 1; }
svg .line { fill: none; stroke: var(--accent); stroke-width: 2; }
svg .other { fill: none; stroke: var(--leg-1); stroke-width: 1.5; stroke-dasharray: 5 4; }
svg .band { fill: var(--accent); }
`

/** A whole page without a script, which asks the network for nothing: text, tables and drawings. */
export function htmlDocument(
  { title, body, meta }: { readonly title: string; readonly body: Markup; readonly meta: DocumentMeta },
  sha256Base64: (text: string) => string,
): string {
  const style = styleSheet + pictureStyle
  const policy = `default-src 'none'; style-src 'sha256-${sha256Base64(style)}'; base-uri 'none'; form-action 'none'`
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} – ${meta.engine.name}</title>
<style>${trusted(style)}</style>
</head>
<body>
<main>
${body}
<section id="reproduce"><h2>Reproduce</h2><pre class="command">${meta.command}</pre></section>
</main>
<footer><p>Made by ${meta.engine.name} ${meta.engine.version}. A backtest shows what rules would have done to the past; it promises nothing.</p></footer>
</body>
</html>
`.text
}
