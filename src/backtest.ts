import { type BracketedRun, bracketOf } from '#analysis/bracket.js'
import { type Figures, figuresOf, metricsOfRun } from '#analysis/figures.js'
import type { ResolvedConfig } from '#config/resolved.js'
import { configFingerprint, configYaml, contentHashes } from '#config/write.js'
import { endOfRun, startOfRun } from '#analysis/run.js'
import type { DatedEvent, MarketData } from '#domain/candles.js'
import type { StrategyError } from '#domain/failure.js'
import type { BacktestResult, Bracket, BracketPath, PathMode } from '#domain/result.js'
import { checkFeeds } from '#engine/feeds.js'
import { runWithPauses } from '#engine/run.js'
import { type StressOutcome, stressOf } from '#experiments/stress/stress.js'
import { type Twins, twinsOf } from '#experiments/twins/twins.js'
import type { CacheFolder } from '#io/cache/cache-folder.js'
import { deflate } from '#io/deflate.js'
import { dataHash, sha256, sha256Base64 } from '#io/hash.js'
import { loadMarketData } from '#io/market-data.js'
import { packageText, packageVersion } from '#io/package.js'
import type { FileContent } from '#io/run-folder.js'
import { loadStrategy } from '#io/strategy-bundle.js'
import { equityCsv } from '#report/documents/equity-csv.js'
import { resultDocument, type ResultDocument, resultJson } from '#report/documents/result-document.js'
import { cardJson, runCard } from '#report/documents/run-card.js'
import { fillsCsv, ledgerCsv, legsCsv } from '#report/documents/tables.js'
import { type ChosenBy, reportHtml } from '#report/html.js'
import type { Strategy } from '#strategy/define.js'

/** One run from its config to everything that it leaves. */
export interface Backtest {
  readonly config: ResolvedConfig
  readonly result: BacktestResult
  readonly figures: Figures
  /** Null where no leg hedges another, where the config leaves them out, or where the run is incomplete. */
  readonly twins: Twins | null
  /** Why there are none, where the strategy threw without its hedge. */
  readonly twinsError: string | null
  /** Null where the config leaves it out, or where the run is incomplete. */
  readonly stress: readonly StressOutcome[] | null
  readonly document: ResultDocument
  /** Set where the strategy threw: the result is `incomplete` and ends there. */
  readonly failure: StrategyError | null
  /** The bundle that ran; null for a plan. */
  readonly strategyCode: string | null
  /** Dated events of the feeds, of the time of the run. */
  readonly events: readonly DatedEvent[]
}

export interface BacktestOptions {
  /** Run along `worst` and `best` besides, inside finer candles too, and give every metric as a range (rule P7). */
  readonly bracket?: boolean
  /** Where parsed candles are kept and taken from. Default: nowhere, every file is parsed. */
  readonly cache?: CacheFolder | null
  /** Told what goes on and how far it is, 0 … 1. Awaited between blocks of candles; a rejection ends the run. */
  readonly onProgress?: (phase: 'read' | 'run', fraction: number) => Promise<void> | void
}

/** data → engine → analysis. Throws `InputError` for bad input, and whatever `onProgress` rejects with. */
export async function backtest(
  config: ResolvedConfig,
  { onProgress, bracket = false, cache = null }: BacktestOptions = {},
): Promise<Backtest> {
  const loaded = config.strategy.use === null ? null : await loadStrategy(config.strategy.use)
  const strategy = loaded === null ? null : (loaded.strategy as Strategy)
  // Before files are read that nobody looks at.
  checkFeeds(strategy?.name ?? 'plan', strategy?.feeds ?? {}, config.data.feeds)
  const data = await loadMarketData({
    ...config.data,
    cache,
    onProgress: (fraction) => void onProgress?.('read', fraction),
  })
  const pause = async (done: number, total: number): Promise<void> => {
    await onProgress?.('run', done / total)
  }
  const single = await runWithPauses(config, strategy, data, pause)
  const { failure } = single
  const figures = figuresOf(single.result, config.analysis)
  const range = bracket && failure === null ? await bracketed(config, strategy, data, figures, pause) : null
  const result = { ...single.result, path: { ...single.result.path, bracket: range } }
  const finished = { config, strategy, data, result }
  const again = (): Promise<void> => pause(data.end - data.first, data.end - data.first)
  const { twins, error: twinsError } = config.twins ? await twinsOf(finished, again) : { twins: null, error: null }
  const stress = config.stress ? await stressOf(finished, again) : null
  const strategyHash = loaded?.sha256 ?? sha256(JSON.stringify(config.strategy.plan))
  const document = resultDocument({
    result,
    metrics: figures.metrics,
    twins,
    twinsError,
    stress,
    engineVersion: await packageVersion(),
    inputs: {
      config: sha256(configFingerprint(config, contentHashes(config, data.facts, strategyHash))),
      data: dataHash(data.facts),
      strategy: strategyHash,
    },
    sha256,
  })
  const events = eventsOf(data, result)
  return {
    config,
    result,
    figures,
    twins,
    twinsError,
    stress,
    document,
    failure,
    strategyCode: loaded?.code ?? null,
    events,
  }
}

