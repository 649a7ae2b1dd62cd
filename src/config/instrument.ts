import { z } from 'zod'
import { type Decimal, money, ONE, ZERO } from '#domain/decimal.js'
import { undatedFrom } from '#domain/fees.js'
import type { Tier, TierState } from '#domain/instrument.js'
import { feesSchema } from './fees.js'
import { byForm, choice, exact, instant, mapping, orDefault, orNull, report } from './fields.js'

const pairForm = 'a pair such as TAO/USDT or TAO/USDT:USDT'
export const pairSchema = z.string({ error: pairForm }).regex(/^[^\s/:]+\/[^\s/:]+(:[^\s/:]+)?$/, { error: pairForm })

const amountForm = 'an amount of at least 0 in quote currency, or nothing: then it is computed'
const tierSchema = mapping({
  upTo: exact('a notional above 0 in quote currency, up to which the tier holds', (value) => value > 0),
  maxLeverage: exact('a leverage above 0', (value) => value > 0),
  rate: exact(
    'a maintenance rate above 0 and below 1, a fraction of notional (1% is written 0.01)',
    (value) => value > 0 && value < 1,
  ),
  amount: orNull(exact(amountForm, (value) => value >= 0)),
})

/** What the amounts of a venue's table may be off by, quote currency: venues print cents. */
const amountTolerance = 0.01

/** Tiers ascend, and maintenance has no jump between them: amount = previous amount + previous `upTo` × rise of the rate. */
const tiersSchema = z
  .array(tierSchema, { error: 'a list of tiers, or a dated list of { from, tiers }' })
  .min(1, { error: 'at least one tier' })
  .transform((rows, context): readonly Tier[] => {
    const tiers: Tier[] = []
    for (const [at, row] of rows.entries()) {
      const previous = tiers.at(-1)
      if (previous && row.upTo.lte(previous.upTo)) {
        const message = `found ${row.upTo.toFixed()}, expected more than ${previous.upTo.toFixed()}, where the tier before ends`
        report(context, { code: 'config-value', message, path: [at, 'upTo'] })
        return z.NEVER
      }
      if (row.rate.times(row.maxLeverage).gte(1)) {
        const most = ONE.div(row.maxLeverage).toSignificantDigits(6).toFixed()
        const message = `found ${row.rate.toFixed()}, expected less than ${most}, 1 ÷ maxLeverage: a leg would be liquidated as it opens`
        report(context, { code: 'config-value', message, path: [at, 'rate'] })
        return z.NEVER
      }
      const expected = previous ? continuousAmount(previous, row.rate) : ZERO
      const amount = row.amount ?? expected
      if (amount.minus(expected).abs().gt(amountTolerance)) {
        const message = `found ${amount.toFixed()}, expected ${expected.toFixed()}: maintenance may not jump between tiers`
        const hint = 'Leave amount out and it is computed.'
        report(context, { code: 'config-value', message, hint, path: [at, 'amount'] })
        return z.NEVER
      }
      tiers.push({ upTo: row.upTo, maxLeverage: row.maxLeverage, rate: row.rate, amount })
    }
    return tiers
  })

function continuousAmount(previous: Tier, rate: Decimal): Decimal {
  return money(previous.amount.plus(previous.upTo.times(rate.minus(previous.rate))))
}

const datedTiersSchema = z.array(mapping({ from: instant, tiers: tiersSchema })).superRefine((states, context) => {
  for (const [at, state] of states.entries()) {
    if (at > 0 && state.from <= states[at - 1].from) {
      const message = 'found a date that is not after the one before, expected dates in order'
      report(context, { code: 'config-value', message, path: [at, 'from'] })
    }
  }
})

const undatedTiersSchema = tiersSchema.transform((tiers): readonly TierState[] => [{ from: undatedFrom, tiers }])

const tierStatesSchema = byForm<readonly TierState[]>((value) =>
  isDated(value) ? datedTiersSchema : undatedTiersSchema,
)

function isDated(value: unknown): boolean {
  const first: unknown = Array.isArray(value) ? value[0] : null
  return typeof first === 'object' && first !== null && ('from' in first || 'tiers' in first)
}

/** An instrument, inline in a config or a file of its own. Without `pair` it serves any pair. */
export const instrumentSchema = mapping({
  kind: orDefault(choice('instrument.kind', ['perpetual', 'spot', 'leveraged-token'], ['perpetual']), 'perpetual'),
  pair: orNull(pairSchema),
  tick: exact('a step of price above 0, in quote currency', (value) => value > 0),
  lot: exact('a step of quantity above 0, in base units', (value) => value > 0),
  minNotional: exact('a notional of at least 0, in quote currency', (value) => value >= 0),
  tiers: tierStatesSchema,
  fees: feesSchema,
})
