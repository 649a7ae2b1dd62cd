import type { Candles, MarketData } from '#domain/candles.js'
import { type Decimal, decimal } from '#domain/decimal.js'
import { type FeeSchedule, type FeeTier, flatFees } from '#domain/fees.js'
import type { TierState } from '#domain/instrument.js'
import type { HedgedMaintenance } from '#domain/pool.js'
import type { MarginMode, PositionMode } from '#domain/position.js'
import type { PathMode } from '#domain/result.js'
import { durationMs } from '#domain/time.js'
import type { LegOverride, ResolvedConfig, SlippageConfig } from '#config/resolved.js'
import { candlesOf, type CandleRow } from '#market/candle-builder.js'
import type { FundingSource } from '#market/funding-schedule.js'
import { marketDataOf } from '#market/market-data.js'
import type { Strategy } from '#strategy/define.js'
import { instantOf } from './instants.js'
import { planOf } from './plan-text.js'
import { byColumn, parseTable } from './table.js'

/** A case to play. Decimals are text, fractions too: `0.05%` or `0.0005`. Instants as `instantOf` reads them. */
export interface Settings {
  /** `open high low close`; optional: `time`, `volume`, and all of `markOpen markHigh markLow markClose`. */
  readonly candles: string
  /** Finer candles, `open high low close`, optional `time`; and their length. */
  readonly fine?: string
  readonly fineTimeframe?: string
  /** Length of a candle; 1h. Without a `time` column the first candle opens at 2025-01-01T00:00Z. */
  readonly timeframe?: string
  /** Steps as `planOf` reads them; or a strategy. */
  readonly plan?: string
  readonly strategy?: Strategy
  readonly params?: Readonly<Record<string, number | string | boolean>>
  readonly legs?: Readonly<Record<string, LegOverride>>
  /** Prints as a table `at rate`, zero where none is known; or another source. */
  readonly funding?: string | FundingSource
  /** First and end of the run (rule T8), as instants. */
  readonly from?: string
  readonly to?: string
  /** 1000 */
  readonly balance?: string
  /** 0.01 */
  readonly tick?: string
  /** 0.001 */
  readonly lot?: string
  /** 5 */
  readonly minNotional?: string
  /** One rate for both, `maker 0.02% taker 0.05%`, or a table `maker taker`, with `from`, `volume30d` or both; none. */
  readonly fees?: string
  /** Basis points, as `10bps`; none. */
  readonly slippage?: string
  /** A table `upTo maxLeverage rate amount`, dated where there is a column `from`; one tier of 1 %, 125x. */
  readonly tiers?: string
  readonly path?: PathMode
  /** 0s */
  readonly latency?: string
  readonly closeAtEnd?: boolean
  readonly maintenanceOn?: 'mark' | 'entry'
  readonly closeFeeInTest?: boolean
  readonly fundingFrom?: 'collateral' | 'wallet'
  readonly limitFill?: 'touch' | 'through'
  /** Share of a candle's volume that its fills may take, of the volume that is normal over `window` candles: `10% of 5`; all. */
  readonly participation?: string
  /** Another model than basis points. */
  readonly slippageModel?: SlippageConfig
  /** `multi-trade` */
  readonly positionMode?: PositionMode
  /** Of legs that name none: `isolated`. */
  readonly margin?: MarginMode
  /** `sum` */
  readonly hedgedMaintenance?: HedgedMaintenance
  /** Fee of a clearance, as a percentage: `1%`. */
  readonly clearanceFee?: `${number}%`
  /** `clearance` where there is a fee, else `bankruptcy`. */
  readonly settlement?: 'bankruptcy' | 'clearance'
}

const candleColumns = ['time', 'open', 'high', 'low', 'close', 'volume', 'markOpen', 'markHigh', 'markLow', 'markClose']

/** The series of a case: the mark where the table of candles has one, finer candles where there is a table of them. */
export interface Series {
  readonly trade: Candles
  readonly mark: Candles | null
  readonly fine: Candles | null
}

