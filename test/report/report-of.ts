import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { figuresOf } from '#analysis/figures.js'
import type { BacktestResult } from '#domain/result.js'
import { deflate } from '#io/deflate.js'
import { reportHtml, type ReportMeta } from '#report/html.js'

export const meta: ReportMeta = {
  pair: 'TAO/USDT:USDT',
  engine: { name: 'hedgerow', version: '0.1.0' },
  hashes: { config: '1a'.repeat(32), data: '2b'.repeat(32), strategy: '3c'.repeat(32), result: '4d'.repeat(32) },
  analysis: { periodsPerYear: 365, riskFree: 0 },
  command: 'hedgerow run strategies/core-hedge.yaml --set strategy.params.hedgeRatio=0.4',
  events: [],
  twins: null,
  chosenBy: null,
  stress: null,
}

export function sha256Base64(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('base64')
}

/** The page of a result, with the script given: the real bundle in a browser, a stand-in elsewhere. */
export function reportOf(result: BacktestResult, browserScript = 'void 0', about: Partial<ReportMeta> = {}): string {
  const figures = figuresOf(result, { periodsPerYear: 365, riskFree: 0 })
  return reportHtml(result, figures, { ...meta, ...about }, { browserScript, sha256Base64, deflate })
}

/** The page's script, bundled as the build does it. */
export async function bundleBrowserScript(entry = 'main.ts'): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`../../src/report/browser/${entry}`, import.meta.url))],
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    legalComments: 'inline',
    charset: 'utf8',
    write: false,
  })
  return outputFiles[0].text
}
