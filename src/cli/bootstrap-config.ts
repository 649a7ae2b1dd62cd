import { join, resolve } from 'node:path'
import Table from 'cli-table3'
import { timeframeName } from '#domain/time.js'
import { cacheFolder } from '#io/cache/cache-folder.js'
import { configFrom, type ConfigSource, readConfigSource } from '#io/config-file.js'
import type { RowLog } from '#io/row-log.js'
import { checkRunPlace, type RunPlace, writeRunFolder } from '#io/run-folder.js'
import {
  accountNames,
  type BootstrapPage,
  bootstrapWords,
  intervalText,
  proportionText,
  twinsMissingWords,
} from '#report/bootstrap-html.js'
import { percent, plural, ratio } from '#report/html-format.js'
import { bootstrap, bootstrapFiles, type BootstrapResult, pageOf } from '../bootstrap.js'
import { quoted, shown } from './command-text.js'
import type { BootstrapFlags } from './flags.js'
import { updateReportsIndex } from './index-told.js'
import { Interruption } from './interruption.js'
import { keepingRuns } from './keeping-runs.js'
import { Progress } from './progress.js'

/** Carries out `hedgerow bootstrap`: histories → intervals and fans → folder → what is told. */
export async function bootstrapConfig(configPath: string, flags: BootstrapFlags): Promise<void> {
  const interruption = new Interruption()
  await interruption.heeding(['SIGINT'], async () => {
    const source = await readConfigSource(configPath, flags.set ?? [])
    const place = placeOf(configFrom(source).name, flags)
    await checkRunPlace(place)
    const target = 'out' in place ? resolve(place.out) : join(place.reportsFolder, place.name)
    const { signal } = interruption
    const { result, files, folder } = await keepingRuns(`${target}.unfinished`, signal, async (openLog) => {
      const result = await replayed(source, flags, signal, openLog)
      const files = await bootstrapFiles(result, {
        command: commandOf(configPath, flags),
        report: flags.report,
        tags: flags.tag ?? [],
      })
      const folder = await interruption.heeding(['SIGTERM', 'SIGHUP'], () => writeRunFolder({ place, files, signal }))
      return { result, files, folder }
    })
    await updateReportsIndex(flags)
    if (flags.json === true) process.stdout.write(files['bootstrap.json'])
    if (flags.quiet === true) return
    const stream = flags.json === true ? process.stderr : process.stdout
    stream.write(`${told(pageOf(result), shown(folder), flags.report)}\n`)
  })
}

async function replayed(
  source: ConfigSource,
  flags: BootstrapFlags,
  signal: AbortSignal,
  openLog: () => Promise<RowLog>,
): Promise<BootstrapResult> {
  const progress = new Progress(flags.quiet !== true)
  try {
    return await bootstrap(
      {
        source,
        runs: flags.runs,
        blockMs: flags.block,
        seed: flags.seed ?? null,
        workers: flags.workers ?? null,
      },
      {
        signal,
        openLog,
        cache: flags.cache ? cacheFolder() : null,
        onProgress: (phase, fraction) => progress.show(phase, fraction),
      },
    )
  } finally {
    progress.end()
  }
}

function placeOf(name: string, { out }: BootstrapFlags): RunPlace {
  return out === undefined ? { reportsFolder: resolve('reports'), name: `${name}-bootstrap` } : { out }
}

function told(page: BootstrapPage, folder: string, hasReport: boolean): string {
  const { accounts, observed, sharpe, errors, failed, notes } = page
  const table = new Table({
    head: ['', 'return', 'max drawdown', 'liquidated', 'lost money'],
    colAligns: ['left', 'right', 'right', 'right', 'right'],
    style: { head: [], border: [], compact: true },
  })
  for (const { name, totalReturn, maxDrawdown, liquidation, loss } of accounts) {
    table.push([
      accountNames[name],
      intervalText(totalReturn, percent),
      intervalText(maxDrawdown, percent),
      proportionText(liquidation),
      proportionText(loss),
    ])
  }
  const metrics = observed.metrics ?? {}
  return [
    `${page.name}: bootstrap on ${page.data.pair}${page.data.synthetic ? ', SYNTHETIC DATA' : ''}, seed ${page.seed}\n${bootstrapWords(page)}`,
    table.toString(),
    [
      'Median, and in parentheses the middle 90 %; of shares what their number leaves open (95 %).',
      `The history as it was: return ${percent(metrics['totalReturn'] ?? null)}, max drawdown ${percent(metrics['maxDrawdown'] ?? null)}, Sharpe ${ratio(metrics['sharpe'] ?? null)}.`,
      `Sharpe over all histories: ${intervalText(sharpe, ratio)}.`,
      ...notes,
      ...[twinsMissingWords(page) ?? []].flat(),
      ...(failed === 0
        ? []
        : [`${plural(failed, 'history', 'histories')} could not be played; the first: ${errors[0].error}`]),
    ].join('\n'),
    hasReport ? `Report    ${folder}/bootstrap.html` : `Written   ${folder}`,
  ].join('\n\n')
}

/** The command line that makes this again, from the current folder. */
function commandOf(configPath: string, { set = [], runs, block, seed, out }: BootstrapFlags): string {
  const words = [shown(resolve(configPath)), '--runs', String(runs), '--block', timeframeName(block)]
  if (seed !== undefined) words.push('--seed', String(seed))
  for (const override of set) words.push('--set', override)
  if (out !== undefined) words.push('--out', shown(resolve(out)))
  return `npx hedgerow bootstrap ${words.map(quoted).join(' ')}`
}
