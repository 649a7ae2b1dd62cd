import { z } from 'zod'
import { DAY_MS } from '#domain/time.js'
import { byForm, duration, exact, isMapping, mapping, orNull, path } from './fields.js'
import type { ConstantFunding } from './resolved.js'

/** Where funding comes from, before its files are found. */
export type FundingSource =
  | { readonly kind: 'none' }
  | { readonly kind: 'constant'; readonly constant: ConstantFunding }
  | { readonly kind: 'series'; readonly files: readonly string[]; readonly fallback: ConstantFunding | 'zero' | null }

const constant = mapping({
  rate: exact(
    'a fraction of notional between -1 and 1 (a rate of 0.01% is written 0.0001)',
    (rate) => rate > -1 && rate < 1,
  ),
  every: duration('a duration of which 24h is a whole multiple, such as 8h', (ms) => ms > 0 && DAY_MS % ms === 0),
}).transform(({ rate, every }): ConstantFunding => ({ rate, everyMs: every }))

const file = path('a CSV file of funding rates, { rate, every }, { series, fallback } or none')

const fallback = byForm<ConstantFunding | 'zero'>(
  (value): z.ZodType<ConstantFunding | 'zero'> =>
    typeof value === 'string' ? z.literal('zero', { error: 'zero or { rate, every }' }) : constant,
)

const series = mapping({
  series: byForm<readonly string[]>((value) =>
    Array.isArray(value) ? z.array(file).min(1, { error: 'at least one file' }) : file.transform((one) => [one]),
  ),
  fallback: orNull(fallback),
})

const none = z.unknown().transform((): FundingSource => ({ kind: 'none' }))
const byConstant = constant.transform((rate): FundingSource => ({ kind: 'constant', constant: rate }))
const byFile = file.transform((one): FundingSource => ({ kind: 'series', files: [one], fallback: null }))
const bySeries = series.transform(
  (given): FundingSource => ({
    kind: 'series',
    files: given.series,
    fallback: given.fallback,
  }),
)

export const fundingSchema = byForm<FundingSource>((value) => {
  if (value === undefined || value === null || value === 'none') return none
  if (!isMapping(value)) return byFile
  return 'series' in value ? bySeries : byConstant
})
