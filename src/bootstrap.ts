import type { ResolvedConfig } from '#config/resolved.js'
import { InputError, NoneCompleted } from '#domain/failure.js'
import { timeframeName } from '#domain/time.js'
import { type Bootstrapped, bootstrapped } from '#experiments/bootstrap/bootstrapped.js'
import { checkFeedTimeframes } from '#experiments/bootstrap/resampled-feeds.js'
import type { DataSeen } from '#experiments/data-seen.js'
import type { CacheFolder } from '#io/cache/cache-folder.js'
import type { ConfigSource } from '#io/config-file.js'
import { sha256Base64 } from '#io/hash.js'
import { packageText, packageVersion } from '#io/package.js'
import type { RowLog } from '#io/row-log.js'
import { defaultWorkers } from '#io/worker-pool.js'
import { closedAt } from '#market/run-range.js'
import { bootstrapJson, pathsCsv } from '#report/documents/bootstrap-document.js'
import { bootstrapCard } from '#report/documents/experiment-card.js'
import { cardJson } from '#report/documents/run-card.js'
import { bootstrapHtml, type BootstrapPage } from '#report/bootstrap-html.js'
import { dataSeen, experimentBase, startOf } from './experiment-base.js'
import { experimentPool } from './experiment-pool.js'
import { resumingPool } from './resuming-pool.js'
import { worldOf } from './worker.js'

export interface BootstrapRequest {
  readonly source: ConfigSource
  /** How many histories, at least one. */
  readonly runs: number
  /** Mean length of a block, at least one candle. */
  readonly blockMs: number
  /** Default: the config's own. */
  readonly seed?: number | null
  /** Default: as many as the machine can run at once. */
  readonly workers?: number | null
}

export interface BootstrapOptions {
  readonly cache?: CacheFolder | null
  readonly signal?: AbortSignal
  readonly onProgress?: (phase: 'reading candles' | 'replaying histories', fraction: number) => void
  /** Where histories are kept as they are played, and taken from; opened once the first is to be played. Default: nowhere. */
  readonly openLog?: () => Promise<RowLog>
}

export interface BootstrapResult extends Bootstrapped {
  readonly config: ResolvedConfig
  readonly seed: number
  readonly blockMs: number
  /** When the closes of the run are, ms since 1970. */
  readonly closes: Float64Array
  readonly data: DataSeen
  /** What the histories leave out. */
  readonly notes: readonly string[]
}

/**
 * The whole run, and its twins, on histories that never were. Throws `InputError` for a request that is wrong, and
 * `NoneCompleted` where not one history could be played to its end.
 */
export async function bootstrap(request: BootstrapRequest, options: BootstrapOptions = {}): Promise<BootstrapResult> {
  const { runs, blockMs } = request
  const { signal, onProgress } = options
  const start = await startOf(request.source)
  const base = await experimentBase(start, {
    cache: options.cache ?? null,
    onRead: (fraction) => onProgress?.('reading candles', fraction),
  })
  signal?.throwIfAborted()
  const { candles, first, end, fine } = base.data
  checkFeedTimeframes(base.data)
  checkBlock(blockMs, candles.timeframeMs, end - first)
  const seed = request.seed ?? start.config.seed
  const log = (await options.openLog?.()) ?? null
  const threads = experimentPool(base, Math.min(request.workers ?? defaultWorkers(), runs))
  const pool = log === null ? threads : resumingPool(threads, log, worldOf(base))
  try {
    const found = await bootstrapped({ runs, blockMs, seed, closes: end - first }, pool, {
      onPath: (done) => onProgress?.('replaying histories', done / (runs + 1)),
      ...(signal === undefined ? {} : { signal }),
    })
    refuseIfNone(found)
    return {
      ...found,
      config: start.config,
      seed,
      blockMs,
      closes: Float64Array.from({ length: end - first }, (_, at) => closedAt(candles, first + at)),
      data: dataSeen(base),
      notes: fine === null ? [] : ['The finer candles are left out: blocks are made of the candles of the run.'],
    }
  } finally {
    await threads.close()
  }
}

function checkBlock(blockMs: number, timeframeMs: number, candles: number): void {
  if (blockMs >= timeframeMs && blockMs <= candles * timeframeMs) return
  throw new InputError(
    'bootstrap-block',
    `found blocks of ${timeframeName(blockMs)}; expected at least one candle, ${timeframeName(timeframeMs)}, and no more than the run, ${candles} candles`,
    { where: '--block', hint: 'Write the mean length of a block, such as --block 3d.' },
  )
}

function refuseIfNone({ accounts, observed, errors }: Bootstrapped): void {
  if (accounts.length > 0) return
  const hint = 'hedgerow run tells what is wrong with the config or the strategy.'
  if (observed.status === 'refused') {
    throw new InputError('bootstrap-refused', `No history could be played: ${observed.error}`, { hint })
  }
  throw new NoneCompleted('history', errors[0]?.error ?? observed.error ?? '', hint)
}

/** bootstrap.json, paths.csv and, unless it is not wanted, bootstrap.html. */
export async function bootstrapFiles(
  result: BootstrapResult,
  {
    command,
    report,
    tags = [],
  }: { readonly command: string; readonly report: boolean; readonly tags?: readonly string[] },
): Promise<Readonly<Record<string, string>>> {
  const page = pageOf(result)
  const browserScript = await packageText('dist/report/browser-bootstrap.js')
  const meta = { engine: { name: 'hedgerow', version: await packageVersion() }, command, browserScript }
  return {
    ...(report ? { 'bootstrap.html': bootstrapHtml(page, meta, sha256Base64) } : {}),
    'bootstrap.json': bootstrapJson(page),
    'paths.csv': pathsCsv(result.paths),
    'card.json': cardJson(bootstrapCard(page, tags)),
  }
}

export function pageOf(result: BootstrapResult): BootstrapPage {
  const { config, seed, blockMs, closes, data, notes } = result
  const { observed, paths, accounts, compared, twinsMissing, sharpe, errors } = result
  return {
    name: config.name,
    data,
    currency: config.account.currency,
    runs: paths.length,
    failed: paths.filter((path) => path === null).length,
    seed,
    block: timeframeName(blockMs),
    closes,
    notes,
    observed,
    accounts,
    compared,
    twinsMissing,
    sharpe,
    errors,
  }
}
