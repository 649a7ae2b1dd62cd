import { existsSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { backtest } from '../backtest.js'
import { withMoved } from '#config/moved.js'
import { InputError } from '#domain/failure.js'
import { configFrom, readConfigSource } from '#io/config-file.js'
import { type RecordedRun, readRecordedRun } from '#io/recorded-run.js'
import { type Difference, firstDifference } from '#report/documents/first-difference.js'
import { exitCodes } from './failures.js'
import type { VerifyFlags } from './flags.js'
import { Interruption } from './interruption.js'
import { Progress } from './progress.js'

/** What `verify` found; `first` is null where nothing differs. */
interface Verdict {
  readonly schema: 'hedgerow/verify@1'
  readonly identical: boolean
  readonly folder: string
  readonly result: string
  readonly engine: { readonly recorded: string; readonly replayed: string }
  readonly first: Difference | null
}

/** Carries out `hedgerow verify`: folder → config → backtest → comparison. */
export async function verifyRun(folder: string, { data, json }: VerifyFlags): Promise<void> {
  const recorded = await readRecordedRun(folder)
  const replayed = await replay(folder, recorded, data ?? null)
  const first = firstDifference(inOrder(recorded), inOrder(replayed))
  const verdict: Verdict = {
    schema: 'hedgerow/verify@1',
    identical: first === null,
    folder,
    result: recorded.hash.result,
    engine: { recorded: recorded.engine.version, replayed: replayed.engine.version },
    first,
  }
  process.stdout.write(json === true ? `${JSON.stringify(verdict, null, 2)}\n` : told(verdict))
  if (first !== null) process.exitCode = exitCodes.difference
}

async function replay(folder: string, recorded: RecordedRun, data: string | null): Promise<RecordedRun> {
  const source = await readConfigSource(join(folder, 'config.yaml'), [])
  const bundle = resolve(folder, 'strategy.mjs')
  const values = withMoved(source.values, {
    data: data === null ? (path) => path : (path) => join(resolve(data), basename(path)),
    strategy: existsSync(bundle) ? bundle : null,
  })
  const config = resolved(() => configFrom(source, values))
  const interruption = new Interruption()
  const progress = new Progress(true)
  try {
    const { document } = await interruption.heeding(['SIGINT'], () =>
      backtest(config, {
        bracket: recorded.path.bracket !== null,
        onProgress(phase, fraction) {
          interruption.signal.throwIfAborted()
          progress.show(phase === 'read' ? 'reading candles' : 'replaying', fraction)
          return phase === 'read' ? undefined : new Promise<void>(setImmediate)
        },
      }),
    )
    // As it would be read again: what JSON does not hold cannot differ.
    return JSON.parse(JSON.stringify(document)) as RecordedRun
  } finally {
    progress.end()
  }
}

/** A data file that is gone has its own hint here: the folder of a run travels without its data. */
function resolved<Config>(resolveIt: () => Config): Config {
  try {
    return resolveIt()
  } catch (error) {
    if (!(error instanceof InputError) || error.code !== 'file-not-found') throw error
    throw new InputError(error.code, error.message, {
      where: error.where ?? '',
      hint: 'Name the folder that holds the data files of this run: --data FOLDER.',
      cause: error,
    })
  }
}

/** What went in before what came out, so that the first difference is the cause of the others. */
function inOrder({ data, hash, engine, ...body }: RecordedRun): unknown {
  const { strategy, config, result } = hash
  return { data, hash: { strategy, config }, engine: engine.name, ...body, 'hash.result': result }
}

function told({ identical, folder, result, engine, first }: Verdict): string {
  const versions =
    engine.recorded === engine.replayed
      ? `hedgerow ${engine.replayed}`
      : `hedgerow ${engine.replayed}, recorded by ${engine.recorded}`
  if (identical || first === null) return `Identical: ${folder}, replayed by ${versions}\nResult     ${result}\n`
  const lines = [
    `Different: ${folder}, replayed by ${versions}`,
    `First      ${first.path}`,
    `Recorded   ${valueText(first.recorded)}`,
    `Replayed   ${valueText(first.replayed)}`,
    ...reason(first.path),
  ]
  return `${lines.join('\n')}\n`
}

function reason(path: string): readonly string[] {
  if (path.startsWith('data[')) return ['Data       not those that the run read']
  if (path === 'hash.strategy') return ['Strategy   not the one that ran']
  if (path === 'hash.config') return ['Config     not the one that ran']
  return []
}

const TEXT_MAX = 200

function valueText(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value)
  return text.length > TEXT_MAX ? `${text.slice(0, TEXT_MAX)}…` : text
}
