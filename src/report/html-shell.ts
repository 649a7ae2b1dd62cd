import { embeddedScript, markup, type Markup, trusted } from './html-markup.js'

/** What stands in a page, and what it runs. */
export interface PageContent {
  readonly title: string
  readonly style: string
  /** A bundle of src/report/browser. */
  readonly browserScript: string
  readonly main: Markup
  /** What made it; absent: a page that is made of what others made. */
  readonly engine?: { readonly name: string; readonly version: string }
  /** Whose work is in it, below the note that every page ends with. */
  readonly credits?: Markup
  /** Data for the script, after all that is seen. */
  readonly data?: Markup
  /** Further elements of the head. */
  readonly head?: Markup
  /** Whether its script may ask the server that it came from, and nobody else. Default: it asks nobody. */
  readonly asksItsServer?: boolean
}

/**
 * A whole page of its own style and script, and nothing else: its content security policy admits these two by their hash,
 * and images that are written out in it. `sha256Base64`: SHA-256 of a text in UTF-8, as base64.
 */
export function htmlPage(content: PageContent, sha256Base64: (text: string) => string): string {
  const { title, style, main, engine, credits = null, data = null, head = null, asksItsServer = false } = content
  const script = embeddedScript(content.browserScript)
  const policy = [
    "default-src 'none'",
    ...(asksItsServer ? ["connect-src 'self'"] : []),
    `style-src 'sha256-${sha256Base64(style)}'`,
    `script-src 'sha256-${sha256Base64(script)}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ]
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy.join('; ')}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${head}
<title>${title} – hedgerow</title>
<style>${trusted(style)}</style>
</head>
<body>
<main>
${main}
</main>
<footer><p>${engine !== undefined && `Made by ${engine.name} ${engine.version}. `}A backtest shows what rules would have done to the past; it promises nothing.</p>${credits}</footer>
${data}
<script>${trusted(script)}</script>
</body>
</html>
`.text
}
