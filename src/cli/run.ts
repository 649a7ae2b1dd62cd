import { isAbsolute, relative, resolve } from 'node:path'
import type { Command } from 'commander'
import { type Backtest, backtest, runFiles } from '../backtest.js'
import type { ResolvedConfig } from '#config/resolved.js'
import { notSupportedYet } from '#domain/failure.js'
import { readConfig } from '#io/config-file.js'
import { checkRunPlace, type RunPlace, writeRunFolder } from '#io/run-folder.js'
import { Interrupted } from './failures.js'
import { logger, type LogLevel, logLevels } from './log.js'
import { Progress } from './progress.js'
import { summary } from './summary.js'

interface RunFlags {
  readonly set: readonly string[]
  readonly out?: string
  readonly force: boolean
  readonly json: boolean
  readonly quiet: boolean
  readonly logLevel: LogLevel
  readonly report: boolean
  readonly bracket: boolean
}

/** `hedgerow run CONFIG`: one backtest into a folder of its own. */
export function addRun(program: Command): void {
  program
    .command('run')
    .description('replay candles through a strategy; leave a report, the result and its tables in a folder')
    .argument('<config>', 'a run config, YAML or JSON')
    .option('--set <path=value>', 'override a config key; repeatable', (value, all: string[]) => [...all, value], [])
    .option('--out <folder>', "the run's own folder (default: reports/<name> below the current folder)")
    .option('--force', 'replace reports/<name> instead of taking <name>-2', false)
    .option('--json', 'the result on stdout, all else on stderr', false)
    .option('--quiet', 'no summary, no progress', false)
    .option('--no-report', 'leave report.html out')
    .option('--bracket', 'every figure as minimum and maximum over the price paths (not supported yet)', false)
    .addOption(
      program.createOption('--log-level <level>', 'how much is told on stderr').choices([...logLevels]).default('warn'),
    )
    .exitOverride()
    .action(runOne)
}

async function runOne(configPath: string, flags: RunFlags): Promise<void> {
  if (flags.bracket) throw notSupportedYet('A bracket over the price paths', '--bracket')
  const config = await readConfig(configPath, flags.set)
  const place = placeOf(config, flags)
  await checkRunPlace(place)
  const interruption = new AbortController()
  const interrupt = (): void => interruption.abort(new Interrupted())
  process.once('SIGINT', interrupt)
  try {
    const done = await withProgress(config, flags, interruption.signal)
    const folder = 'out' in place ? resolve(place.out) : resolve(place.reportsFolder, place.name)
    const files = await runFiles(done, folder, { command: commandOf(configPath, flags), report: flags.report })
    const written = await writeRunFolder({ place, files, signal: interruption.signal })
    if (flags.json) process.stdout.write(`${JSON.stringify(done.document, null, 2)}\n`)
    else if (!flags.quiet) process.stdout.write(`${summary(done, shown(written), flags.report)}\n`)
    tellNotes(done, flags)
    if (done.failure !== null) throw done.failure
  } finally {
    process.off('SIGINT', interrupt)
  }
}

async function withProgress(config: ResolvedConfig, flags: RunFlags, signal: AbortSignal): Promise<Backtest> {
  const progress = new Progress(!flags.quiet && !flags.json)
  try {
    return await backtest(config, {
      onProgress: async (phase, fraction) => {
        progress.show(phase === 'read' ? 'reading candles' : 'replaying', fraction)
        if (phase === 'run') await new Promise(setImmediate)
        signal.throwIfAborted()
      },
    })
  } finally {
    progress.end()
  }
}

function placeOf(config: ResolvedConfig, { out, force }: RunFlags): RunPlace {
  return out === undefined ? { reportsFolder: resolve('reports'), name: config.name, force } : { out }
}

/** Warnings and notes, on stderr. */
function tellNotes({ result }: Backtest, { logLevel, quiet }: RunFlags): void {
  const log = logger(quiet && logLevel === 'info' ? 'warn' : logLevel)
  for (const fact of result.data) for (const note of fact.notes) log.info(`${fact.file}: ${note}`)
  for (const warning of result.warnings.slice(0, 5)) log.warn(warning)
  const more = result.warnings.length - 5
  if (more > 0) log.warn(`${more} more warnings: they are in the report`)
}

/** The command line that makes this run again, from the current folder. */
function commandOf(configPath: string, { set, bracket: _, ...flags }: RunFlags): string {
  const sets = set.map((override) => ` --set ${quoted(override)}`).join('')
  const out = flags.out === undefined ? '' : ` --out ${quoted(shown(resolve(flags.out)))}`
  return `npx hedgerow run ${quoted(shown(resolve(configPath)))}${sets}${out}`
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}

/** A path as a person would write it: relative where it lies below the current folder. */
function shown(path: string): string {
  const short = relative(process.cwd(), path)
  return short === '' ? '.' : short.startsWith('..') || isAbsolute(short) ? path : short
}