function eventsOf({ feeds }: MarketData, result: BacktestResult): readonly DatedEvent[] {
  const [from, to] = [startOfRun(result), endOfRun(result)]
  return Object.values(feeds)
    .flatMap((feed) => (feed.kind === 'events' ? feed.events : []))
    .filter(({ at }) => at >= from && at <= to)
    .toSorted((one, other) => one.at - other.at)
}

/**
 * The run's own path and those that bracket it: `worst` and `best`, with a finer series both inside it, too. A path on
 * which the strategy throws is left out.
 */
async function bracketed(
  config: ResolvedConfig,
  strategy: Strategy | null,
  data: MarketData,
  own: Figures,
  pause: (done: number, total: number) => Promise<void>,
): Promise<Bracket> {
  const name = (path: PathMode, { fine }: MarketData): BracketPath => (fine === null ? path : `${path}-fine`)
  const runs: BracketedRun[] = [{ path: name(config.execution.path, data), metrics: own.metrics }]
  for (const market of data.fine === null ? [data] : [data, { ...data, fine: null }]) {
    for (const path of ['worst', 'best'] as const) {
      if (name(path, market) === runs[0].path) continue
      const along = { ...config, execution: { ...config.execution, path } }
      const { result, failure } = await runWithPauses(along, strategy, market, pause)
      if (failure === null) runs.push({ path: name(path, market), metrics: metricsOfRun(result, config.analysis) })
    }
  }
  return bracketOf(runs)
}

/** What a run leaves, by file name. `folder` is where it will lie; `command` makes it again. */
export async function runFiles(
  done: Backtest,
  folder: string,
  {
    command,
    report,
    tags = [],
    chosenBy = null,
  }: {
    readonly command: string
    readonly report: boolean
    readonly tags?: readonly string[]
    readonly chosenBy?: ChosenBy | null
  },
): Promise<Readonly<Record<string, FileContent>>> {
  const { result, document } = done
  return {
    ...(report ? { 'report.html': await htmlOf(done, command, chosenBy) } : {}),
    'result.json': resultJson(document),
    'card.json': cardJson(runCard(result, done.figures, done.config.data.pair, tags)),
    'legs.csv': legsCsv(result),
    'fills.csv': fillsCsv(result),
    'ledger.csv': ledgerCsv(result),
    'equity.csv': equityCsv(result),
    'config.yaml': configYaml(done.config, folder),
    ...(done.strategyCode === null ? {} : { 'strategy.mjs': done.strategyCode }),
  }
}

async function htmlOf(
  { config, result, figures, twins, twinsError, stress, document, events }: Backtest,
  command: string,
  chosenBy: ChosenBy | null,
): Promise<string> {
  const browserScript = await packageText('dist/report/browser.js')
  const { engine, hash: hashes } = document
  const { analysis } = config
  const meta = {
    pair: config.data.pair,
    engine,
    hashes,
    analysis,
    command,
    twins,
    twinsError,
    chosenBy,
    stress,
    events,
  }
  return reportHtml(result, figures, meta, { browserScript, sha256Base64, deflate })
}
