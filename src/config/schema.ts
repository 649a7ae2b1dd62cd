import { z } from 'zod'
import { feesSchema } from './fees.js'
import {
  byForm,
  choice,
  duration,
  exact,
  flag,
  instant,
  isMapping,
  mapping,
  number,
  orDefault,
  orNull,
  path,
  plainName,
  report,
  section,
} from './fields.js'
import { feedsSchema } from './feeds.js'
import { fundingSchema } from './funding.js'
import { instrumentSchema, pairSchema } from './instrument.js'
import { planSchema } from './plan.js'
import type { SlippageConfig } from './resolved.js'

const dataSchema = section({
  pair: orNull(pairSchema),
  candles: path('a CSV file of candles'),
  mark: orNull(path('a CSV file of mark price candles')),
  from: orNull(instant),
  to: orNull(instant),
  maxGap: orDefault(
    duration('a duration above 0, such as 24h', (ms) => ms > 0),
    '24h',
  ),
  funding: fundingSchema,
  fine: orNull(path('a CSV file of finer candles of the same pair')),
  feeds: feedsSchema,
}).superRefine(({ from, to }, context) => {
  if (from === null || to === null || from < to) return
  const message = 'found an instant at or before data.from, expected a later one (to is exclusive)'
  report(context, { code: 'config-value', message, path: ['to'] })
})

const accountSchema = section({
  balance: orDefault(
    exact("a balance above 0 and up to a trillion, in the account's currency", (value) => value > 0 && value <= 1e12),
    10_000,
  ),
  currency: orDefault(plainName('a currency such as USDT'), 'USDT'),
  positionMode: orDefault(choice('positionMode', ['multi-trade', 'hedged', 'one-way']), 'multi-trade'),
  margin: orDefault(choice('margin', ['isolated', 'cross']), 'isolated'),
})

/** Closed candles over which a volume is normal. */
const window = number('a whole number of candles from 3 on', (value) => Number.isInteger(value) && value >= 3)
const weekOfHours = 168

const bps = exact('basis points from 0 to below 10000 (2 is 0.02%)', (value) => value >= 0 && value < 10_000)
const bpsSchema = section({ bps: orDefault(bps, 2) }).transform((model): SlippageConfig => ({ kind: 'bps', ...model }))
const halfSpreadSchema = mapping({
  halfSpread: exact('half the spread, 0 or more, in quote currency', (value) => value >= 0),
}).transform((model): SlippageConfig => ({ kind: 'half-spread', ...model }))
const rangeShareSchema = mapping({
  rangeShare: exact("a share of the candle's range from 0 to 1", (value) => value >= 0 && value <= 1),
}).transform(({ rangeShare }): SlippageConfig => ({ kind: 'range-share', share: rangeShare }))
const impactSchema = mapping({
  impact: choice('impact', ['square-root']),
  coefficient: orDefault(
    exact('a coefficient above 0, about 0.5 to 1', (value) => value > 0),
    1,
  ),
  window: orDefault(window, weekOfHours),
}).transform(({ coefficient, window }): SlippageConfig => ({ kind: 'square-root', coefficient, window }))

/** One model, told by its key. */
const slippageSchema = byForm<SlippageConfig>((value) => {
  if (isMapping(value) && 'impact' in value) return impactSchema
  if (isMapping(value) && 'halfSpread' in value) return halfSpreadSchema
  return isMapping(value) && 'rangeShare' in value ? rangeShareSchema : bpsSchema
})

const liquiditySchema = section({
  maxParticipation: orDefault(
    exact("a fraction of a candle's volume above 0 and at most 1", (value) => value > 0 && value <= 1),
    1,
  ),
  volume: orDefault(choice('liquidity.volume', ['raw', 'normalised']), 'raw'),
  window: orNull(window),
}).transform(({ window: given, ...share }, context) => {
  if (given !== null && share.volume === 'raw') {
    const hint = 'Write volume: normalised, or leave window out.'
    const message = 'window is of a normalised volume, and volume is raw'
    report(context, { code: 'config-conflict', message, hint, path: ['window'] })
  }
  return { ...share, window: given ?? weekOfHours }
})

