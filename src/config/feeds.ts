import { z } from 'zod'
import type { FeedKind } from '#domain/feed.js'
import { byForm, duration, isMapping, mapping, orDefault, orNull, path, report } from './fields.js'

/** A feed before its file is found. */
export interface FeedSource {
  readonly kind: FeedKind
  readonly file: string
  /** Null: that of the traded candles. */
  readonly maxGap: number | null
}

const kinds = ['candles', 'series', 'events'] as const satisfies readonly FeedKind[]
const oneOf = '{ candles: FILE }, { series: FILE } or { events: FILE }'

const filed = mapping({
  candles: orNull(path('a CSV file of candles')),
  series: orNull(path('a CSV file of time,value')),
  events: orNull(path('a CSV file of time,kind,title[,weight]')),
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
  return { kind, file: given[kind]!, maxGap: given.maxGap }
})

const feed = byForm<FeedSource>((value) => (isMapping(value) ? filed : z.never({ error: oneOf })))

/** Feeds by the names that a strategy reads them under. */
export const feedsSchema = orDefault(z.record(z.string(), feed, { error: `a mapping of names to ${oneOf}` }), {})
