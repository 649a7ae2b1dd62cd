import { join, resolve } from 'node:path'
import { compare } from '../compare.js'
import { NoneCompleted } from '#domain/failure.js'
import type { Comparison } from '#experiments/compare/comparison.js'
import { cacheFolder } from '#io/cache/cache-folder.js'
import { type ConfigSource, configFrom, readConfigSource } from '#io/config-file.js'
import { sha256Base64 } from '#io/hash.js'
import { packageText, packageVersion } from '#io/package.js'
import type { RowLog } from '#io/row-log.js'
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
import { keepingRuns } from './keeping-runs.js'
import { quoted, shown } from './command-text.js'
import { Progress } from './progress.js'

/** Carries out `hedgerow compare`: configs → runs → one folder → what is told about it. */
export async function compareConfigs(configs: readonly string[], flags: CompareFlags): Promise<void> {
  const interruption = new Interruption()
  const { signal } = interruption
  const { comparison, json, folder } = await interruption.heeding(['SIGINT'], async () => {
    const sources: ConfigSource[] = []
    // In their order, so that of several that are wrong the first is told.
    // oxlint-disable-next-line no-await-in-loop
    for (const config of configs) sources.push(await readConfigSource(config, flags.set ?? []))
    const place = placeOf(configFrom(sources[0]).name, flags)
    await checkRunPlace(place)
    const target = 'out' in place ? resolve(place.out) : join(place.reportsFolder, place.name)
    const done = await keepingRuns(`${target}.unfinished`, signal, async (openLog) => {
      const comparison = await played(sources, flags, signal, openLog)
      const json = compareJson(compareDocument(comparison, await packageVersion()))
      const facts = { pair: configFrom(sources[0]).data.pair, tags: flags.tag ?? [] }
      const card = cardJson(compareCard(comparison, facts))
      const files = { ...(await filesOf(comparison, json, commandOf(configs, flags), flags)), 'card.json': card }
      const folder = await interruption.heeding(['SIGTERM', 'SIGHUP'], () => writeRunFolder({ place, files, signal }))
      return { comparison, json, folder }
    })
    await writeReports(done.comparison, { configs, sources, folder: done.folder }, flags, signal)
    return { ...done, folder: shown(done.folder) }
  })
  await updateReportsIndex(flags)
  const isAnyComplete = comparison.runs.some(({ status }) => status === 'complete')
  if (flags.json === true && isAnyComplete) process.stdout.write(json)
  if (flags.quiet !== true) {
    const stream = flags.json === true ? process.stderr : process.stdout
    stream.write(`${compareSummary(comparison, folder, flags.report)}\n`)
  }
  if (!isAnyComplete) throw new NoneCompleted('run', comparison.runs[0].error ?? '', `All are in ${folder}.`)
}

async function played(
  sources: Parameters<typeof compare>[0],
  { vary = [], workers, yes = false, cache, quiet }: CompareFlags,
  signal: AbortSignal,
  openLog: () => Promise<RowLog>,
): Promise<Comparison> {
  const progress = new Progress(quiet !== true)
  try {
    return await compare(sources, {
      vary,
      ...(workers === undefined ? {} : { workers }),
      isManyAllowed: yes,
      cache: cache ? cacheFolder() : null,
      signal,
      openLog,
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