const clearanceFee = exact('a fraction of notional from 0 to below 1', (value) => value >= 0 && value < 1)

const liquidationSchema = section({
  settlement: orDefault(choice('settlement', ['bankruptcy', 'clearance']), 'bankruptcy'),
  clearanceFee: orDefault(clearanceFee, 0),
  hedgedMaintenance: orDefault(choice('hedgedMaintenance', ['sum', 'larger', 'net']), 'sum'),
  maintenanceOn: orDefault(choice('maintenanceOn', ['mark', 'entry']), 'mark'),
  closeFeeInTest: orDefault(flag, false),
  fundingFrom: orDefault(choice('fundingFrom', ['collateral', 'wallet']), 'collateral'),
})

const executionSchema = section({
  fees: feesSchema,
  slippage: slippageSchema,
  path: orDefault(choice('path', ['ohlc', 'olhc', 'nearest', 'worst', 'best']), 'worst'),
  latency: orDefault(
    duration('a duration such as 0s, 250ms or 2m', (ms) => ms >= 0),
    '0s',
  ),
  limitFill: orDefault(choice('limitFill', ['touch', 'through']), 'touch'),
  closeAtEnd: orDefault(flag, true),
  liquidity: liquiditySchema,
  liquidation: liquidationSchema,
})

const analysisSchema = section({
  periodsPerYear: orDefault(
    number('periods per year, above 0 (365 where periods are days)', (value) => value > 0),
    365,
  ),
  riskFree: orDefault(
    number('a yearly rate between -1 and 1, as a fraction (4% is written 0.04)', (value) => value > -1 && value < 1),
    0,
  ),
})

const paramForm = 'a number, a text, or true or false'
const paramSchema = z.custom<number | string | boolean>(
  (value) => ['number', 'string', 'boolean'].includes(typeof value) && !Number.isNaN(value),
  { error: paramForm },
)

const legOverrideSchema = mapping({
  leverage: number('a leverage above 0', (value) => value > 0).optional(),
  margin: choice('margin', ['isolated', 'cross']).optional(),
})

const strategySchema = section({
  use: orNull(path('a strategy file')),
  plan: orNull(planSchema),
  params: orDefault(z.record(z.string(), paramSchema, { error: 'a mapping of parameters to values' }), {}),
  legs: orDefault(z.record(z.string(), legOverrideSchema, { error: 'a mapping of legs to { leverage, margin }' }), {}),
}).superRefine((strategy, context) => {
  const { use, plan } = strategy
  if ((use === null) === (plan === null)) {
    const hint = 'Give exactly one: use, a strategy file, or plan, a list of dated steps.'
    report(
      context,
      use === null
        ? { code: 'config-missing-key', message: 'neither use nor plan is given: there is nothing to run', hint }
        : { code: 'config-conflict', message: 'use and plan are both given', hint },
    )
  }
  if (use !== null) return
  for (const key of ['params', 'legs'] as const) {
    if (Object.keys(strategy[key]).length === 0) continue
    const hint = 'Write them into the steps: --set strategy.plan.0.open.leverage=3 changes one.'
    report(context, { code: 'config-conflict', message: `a plan has no ${key} to override`, hint, path: [key] })
  }
})

const noInstrument = z.never({ error: 'the name of a bundled instrument, the path of a file, or an instrument' })

/** The run config as it is written: every key, default, range and unit. Paths are still as written. */
export const configSchema = mapping({
  name: plainName('a name for the run, and its folder'),
  data: dataSchema,
  instrument: byForm<z.output<typeof instrumentSchema>>((value) =>
    value === undefined ? noInstrument : instrumentSchema,
  ),
  account: accountSchema,
  execution: executionSchema,
  analysis: analysisSchema,
  twins: orDefault(flag, true),
  stress: orDefault(flag, true),
  strategy: strategySchema,
  seed: orDefault(
    number('a whole number from 0 to 4294967295', (value) => Number.isInteger(value) && value >= 0 && value < 2 ** 32),
    1,
  ),
})

export type ConfigFile = z.output<typeof configSchema>
