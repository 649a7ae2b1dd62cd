import { resolve } from 'node:path'
import { type Backtest, backtest, runFiles } from '../backtest.js'
import type { ResolvedConfig } from '#config/resolved.js'
import { cacheFolder } from '#io/cache/cache-folder.js'
import { readConfig } from '#io/config-file.js'
import { checkRunPlace, type RunPlace, writeRunFolder } from '#io/run-folder.js'
import { resultJson } from '#report/documents/result-document.js'
import { quoted, shown } from './command-text.js'
import { IncompleteRun } from './failures.js'
import type { RunFlags } from './flags.js'
import { updateReportsIndex } from './index-told.js'
import { Interruption } from './interruption.js'
import { logger } from './log.js'
import { Progress } from './progress.js'
import { summary } from './summary.js'

/** Carries out `hedgerow run`: config → backtest → folder → what is told about it. */
export async function runConfig(configPath: string, flags: RunFlags): Promise<void> {
  const interruption = new Interruption()
  const { done, folder } = await interruption.heeding(['SIGINT'], async () => {
    const asked = await readConfig(configPath, flags.set ?? [])
    const config = flags.stress ? asked : { ...asked, stress: false }
    const place = placeOf(config, flags)
    await checkRunPlace(place)
    const done = await replayed(config, flags, interruption.signal)
    const files = await runFiles(done, targetOf(place), {
      command: commandOf(configPath, flags),
      report: flags.report,
      tags: flags.tag ?? [],
    })
    // Until here nothing is on the disk, and these signals may do what they do by default: end the process.
    const written = await interruption.heeding(['SIGTERM', 'SIGHUP'], () =>
      writeRunFolder({ place, files, signal: interruption.signal }),
    )
    return { done, folder: shown(written) }
  })
  await updateReportsIndex(flags)
  tellDone(done, folder, flags)
  if (done.failure !== null) throw new IncompleteRun(done.failure, folder)
}

/** Lets signals in between blocks of candles; while files are read, Node does that itself. */
async function replayed(
  config: ResolvedConfig,
  { quiet, bracket = false, cache }: RunFlags,
  signal: AbortSignal,
): Promise<Backtest> {
  const progress = new Progress(quiet !== true)
  try {
    return await backtest(config, {
      bracket,
      cache: cache ? cacheFolder() : null,
      onProgress(phase, fraction) {
        signal.throwIfAborted()
        progress.show(phase === 'read' ? 'reading candles' : 'replaying', fraction)
        return phase === 'read' ? undefined : new Promise<void>(setImmediate)
      },
    })
  } finally {
    progress.end()
  }
}

function placeOf(config: ResolvedConfig, { out, force = false }: RunFlags): RunPlace {
  return out === undefined ? { reportsFolder: resolve('reports'), name: config.name, force } : { out }
}

/** Where the folder lies, but for the number that a name which is taken gets. */
function targetOf(place: RunPlace): string {
  return 'out' in place ? resolve(place.out) : resolve(place.reportsFolder, place.name)
}

function tellDone(done: Backtest, folder: string, { json, quiet, report, logLevel }: RunFlags): void {
  // A failure is told as an error, and stdout holds one JSON text alone.
  if (json === true && done.failure === null) process.stdout.write(resultJson(done.document))
  if (quiet !== true) {
    const stream = json === true ? process.stderr : process.stdout
    stream.write(`${summary(done, folder, report)}\n`)
  }
  tellNotes(done, logger(logLevel ?? (quiet === true ? 'error' : 'warn')))
}

/** So many warnings are told where nobody asked for more; the report has all of them. */
const WARNINGS_TOLD = 5

function tellNotes({ result }: Backtest, log: ReturnType<typeof logger>): void {
  for (const fact of result.data) for (const note of fact.notes) log.info(`${fact.file}: ${note}`)
  const told = log.isLevelEnabled('info') ? result.warnings.length : WARNINGS_TOLD
  for (const warning of result.warnings.slice(0, told)) log.warn(warning)
  const more = result.warnings.length - told
  if (more > 0) log.warn(`${more} more: --log-level info tells them, too`)
}

/** The command line that makes this run again, from the current folder. */
function commandOf(configPath: string, { set = [], out, stress }: RunFlags): string {
  const sets = set.map((override) => ` --set ${quoted(override)}`).join('')
  const place = out === undefined ? '' : ` --out ${quoted(shown(resolve(out)))}`
  return `npx hedgerow run ${quoted(shown(resolve(configPath)))}${sets}${stress ? '' : ' --no-stress'}${place}`
}
