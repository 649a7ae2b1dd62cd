import { z } from 'zod'
import type { FeedKind } from '#domain/candles.js'
import { byForm, duration, isMapping, mapping, orDefault, orNull, path, report } from './fields.js'

/** A feed before its file is found. */
export interface FeedSource {
  readonly kind: FeedKind
  readonly file: string
  /** Of candles; null: that of the traded ones. */
  readonly maxGap: number | null
  /** Of a series; null: `value`. */
  readonly column: string | null
}

const kinds = ['candles', 'series', 'events'] as const satisfies readonly FeedKind[]
const oneOf = '{ candles: FILE }, { series: FILE } or { events: FILE }'

const columnTitle = z.string({ error: 'the title of a column' }).min(1, { error: 'the title of a column' })

const filed = mapping({
  candles: orNull(path('a CSV file of candles')),
  series: orNull(path('a CSV file of time,value')),
  events: orNull(path('a CSV file of time,kind,title[,weight]')),
  column: orNull(columnTitle),
  maxGap: orNull(duration('a duration above 0, such as 3d', (ms) => ms > 0)),
}).transform((given, context): FeedSource => {
  const [kind, ...others] = kinds.filter((key) => given[key] !== null)
  if (kind === undefined || others.length > 0) {
    const message = `found ${kind === undefined ? 'none' : [kind, ...others].join(' and ')}, expected one of ${oneOf}`
    report(context, { code: kind === undefined ? 'config-missing-key' : 'config-conflict', message })
    return z.NEVER
  }
  if (kind !== 'candles' && given.maxGap !== null) {
    report(context, { code: 'config-conflict', message: `maxGap is for candles, not for ${kind}`, path: ['maxGap'] })
  }
  if (kind !== 'series' && given.column !== null) {
    report(context, { code: 'config-conflict', message: `column is for a series, not for ${kind}`, path: ['column'] })
  }
  return { kind, file: given[kind]!, maxGap: given.maxGap, column: given.column }
})

const feed = byForm<FeedSource>((value) => (isMapping(value) ? filed : z.never({ error: oneOf })))

/** Feeds by the names that a strategy reads them under. */
export const feedsSchema = orDefault(z.record(z.string(), feed, { error: `a mapping of names to ${oneOf}` }), {})
