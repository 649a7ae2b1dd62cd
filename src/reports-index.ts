import { sha256Base64 } from '#io/hash.js'
import { packageText } from '#io/package.js'
import { runsBelow, writeIndex } from '#io/reports-index.js'
import type { RunCard } from '#report/documents/run-card.js'
import { indexHtml, indexMark } from '#report/index-html.js'

/** Writes `index.html` of a folder of reports anew; false where an index of somebody else stands there. */
export async function updateIndex(reportsFolder: string): Promise<boolean> {
  const runs = (await runsBelow(reportsFolder, 'card.json')).flatMap(({ folder, writtenAt, names, content }) =>
    isCard(content) ? [{ folder, writtenAt, hasReport: names.includes('report.html'), card: content }] : [],
  )
  const browserScript = await packageText('dist/report/browser-index.js')
  return writeIndex(reportsFolder, indexHtml(runs, { browserScript, sha256Base64 }), indexMark)
}

function isCard(content: unknown): content is RunCard {
  return typeof content === 'object' && content !== null && 'schema' in content && content.schema === 'hedgerow/card@1'
}
