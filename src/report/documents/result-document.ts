import { InvariantError } from '#domain/failure.js'
import type { BacktestResult, FillResult, LegResult } from '#domain/result.js'
import { iso } from '#domain/time.js'
import type { StressOutcome } from '#experiments/stress/stress.js'
import type { Twin, Twins } from '#experiments/twins/twins.js'

/** SHA-256 of what went into a run, in hex. `config`: with paths replaced by content hashes; `strategy`: of the bundle, or of the plan. */
export interface InputHashes {
  readonly config: string
  readonly data: string
  readonly strategy: string
}

/** Figures by name, as docs/metrics.md defines them; null where a figure is undefined. */
export type Metrics = Readonly<Record<string, number | null>>

/** A run and what is known about it besides. `sha256` hashes UTF-8 text to hex: this folder has no hash of its own. */
export interface ResultFacts {
  readonly result: BacktestResult
  readonly metrics: Metrics
  /** Null where the run has none. */
  readonly twins: Twins | null
  /** Why it has none, where the strategy threw without its hedge. Default: null. */
  readonly twinsError?: string | null
  readonly stress: readonly StressOutcome[] | null
  readonly engineVersion: string
  readonly inputs: InputHashes
  readonly sha256: (text: string) => string
}

/** What `hash.result` covers: every key of `result.json` below `hash`. */
export type ResultBody = ReturnType<typeof resultBody>

/** `result.json` as data, `hedgerow/result@1`. Decimals are text, times ISO 8601 in UTC, keys in the order of docs. */
export type ResultDocument = ReturnType<typeof resultDocument>

/** The document of a run with all four hashes filled in. Throws `InvariantError` where a metric is not a finite number. */
export function resultDocument({ engineVersion, inputs, sha256, ...facts }: ResultFacts) {
  const body = resultBody(facts)
  return {
    schema: 'hedgerow/result@1',
    engine: { name: 'hedgerow', version: engineVersion },
    hash: {
      config: inputs.config,
      data: inputs.data,
      strategy: inputs.strategy,
      result: sha256(hashedText(body)),
    },
    ...body,
  } as const
}

/** The text whose SHA-256 is `hash.result`: the keys below `hash`, in their order, as JSON without white space. */
export function hashedText(body: ResultBody): string {
  return JSON.stringify(body)
}

/** The text of `result.json`: indented, with a newline at its end. */
export function resultJson(document: ResultDocument): string {
  return `${JSON.stringify(document, null, 2)}\n`
}

/** The part of the document that the run itself determines: same inputs, same bytes (rule T5). */
export function resultBody({
  result,
  metrics,
  twins,
  twinsError = null,
  stress,
}: Pick<ResultFacts, 'result' | 'metrics' | 'twins' | 'twinsError' | 'stress'>) {
  return {
    status: result.status,
    ...(result.error === null ? {} : { error: result.error }),
    data: result.data.map(({ role, file, sha256, rows, from, to, timeframe, gaps, synthetic }) => ({
      role,
      file,
      sha256,
      rows,
      from,
      to,
      timeframe,
      gaps,
      synthetic,
    })),
    assumptions: result.assumptions,
    account: accountBody(result.account),
    legs: result.legs.map(legBody),
    fills: result.fills.map(fillBody),
    refusals: result.refusals.map(({ at, leg, code, message }) => ({ time: iso(at), leg, code, message })),
    ...(result.positions.mode === 'multi-trade' ? {} : { positions: positionsBody(result.positions) }),
    path: {
      mode: result.path.mode,
      ambiguousCandles: result.path.ambiguousCandles,
      ...(result.path.missingFine === null ? {} : { missingFine: result.path.missingFine }),
      bracket: result.path.bracket,
    },
    metrics: roundedMetrics(metrics),
    ...(twins === null ? {} : { twins: twinsBody(twins) }),
    ...(twinsError === null ? {} : { twins: null, twinsError }),
    ...(stress === null ? {} : { stress: stress.map((outcome) => ({ ...outcome })) }),
  }
}

/** Figures that are not there are left out; parts of the split that cannot be told apart are null. */
function twinsBody({ unhedged, net, smallerCore, meanHedgeRatios, split, hedgeRefusals, figures }: Twins) {
  return {
    unhedged: twinBody(unhedged),
    net: twinBody(net),
    smallerCore: twinBody(smallerCore),
    meanHedgeRatios: present(meanHedgeRatios),
    figures: present({ ...figures }),
    split,
    hedgeRefusals,
  }
}

function twinBody({ final, totalReturn, maxDrawdown, liquidations, pnl }: Twin) {
  return { final, ...present({ totalReturn, maxDrawdown, liquidations }), pnl }
}

function present(figures: Metrics): Metrics {
  return Object.fromEntries(Object.entries(figures).filter(([, value]) => value !== null))
}

function accountBody(account: BacktestResult['account']) {
  return {
    initial: account.initial,
    final: account.final,
    wallet: account.wallet,
    ledgerSum: account.ledgerSum,
    entries: account.entries,
    insurance: account.insurance,
    shortfall: account.shortfall,
    liquidation: { below: account.liquidation.below, above: account.liquidation.above },
  }
}

/** Only where the venue merges: a leg of its own is nothing to tell. */
function positionsBody({ mode, merges }: BacktestResult['positions']) {
  return {
    mode,
    merges: merges.map(({ at, leg, position, what, quantity }) => ({ time: iso(at), leg, position, what, quantity })),
  }
}

function legBody(leg: LegResult) {
  const { price, slippage, fees, funding, liquidation, unrealized, net } = leg.pnl
  return {
    id: leg.id,
    name: leg.name,
    pair: leg.pair,
    side: leg.side,
    margin: leg.margin,
    leverage: leg.leverage,
    openedAt: iso(leg.openedAt),
    closedAt: leg.closedAt === null ? null : iso(leg.closedAt),
    entry: leg.entry,
    exit: leg.exit,
    quantity: leg.quantity,
    initialMargin: leg.initialMargin,
    liquidationPrice: leg.liquidationPrice,
    exitReason: leg.exitReason,
    pnl: { price, slippage, fees, funding, liquidation, unrealized, net },
    returnOnMargin: leg.returnOnMargin,
    mae: leg.mae,
    mfe: leg.mfe,
    candles: leg.candles,
  }
}

function fillBody(fill: FillResult) {
  return {
    time: iso(fill.at),
    leg: fill.leg,
    order: fill.order,
    side: fill.side,
    price: fill.price,
    expected: fill.expected,
    quantity: fill.quantity,
    fee: fill.fee,
    slippage: fill.slippage,
    liquidity: fill.liquidity,
    reason: fill.reason,
    phase: fill.phase,
  }
}

/** 12 significant digits: what a change of summation order cannot reach. */
function roundedMetrics(metrics: Metrics): Metrics {
  return Object.fromEntries(
    Object.entries(metrics).map(([name, value]) => {
      if (value === null) return [name, null]
      if (!Number.isFinite(value)) throw new InvariantError(`The metric '${name}' is ${value}; undefined is null.`)
      return [name, Number(value.toPrecision(12))]
    }),
  )
}
