import { join, resolve } from 'node:path'
import { backtest, runFiles } from '../backtest.js'
import type { Comparison } from '#experiments/compare/comparison.js'
import { cacheFolder } from '#io/cache/cache-folder.js'
import type { ConfigSource } from '#io/config-file.js'
import { writeRunFolder } from '#io/run-folder.js'
import { plural } from '#report/html-format.js'
import { configWith } from '../worker.js'
import { quoted, shown } from './command-text.js'
import { Interrupted } from './failures.js'
import type { CompareFlags } from './flags.js'

/** Where the report of each run will lie, from the page of the comparison; null for one that did not complete, or all. */
export function reportPages(
  { runs }: Comparison,
  { reports = false, report }: CompareFlags,
): readonly (string | null)[] {
  const isWanted = reports && report
  return runs.map(({ status }, at) => (isWanted && status === 'complete' ? `runs/${at + 1}/report.html` : null))
}

/** Full run folders of the runs of a comparison, as `hedgerow run --no-stress` writes them. */
export async function writeReports(
  comparison: Comparison,
  { configs, sources, folder }: CompareReports,
  flags: CompareFlags,
  signal: AbortSignal,
): Promise<void> {
  const pages = reportPages(comparison, flags)
  let written = 0
  for (const [at, { params }] of comparison.runs.entries()) {
    if (pages[at] === null) continue
    if (signal.aborted) throw interruptedAfter(written, folder, signal)
    const of = sources.length === 1 ? 0 : at
    const sets = [
      ...(flags.set ?? []),
      ...Object.entries(params).map(([path, value]) => `${path}=${JSON.stringify(value)}`),
    ]
    const words = [shown(resolve(configs[of])), ...sets.flatMap((set) => ['--set', set]), '--no-stress']
    const out = join(folder, 'runs', String(at + 1))
    // One after the other: each wants the whole memory of a run.
    // oxlint-disable no-await-in-loop
    const done = await backtest(
      { ...configWith(sources[of], params), stress: false },
      { cache: flags.cache ? cacheFolder() : null },
    )
    const files = await runFiles(done, out, {
      command: `npx hedgerow run ${words.map(quoted).join(' ')}`,
      report: true,
    })
    await writeRunFolder({ place: { out }, files, signal }).catch((error: unknown) => {
      throw signal.aborted ? interruptedAfter(written, folder, signal) : error
    })
    written++
    // oxlint-enable no-await-in-loop
  }
}

function interruptedAfter(written: number, folder: string, { reason }: AbortSignal): unknown {
  if (!(reason instanceof Interrupted)) return reason
  return new Interrupted(
    reason.exitCode,
    `The comparison lies in ${shown(folder)}, with the own reports of its first ${plural(written, 'run')}.`,
  )
}

export interface CompareReports {
  readonly configs: readonly string[]
  readonly sources: readonly ConfigSource[]
  /** Of the comparison. */
  readonly folder: string
}
