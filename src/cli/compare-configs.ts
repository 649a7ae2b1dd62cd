import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { compare } from '../compare.js'
import type { Comparison } from '#experiments/compare/comparison.js'
import { cacheFolder } from '#io/cache/cache-folder.js'
import { configFrom, readConfigSource } from '#io/config-file.js'
import { sha256Base64 } from '#io/hash.js'
import { packageText, packageVersion } from '#io/package.js'
import { openRowLog, type RowLog } from '#io/row-log.js'
import { checkRunPlace, type FileContent, type RunPlace, writeRunFolder } from '#io/run-folder.js'
import { compareHtml } from '#report/compare-html.js'
import { compareCard } from '#report/documents/experiment-card.js'
import { cardJson } from '#report/documents/run-card.js'
import { compareCsv, compareDocument, compareJson } from '#report/documents/compare-document.js'
import { compareSummary } from './compare-summary.js'
import { Interrupted, keptIn } from './failures.js'
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
  if (flags.out === undefined) await updateReportsIndex(flags)
  if (flags.json === true) process.stdout.write(json)
  if (flags.quiet === true) return
  const stream = flags.json === true ? process.stderr : process.stdout
  stream.write(`${compareSummary(comparison, folder, flags.report)}\n`)
}

/**
 * Lets finished runs be kept in `folder` until `work` has succeeded. An interruption leaves them there and says so; without a
 * finished run nothing is left.
 */
async function keepingRuns<T>(
  folder: string,
  signal: AbortSignal,
  work: (openLog: () => Promise<RowLog>) => Promise<T>,
): Promise<T> {
  let log: RowLog | null = null
  let finished = 0
  const openLog = async (): Promise<RowLog> => {
    if (log !== null) return log
    const opened = await openRowLog(folder, 'runs')
    finished = opened.earlier
    log = {
      ...opened,
      append: async (row) => {
        await opened.append(row)
        finished++
      },
    }
    return log
  }
  const close = async (): Promise<void> => {
    await log?.close()
  }
  try {
    const done = await work(openLog)
    await close()
    await rm(folder, { recursive: true, force: true })
    return done
  } catch (error) {
    await close()
    if (finished === 0) await rm(folder, { recursive: true, force: true })
    else if (signal.reason instanceof Interrupted) throw new Interrupted(signal.reason.exitCode, keptIn(shown(folder)))
    throw error
  }
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
