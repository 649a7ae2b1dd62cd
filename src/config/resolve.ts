import { InputError } from '#domain/failure.js'
import type { FeeSchedule } from '#domain/fees.js'
import type { Instrument } from '#domain/instrument.js'
import { mergedFees } from './fees.js'
import type { FundingSource } from './funding.js'
import { given, isMapping } from './fields.js'
import { configError } from './problems.js'
import type { FeedConfig, FundingConfig, LegOverride, ResolvedConfig } from './resolved.js'
import { type ConfigFile, configSchema } from './schema.js'

/** What the place that a config was read from adds to it. */
interface ConfigPlace {
  /** Name of the run where the config gives none. */
  readonly defaultName: string
  /** File that the instrument was read from; null where it is written in the config. Problems in it name it. */
  readonly instrumentFile: string | null
  /** Absolute path of a file that the config names at `where`. Throws `InputError` where there is none. */
  readonly locate: (path: string, where: string) => string
}

/**
 * The one door for options: what a YAML or JSON file holds, instrument inline, to a config with nothing left open.
 * Throws `InputError` with the config path for whatever is unknown, wrong, missing or not simulated yet.
 */
export function resolveConfig(raw: unknown, place: ConfigPlace): ResolvedConfig {
  const input = withName(raw ?? {}, place.defaultName)
  const parsed = configSchema.safeParse(input)
  if (!parsed.success) {
    throw configError(parsed.error.issues, input, (path) => wordsOf(path, place.instrumentFile))
  }
  const file = parsed.data
  const pair = pairOf(file)
  return {
    name: file.name,
    data: {
      pair,
      candles: place.locate(file.data.candles, 'data.candles'),
      mark: file.data.mark === null ? null : place.locate(file.data.mark, 'data.mark'),
      fine: file.data.fine === null ? null : place.locate(file.data.fine, 'data.fine'),
      from: file.data.from,
      to: file.data.to,
      maxGapMs: file.data.maxGap,
      funding: fundingOf(file.data.funding, place),
      feeds: feedsOf(file, place),
    },
    instrument: instrumentOf(file, pair),
    account: {
      balance: file.account.balance,
      currency: currencyOf(file, pair),
      positionMode: file.account.positionMode,
      margin: file.account.margin,
    },
    execution: {
      slippage: file.execution.slippage,
      path: file.execution.path,
      latencyMs: file.execution.latency,
      limitFill: file.execution.limitFill,
      closeAtEnd: file.execution.closeAtEnd,
      liquidity: file.execution.liquidity,
      maintenanceOn: file.execution.liquidation.maintenanceOn,
      closeFeeInTest: file.execution.liquidation.closeFeeInTest,
      fundingFrom: file.execution.liquidation.fundingFrom,
      settlement: file.execution.liquidation.settlement,
      clearanceFeeRate: file.execution.liquidation.clearanceFee,
      hedgedMaintenance: file.execution.liquidation.hedgedMaintenance,
    },
    analysis: file.analysis,
    twins: file.twins,
    stress: file.stress,
    strategy: {
      use: file.strategy.use === null ? null : place.locate(file.strategy.use, 'strategy.use'),
      plan: file.strategy.plan,
      params: file.strategy.params,
      legs: legsOf(file),
    },
    seed: file.seed,
  }
}

function withName(raw: unknown, defaultName: string): unknown {
  return isMapping(raw) ? { ...raw, name: raw['name'] ?? defaultName } : raw
}

function wordsOf(path: readonly PropertyKey[], instrumentFile: string | null): string {
  if (instrumentFile !== null && path[0] === 'instrument') {
    return [instrumentFile, path.slice(1).map(String).join('.')].filter((part) => part !== '').join(': ')
  }
  return path.length === 0 ? 'config' : path.map(String).join('.')
}

/** The settlement suffix of `TAO/USDT:USDT` aside, the data and the instrument speak of one pair. */
function pairOf(file: ConfigFile): string {
  const data = file.data.pair
  const instrument = file.instrument.pair
  const pair = data ?? instrument
  if (pair === null) {
    const hint = 'Write data.pair, such as TAO/USDT:USDT.'
    throw new InputError('config-missing-key', "'pair' is missing, and the instrument names none", {
      where: 'data.pair',
      hint,
    })
  }
  if (instrument !== null && withoutSettlement(pair) !== withoutSettlement(instrument)) {
    throw new InputError(
      'config-conflict',
      `found ${pair}, expected ${instrument}: that is the pair of the instrument`,
      {
        where: 'data.pair',
        hint: 'Name the instrument of this pair, or leave data.pair out.',
      },
    )
  }
  return pair
}

function withoutSettlement(pair: string): string {
  return pair.split(':')[0]
}

/** A perpetual settles in what follows the colon, or else in its quote currency: the account is kept in it. */
function currencyOf(file: ConfigFile, pair: string): string {
  const settlement = pair.split(/[/:]/).at(-1)!
  const { currency } = file.account
  if (currency !== settlement) {
    throw new InputError('config-conflict', `found ${currency}, expected ${settlement}: ${pair} settles in it`, {
      where: 'account.currency',
      hint: `Write account.currency: ${settlement}, or correct data.pair.`,
    })
  }
  return currency
}

function instrumentOf(file: ConfigFile, pair: string): Instrument {
  const { tick, lot, minNotional, tiers } = file.instrument
  return { kind: 'perpetual', pair, tick, lot, minNotional, tierStates: tiers, fees: feesOf(file) }
}

function feesOf(file: ConfigFile): FeeSchedule {
  const fees = mergedFees(file.execution.fees, file.instrument.fees)
  if (!('missing' in fees)) return fees
  const message = `no ${fees.missing} anywhere: neither the instrument nor execution.fees sets it`
  throw new InputError('config-no-fees', message, {
    where: 'execution.fees',
    hint: 'Write execution.fees: { maker: 0.0002, taker: 0.0005 } with the rates of your venue, as fractions of notional.',
  })
}

function fundingOf(source: FundingSource, place: ConfigPlace): FundingConfig {
  if (source.kind !== 'series') return source
  return { ...source, files: source.files.map((file) => place.locate(file, 'data.funding')) }
}

function feedsOf({ data }: ConfigFile, place: ConfigPlace): Readonly<Record<string, FeedConfig>> {
  const located = Object.entries(data.feeds).map(([name, source]): [string, FeedConfig] => {
    const file = place.locate(source.file, `data.feeds.${name}`)
    if (source.kind === 'candles') return [name, { kind: 'candles', file, maxGapMs: source.maxGap ?? data.maxGap }]
    return [
      name,
      source.kind === 'series' ? { kind: 'series', file, column: source.column ?? 'value' } : { kind: 'events', file },
    ]
  })
  return Object.fromEntries(located)
}

function legsOf(file: ConfigFile): Readonly<Record<string, LegOverride>> {
  return Object.fromEntries(Object.entries(file.strategy.legs).map(([leg, override]) => [leg, given(override)]))
}