export function candlesIn({ candles, timeframe = '1h', fine, fineTimeframe = '20m' }: Settings): Series {
  const { trade, mark } = tableOf(candles, timeframe)
  return { trade, mark, fine: fine === undefined ? null : tableOf(fine, fineTimeframe).trade }
}

function tableOf(text: string, timeframe: string): Pick<Series, 'trade' | 'mark'> {
  const table = parseTable(text, candleColumns, 'candles')
  const rows = byColumn(table)
  const step = durationMs(timeframe)
  const column = (prefix: string): Candles => {
    const name = (word: string): string => (prefix === '' ? word : prefix + word[0].toUpperCase() + word.slice(1))
    const of = (row: ReadonlyMap<string, string>, word: string): number => numberOf(row.get(name(word)), name(word))
    return columnsFrom(
      rows.map((row, at) => {
        const time = row.get('time')
        const openedAt = time === undefined ? Date.UTC(2025, 0, 1) + at * step : Date.parse(time)
        const volume = row.has('volume') ? of(row, 'volume') : 1000
        return [openedAt, of(row, 'open'), of(row, 'high'), of(row, 'low'), of(row, 'close'), volume]
      }),
      step,
    )
  }
  const marked = table.columns.some((name) => name.startsWith('mark'))
  return { trade: column(''), mark: marked ? column('mark') : null }
}

/** Columns of checked rows. A single candle shows no timeframe: a second one, cut off again, gives it. */
function columnsFrom(rows: readonly CandleRow[], step: number): Candles {
  if (rows.length === 0) throw new Error('candles: there is none')
  const [openedAt, ...values] = rows.at(-1)!
  const { candles } = candlesOf(rows.length > 1 ? rows : [...rows, [openedAt + step, ...values]])
  if (candles.timeframeMs !== step) throw new Error('candles: the time column has another timeframe than the scenario')
  return { ...candles, length: rows.length, openedAt: candles.openedAt.subarray(0, rows.length) }
}

/** What the engine replays: candles, mark, funding, the range of the run. */
export function dataOf(settings: Settings, { trade, mark, fine }: Series): MarketData {
  const { funding, from, to } = settings
  return marketDataOf({
    candles: trade,
    mark,
    fine,
    funding: typeof funding === 'string' ? printsOf(funding, trade) : (funding ?? { kind: 'none' }),
    from: from === undefined ? null : instantOf(from, trade),
    to: to === undefined ? null : instantOf(to, trade),
  })
}

function printsOf(text: string, candles: Candles): FundingSource {
  const rows = byColumn(parseTable(text, ['at', 'rate'], 'funding'))
  const series = rows.map((row) => ({
    at: instantOf(row.get('at')!, candles),
    rate: signed(row.get('rate')!).toNumber(),
  }))
  return { kind: 'series', series: [series], fallback: 'zero' }
}

/** The settings with all defaults written out. */
export function configOf(settings: Settings, candles: Candles): ResolvedConfig {
  if ((settings.plan === undefined) === (settings.strategy === undefined)) throw new Error('give a plan or a strategy')
  return {
    name: 'scenario',
    data: {
      pair: 'TAO/USDT',
      candles: '',
      mark: null,
      fine: null,
      from: null,
      to: null,
      maxGapMs: 0,
      funding: { kind: 'none' },
      feeds: {},
    },
    instrument: {
      kind: 'perpetual',
      pair: 'TAO/USDT',
      tick: decimal(settings.tick ?? '0.01'),
      lot: decimal(settings.lot ?? '0.001'),
      minNotional: decimal(settings.minNotional ?? '5'),
      tierStates: tierStatesOf(settings.tiers ?? defaultTiers, candles),
      fees: feesOf(settings.fees ?? '0', candles),
    },
    account: {
      balance: decimal(settings.balance ?? '1000'),
      currency: 'USDT',
      positionMode: settings.positionMode ?? 'multi-trade',
      margin: settings.margin ?? 'isolated',
    },
    execution: {
      slippage: settings.slippageModel ?? { kind: 'bps', bps: bpsOf(settings.slippage ?? '0bps') },
      path: settings.path ?? 'worst',
      latencyMs: durationMs(settings.latency ?? '0s'),
      closeAtEnd: settings.closeAtEnd ?? true,
      maintenanceOn: settings.maintenanceOn ?? 'mark',
      closeFeeInTest: settings.closeFeeInTest ?? false,
      fundingFrom: settings.fundingFrom ?? 'collateral',
      limitFill: settings.limitFill ?? 'touch',
      liquidity: liquidityOf(settings.participation ?? '100%'),
      settlement: settings.settlement ?? (settings.clearanceFee === undefined ? 'bankruptcy' : 'clearance'),
      clearanceFeeRate: decimal(settings.clearanceFee?.slice(0, -1) ?? 0).div(100),
      hedgedMaintenance: settings.hedgedMaintenance ?? 'sum',
    },
    analysis: { periodsPerYear: 365, riskFree: 0 },
    twins: true,
    stress: true,
    strategy: {
      use: null,
      plan: settings.plan === undefined ? null : planOf(settings.plan, candles),
      params: settings.params ?? {},
      legs: settings.legs ?? {},
    },
    seed: 1,
  }
}

