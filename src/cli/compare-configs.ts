import { resolve } from 'node:path'
import { compare } from '../compare.js'
import type { Comparison } from '#experiments/compare/comparison.js'
import { cacheFolder } from '#io/cache/cache-folder.js'
import { configFrom, readConfigSource } from '#io/config-file.js'
import { sha256Base64 } from '#io/hash.js'
import { packageText, packageVersion } from '#io/package.js'
import { checkRunPlace, type FileContent, type RunPlace, writeRunFolder } from '#io/run-folder.js'
import { compareHtml } from '#report/compare-html.js'
import { compareCard } from '#report/documents/experiment-card.js'
import { cardJson } from '#report/documents/run-card.js'
import { compareCsv, compareDocument, compareJson } from '#report/documents/compare-document.js'
import { compareSummary } from './compare-summary.js'
import type { CompareFlags } from './flags.js'
import { reportPages, writeReports } from './compare-reports.js'
import { updateReportsIndex } from './index-told.js'
import { Interruption } from './interruption.js'
import { quoted, shown } from './command-text.js'
import { Progress } from './progress.js'

/** Carries out `hedgerow compare`: configs → runs → one folder → what is told about it. */
export async function compareConfigs(configs: readonly string[], flags: CompareFlags): Promise<void> {
  const interruption = new Interruption()
  const { signal } = interruption
  const { comparison, json, folder } = await interruption.heeding(['SIGINT'], async () => {
    const sources = await Promise.all(configs.map((config) => readConfigSource(config, flags.set ?? [])))
    const place = placeOf(configFrom(sources[0]).name, flags)
    await checkRunPlace(place)
    const comparison = await played(sources, flags, signal)
    const json = compareJson(compareDocument(comparison, await packageVersion()))
    const facts = { pair: configFrom(sources[0]).data.pair, tags: flags.tag ?? [] }
    const card = cardJson(compareCard(comparison, facts))
    const files = { ...(await filesOf(comparison, json, commandOf(configs, flags), flags)), 'card.json': card }
    const folder = await interruption.heeding(['SIGTERM', 'SIGHUP'], () => writeRunFolder({ place, files, signal }))
    await writeReports(comparison, { configs, sources, folder }, flags, signal)
    return { comparison, json, folder: shown(folder) }
  })
  if (flags.out === undefined) await updateReportsIndex(flags)
  if (flags.json === true) process.stdout.write(json)
  if (flags.quiet === true) return
  const stream = flags.json === true ? process.stderr : process.stdout
  stream.write(`${compareSummary(comparison, folder, flags.report)}\n`)
}

async function played(
  sources: Parameters<typeof compare>[0],
  { vary = [], workers, yes = false, cache, quiet }: CompareFlags,
  signal: AbortSignal,
): Promise<Comparison> {
  const progress = new Progress(quiet !== true)
  try {
    return await compare(sources, {
      vary,
      ...(workers === undefined ? {} : { workers }),
      isManyAllowed: yes,
      cache: cache ? cacheFolder() : null,
      signal,
      onProgress: (phase, fraction) => progress.show(phase === 'read' ? 'reading candles' : 'playing runs', fraction),
    })
  } finally {
    progress.end()
  }
}

async function filesOf(
  comparison: Comparison,
  json: string,
  command: string,
  flags: CompareFlags,
): Promise<Readonly<Record<string, FileContent>>> {
  const engine = { name: 'hedgerow', version: await packageVersion() }
  const browserScript = await packageText('dist/report/browser-compare.js')
  const meta = { engine, command, browserScript, sha256Base64, pages: reportPages(comparison, flags) }
  return {
    ...(flags.report ? { 'compare.html': compareHtml(comparison, meta) } : {}),
    'compare.csv': compareCsv(comparison),
    'compare.json': json,
  }
}

function placeOf(name: string, { out, force = false }: CompareFlags): RunPlace {
  return out === undefined ? { reportsFolder: resolve('reports'), name: `${name}-compare`, force } : { out }
}

/** The command line that makes this comparison again, from the current folder. */
function commandOf(configs: readonly string[], { vary = [], set = [], reports }: CompareFlags): string {
  const words = [
    ...configs.map((config) => quoted(shown(resolve(config)))),
    ...vary.map((text) => `--vary ${quoted(text)}`),
    ...set.map((text) => `--set ${quoted(text)}`),
    ...(reports === true ? ['--reports'] : []),
  ]
  return `npx hedgerow compare ${words.join(' ')}`
}
