import { createReadStream, existsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { backtest, runFiles } from '../backtest.js'
import { InputError, NoneCompleted } from '#domain/failure.js'
import { iso } from '#domain/time.js'
import type { BestTrial } from '#experiments/sweep/trial-book.js'
import { cacheFolder } from '#io/cache/cache-folder.js'
import { configFrom, readConfig, readConfigSource } from '#io/config-file.js'
import { ProgressFile } from '#io/progress-file.js'
import { writeRunFolder } from '#io/run-folder.js'
import { sweep, type SweepResult } from '../sweep.js'
import { pageOf, writeSweepFiles } from '../sweep-files.js'
import { quoted, shown } from './command-text.js'
import { Interrupted, keptIn } from './failures.js'
import type { SweepFlags } from './flags.js'
import { updateReportsIndex } from './index-told.js'
import { Interruption } from './interruption.js'
import { Progress } from './progress.js'
import { clearEarlier, identityOf, identityText, ownFolder, REQUEST_FILE, type SweepIdentity } from './sweep-folder.js'
import { sweepTold } from './sweep-told.js'

/** Carries out `hedgerow sweep`: many runs → their log → tables, page, full folders of the best → what is told. */
export async function sweepConfig(configPath: string, flags: SweepFlags): Promise<void> {
  const interruption = new Interruption()
  const { signal } = interruption
  const source = await readConfigSource(configPath, flags.set ?? [])
  const command = commandOf(configPath, flags)
  const identity = await identityOf(command, source)
  const folder =
    flags.out === undefined
      ? await ownFolder(resolve('reports'), `${configFrom(source).name}-sweep`, identity)
      : resolve(flags.out)
  const isNew = !existsSync(folder)
  try {
    const { counts, errors } = await interruption.heeding(['SIGINT', 'SIGTERM'], async () => {
      const result = await searched(source, { folder, identity }, flags, signal)
      await clearEarlier(folder, flags)
      const best = chosenOf(result, flags.top ?? 0)
      await writeSweepFiles(result, folder, {
        command: flags.out === undefined ? command : `${command} --out ${quoted(shown(folder))}`,
        report: flags.report,
        tags: flags.tag ?? [],
        tops: flags.report ? best.length : 0,
      })
      const tops = await topFolders(configPath, result, best, folder, flags, signal)
      await updateReportsIndex(flags)
      if (flags.quiet !== true) {
        const stream = flags.json === true ? process.stderr : process.stdout
        const told = { report: flags.report, top: flags.top ?? 0, tops, folder: shown(folder) }
        stream.write(`${sweepTold(pageOf(result), { ...result, ...told })}\n`)
      }
      if (flags.json === true && result.book.counts.complete > 0)
        await pipeline(createReadStream(join(folder, 'sweep.json')), process.stdout, { end: false })
      return result.book
    })
    if (counts.complete === 0) throw new NoneCompleted('trial', errors[0].error, `All are in ${shown(folder)}.`)
  } catch (error) {
    if (isNew && error instanceof InputError && error.code === 'sweep-refused') await rm(folder, { recursive: true })
    if (!(error instanceof Interrupted) || !existsSync(folder)) throw error
    throw new Interrupted(error.exitCode, keptIn(shown(folder)))
  }
}

async function searched(
  source: Parameters<typeof configFrom>[0],
  { folder, identity }: { readonly folder: string; readonly identity: SweepIdentity },
  flags: SweepFlags,
  signal: AbortSignal,
): Promise<SweepResult> {
  const progress = new Progress(flags.quiet !== true)
  const noted = new ProgressFile(folder)
  try {
    return await sweep(
      {
        source,
        vary: flags.vary,
        search: flags.search,
        trials: flags.trials ?? null,
        seed: flags.seed ?? null,
        objective: flags.objective,
        constraints: flags.constraint ?? [],
        workers: flags.workers ?? null,
        isManyAllowed: flags.yes === true,
        walkForward: flags.walkForward ?? null,
        holdout: flags.holdout ?? null,
      },
      {
        folder,
        signal,
        curves: flags.report,
        cache: flags.cache ? cacheFolder() : null,
        onBegin: () => writeFile(join(folder, REQUEST_FILE), identityText(identity)),
        onProgress(phase, fraction) {
          progress.show(phase, fraction)
          noted.note(phase, fraction)
        },
      },
    )
  } finally {
    progress.end()
    noted.remove()
  }
}

/** The best that a person would choose: they keep to the constraints, with every objective defined. */
function chosenOf({ book, objectives }: SweepResult, count: number): readonly BestTrial[] {
  const isChosen = ({ isFeasible, metrics }: BestTrial): boolean =>
    isFeasible && objectives.every(({ metric }) => (metrics[metric] ?? null) !== null)
  return book.best().filter(isChosen).slice(0, count)
}

/** Full run folders of the best, as `hedgerow run` writes them, on the data that the search saw. */
async function topFolders(
  configPath: string,
  { book, seen, holdout, evidence, verdict }: SweepResult,
  best: readonly BestTrial[],
  folder: string,
  flags: SweepFlags,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const written: string[] = []
  const until = holdout === null ? [] : [`data.to=${iso(seen.to)}`]
  for (const [at, { params }] of best.entries()) {
    signal.throwIfAborted()
    const varied = Object.entries(params).map(([path, value]) => `${path}=${JSON.stringify(value)}`)
    const sets = [...(flags.set ?? []), ...until, ...varied]
    const out = join(folder, 'top', String(at + 1))
    const chosenBy = { place: at + 1, trials: book.trials, evidence, verdict }
    const command = `npx hedgerow run ${quoted(shown(resolve(configPath)))}${sets.map((set) => ` --set ${quoted(set)}`).join('')}`
    // One after the other: each wants the whole memory of a run.
    // oxlint-disable no-await-in-loop
    const done = await backtest(await readConfig(configPath, sets), { cache: flags.cache ? cacheFolder() : null })
    const files = await runFiles(done, out, { command, report: flags.report, chosenBy })
    written.push(shown(await writeRunFolder({ place: { out }, files, signal })))
    // oxlint-enable no-await-in-loop
  }
  return written
}

/** The command line that makes this sweep again, from the current folder; where it goes is not said. */
function commandOf(configPath: string, flags: SweepFlags): string {
  const words = (flag: string, values: readonly string[] | undefined): readonly string[] =>
    (values ?? []).flatMap((value) => [flag, value])
  const one = (flag: string, value: string | number | undefined): readonly string[] =>
    value === undefined ? [] : [flag, String(value)]
  const all = [
    shown(resolve(configPath)),
    ...words('--vary', flags.vary),
    ...words('--set', flags.set),
    ...(flags.search === 'grid' ? [] : ['--search', flags.search]),
    ...one('--trials', flags.trials),
    ...one('--seed', flags.seed),
    ...(flags.objective === 'sharpe' ? [] : ['--objective', flags.objective]),
    ...words('--constraint', flags.constraint),
    ...one('--walk-forward', flags.walkForward),
    ...one('--holdout', flags.holdout),
  ]
  return `npx hedgerow sweep ${all.map(quoted).join(' ')}`
}
