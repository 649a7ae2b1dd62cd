import { sha256Base64 } from '#io/hash.js'
import { packageText } from '#io/package.js'
import { runsBelow, writeIndex } from '#io/reports-index.js'
import { indexHtml, type IndexedRun, indexMark } from '#report/index-html.js'

/** Writes `index.html` of a folder of reports anew; false where an index of somebody else stands there. */
export async function updateIndex(reportsFolder: string): Promise<boolean> {
  return writeIndex(reportsFolder, await indexPage(reportsFolder, { isLive: false }), indexMark)
}

/** The page of all that lies below a folder of reports. `isLive`: it is served, and may ask its server what is new. */
export async function indexPage(reportsFolder: string, { isLive }: { readonly isLive: boolean }): Promise<string> {
  const runs = (await runsBelow(reportsFolder, 'card.json')).flatMap(
    ({ folder, writtenAt, names, content }): readonly IndexedRun[] =>
      isCard(content) ? [{ folder, writtenAt, page: reportPage(names), card: content }] : [],
  )
  const browserScript = await packageText(`dist/report/${isLive ? 'browser-live-index.js' : 'browser-index.js'}`)
  return indexHtml(runs, { browserScript, sha256Base64, isLive })
}

/** Of the files of a folder the one that a person wants to see. */
export function reportPage(names: readonly string[]): string | null {
  const pages = ['report.html', 'compare.html', 'sweep.html', 'bootstrap.html']
  return pages.find((page) => names.includes(page)) ?? null
}

const schemas: readonly unknown[] = ['hedgerow/card@1', 'hedgerow/experiment-card@1']

function isCard(content: unknown): content is IndexedRun['card'] {
  return typeof content === 'object' && content !== null && 'schema' in content && schemas.includes(content.schema)
}
