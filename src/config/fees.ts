import { z } from 'zod'
import { type Decimal, ZERO } from '#domain/decimal.js'
import { type FeeSchedule, type FeeState, type FeeTier, flatFees, undatedFrom } from '#domain/fees.js'
import { byForm, exact, instant, isMapping, mapping, orNull, report, section } from './fields.js'

/** Fees as one place gives them: two rates, of which either may be left to the other place, or a whole schedule. */
export type GivenFees =
  | { readonly kind: 'rates'; readonly maker: Decimal | null; readonly taker: Decimal | null }
  | { readonly kind: 'schedule'; readonly schedule: FeeSchedule }

const fee = exact(
  'a fraction of notional from 0 to below 1 (a fee of 0.05% is written 0.0005)',
  (rate) => rate >= 0 && rate < 1,
)

const rates = { maker: fee, taker: fee }

const ratesSchema = section({ maker: orNull(fee), taker: orNull(fee) }).transform(
  (given): GivenFees => ({ kind: 'rates', ...given }),
)

const volumeForm = 'a volume of at least 0 over 30 days, in quote currency, from which on the rates hold'

/** Tiers ascend; an account begins with a volume of zero, so that is where the first one begins. */
const tiersSchema = z
  .array(mapping({ volume30d: exact(volumeForm, (value) => value >= 0), ...rates }), {
    error: 'a list of { volume30d, maker, taker }',
  })
  .min(1, { error: 'at least one tier' })
  .superRefine((tiers, context) => {
    for (const [at, { volume30d }] of tiers.entries()) {
      const found = `found ${volume30d.toFixed()}`
      const path = [at, 'volume30d']
      if (at === 0 && !volume30d.isZero()) {
        const message = `${found}, expected 0: an account begins without a volume`
        report(context, { code: 'config-value', message, path })
      }
      if (at > 0 && volume30d.lte(tiers[at - 1].volume30d)) {
        const message = `${found}, expected more than ${tiers[at - 1].volume30d.toFixed()}, where the tier before begins`
        report(context, { code: 'config-value', message, path })
      }
    }
  })

const tableSchema = mapping({ tiers: tiersSchema }).transform(
  ({ tiers }): GivenFees => ({ kind: 'schedule', schedule: [{ from: undatedFrom, tiers }] }),
)

const flatStateSchema = mapping({ from: instant, ...rates }).transform(
  ({ from, maker, taker }): FeeState => ({ from, tiers: [{ volume30d: ZERO, maker, taker }] }),
)
const tieredStateSchema = mapping({ from: instant, tiers: tiersSchema })

const datedSchema = z
  .array(byForm<FeeState>((value) => (isMapping(value) && 'tiers' in value ? tieredStateSchema : flatStateSchema)))
  .min(1, { error: 'at least one of { from, maker, taker }' })
  .superRefine((states, context) => {
    for (const [at, state] of states.entries()) {
      if (at === 0 || state.from > states[at - 1].from) continue
      const message = 'found a date that is not after the one before, expected dates in order'
      report(context, { code: 'config-value', message, path: [at, 'from'] })
    }
  })
  .transform((schedule): GivenFees => ({ kind: 'schedule', schedule }))

/** Two rates, `{ tiers }` by 30-day volume, or a dated list of either. */
export const feesSchema = byForm<GivenFees>((value) => {
  if (Array.isArray(value)) return datedSchema
  return isMapping(value) && 'tiers' in value ? tableSchema : ratesSchema
})

/**
 * Fees of the config over those of the instrument: a schedule replaces all, a rate replaces that rate wherever the
 * instrument has it. `missing` names what neither gives.
 */
export function mergedFees(
  own: GivenFees,
  instruments: GivenFees,
): FeeSchedule | { readonly missing: 'fees' | 'maker fee' | 'taker fee' } {
  if (own.kind === 'schedule') return own.schedule
  if (instruments.kind === 'schedule') {
    return instruments.schedule.map(({ from, tiers }) => ({ from, tiers: tiers.map((tier) => overridden(tier, own)) }))
  }
  const maker = own.maker ?? instruments.maker
  const taker = own.taker ?? instruments.taker
  if (maker !== null && taker !== null) return flatFees({ maker, taker })
  return { missing: maker === null && taker === null ? 'fees' : maker === null ? 'maker fee' : 'taker fee' }
}

function overridden(tier: FeeTier, { maker, taker }: Extract<GivenFees, { kind: 'rates' }>): FeeTier {
  return { ...tier, maker: maker ?? tier.maker, taker: taker ?? tier.taker }
}