const defaultTiers = `
  upTo        maxLeverage  rate  amount
  1000000000  125          1%    0
`

function tierStatesOf(text: string, candles: Candles): readonly TierState[] {
  const states = new Map<number, TierState['tiers'][number][]>()
  for (const row of byColumn(parseTable(text, ['from', 'upTo', 'maxLeverage', 'rate', 'amount'], 'tiers'))) {
    const cell = (name: string): Decimal => fraction(row.get(name) ?? '')
    const from = instantOf(row.get('from') ?? '0', candles)
    const tier = { upTo: cell('upTo'), maxLeverage: cell('maxLeverage'), rate: cell('rate'), amount: cell('amount') }
    states.set(from, [...(states.get(from) ?? []), tier])
  }
  return [...states].map(([from, tiers]) => ({ from, tiers }))
}

/** A table as `fees` reads it, or two rates on one line, or one. */
function feesOf(text: string, candles: Candles): FeeSchedule {
  if (!text.includes('\n')) {
    const match = /^maker (\S+) taker (\S+)$/.exec(text)
    return flatFees({ maker: fraction(match?.[1] ?? text), taker: fraction(match?.[2] ?? text) })
  }
  const states = new Map<number, FeeTier[]>()
  for (const row of byColumn(parseTable(text, ['from', 'volume30d', 'maker', 'taker'], 'fees'))) {
    const cell = (name: string): Decimal => fraction(row.get(name) ?? '0')
    const from = row.has('from') ? instantOf(row.get('from')!, candles) : 0
    const tier = { volume30d: cell('volume30d'), maker: cell('maker'), taker: cell('taker') }
    states.set(from, [...(states.get(from) ?? []), tier])
  }
  return [...states].map(([from, tiers]) => ({ from, tiers }))
}

function liquidityOf(text: string): ResolvedConfig['execution']['liquidity'] {
  const [share, window] = text.split(' of ')
  const isNormal = window !== undefined
  return {
    maxParticipation: fraction(share),
    volume: isNormal ? 'normalised' : 'raw',
    window: isNormal ? Number(window) : 168,
  }
}

function bpsOf(text: string): Decimal {
  if (!text.endsWith('bps')) throw new Error(`slippage: '${text}' is not a number of basis points, such as 10bps`)
  return fraction(text.slice(0, -3))
}

function signed(text: string): Decimal {
  return text.startsWith('-') ? fraction(text.slice(1)).neg() : fraction(text)
}

function fraction(text: string): Decimal {
  if (!/^\d+(\.\d+)?%?$/.test(text)) throw new Error(`'${text}' is not a number or a percentage`)
  return text.endsWith('%') ? decimal(text.slice(0, -1)).div(100) : decimal(text)
}

function numberOf(text: string | undefined, column: string): number {
  if (text === undefined) throw new Error(`candles: the column '${column}' is missing`)
  if (!/^\d+(\.\d+)?$/.test(text)) throw new Error(`candles: '${text}' in column '${column}' is not a number`)
  return Number(text)
}
