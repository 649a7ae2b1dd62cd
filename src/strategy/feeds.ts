import type { DatedEvent, FeedKind } from '#domain/candles.js'
import type { ClosedCandle } from './closed-candle.js'
import { checkKeys } from './known-keys.js'

/** A feed that a strategy looks at; which file it is, the config says at `data.feeds`. */
export interface FeedDeclaration<Kind extends FeedKind = FeedKind, Optional extends boolean = boolean> {
  readonly kind: Kind
  readonly optional: Optional
}

/** What a strategy may write in `feeds`, by name. */
export type FeedDeclarations = Readonly<Record<string, FeedDeclaration>>

export interface FeedOptions {
  /**
   * The strategy does without it: where no file is given, or the file begins after the run, it reads `null`.
   * Default false: then a run without it, or with one that does not cover the run, is refused.
   */
  readonly optional?: boolean
}

/** True unless `optional` is false or left out. Conditional, so that no expected type is inferred into it. */
type IsOptional<Options> = Options extends { readonly optional?: false } ? false : true

/** Candles of another pair or timeframe. At a close it shows the last of them that has closed by then (rule T3). */
export function candleFeed<const Options extends FeedOptions = {}>(
  options?: Options,
): FeedDeclaration<'candles', IsOptional<Options>> {
  return declared('candles', options)
}

/** A metric. At a close it is the last value whose time has come (rule T3). */
export function seriesFeed<const Options extends FeedOptions = {}>(
  options?: Options,
): FeedDeclaration<'series', IsOptional<Options>> {
  return declared('series', options)
}

/** Dated events, each told to `onEvent` at the first close at or after its time (rule T4). */
export function eventFeed<const Options extends FeedOptions = {}>(
  options?: Options,
): FeedDeclaration<'events', IsOptional<Options>> {
  return declared('events', options)
}

function declared<Kind extends FeedKind, Options extends FeedOptions>(
  kind: Kind,
  options: Options | undefined,
): FeedDeclaration<Kind, IsOptional<Options>> {
  checkKeys(options ?? {}, ['optional'], makerOf[kind])
  return Object.freeze({ kind, optional: (options?.optional === true) as IsOptional<Options> })
}

/** The function that declares a feed of a kind, for messages. */
export const makerOf = {
  candles: 'candleFeed',
  series: 'seriesFeed',
  events: 'eventFeed',
} as const satisfies Readonly<Record<FeedKind, string>>

type ReadOf<D> =
  D extends FeedDeclaration<infer Kind, infer Optional>
    ? (Kind extends 'candles' ? ClosedCandle : number) | (Optional extends true ? null : never)
    : never

/** What a strategy reads in `feeds`: the last closed candle, or the last value. Events are told, not read. */
export type FeedsOf<F> = {
  readonly [K in keyof F as F[K] extends FeedDeclaration<'events'> ? never : K]: ReadOf<F[K]>
}

/** Names of the event feeds. */
export type EventFeedsOf<F> = {
  [K in keyof F]: F[K] extends FeedDeclaration<'events'> ? K : never
}[keyof F] &
  string

/** Names of the feeds over which an indicator may be taken. */
export type ReadFeedsOf<F> = keyof FeedsOf<F> & string

/** Whether what is read of a feed may be `null`. */
export type NullOf<F, Name> = Name extends keyof F
  ? F[Name] extends FeedDeclaration<FeedKind, infer Optional>
    ? Optional extends true
      ? null
      : never
    : never
  : never

/** An event, told to `onEvent`. `at`, in ms since 1970, is its own time: up to a candle before this close, or longer ago where the strategy was still warming up. */
export interface EventNotice<Name extends string = string> extends DatedEvent {
  /** The declared name of the feed that it is from. */
  readonly feed: Name
}

/** Throws `TypeError` for what is no declaration of a feed: loading a strategy does not look at its types. */
export function checkFeedDeclarations(feeds: FeedDeclarations): void {
  for (const [name, feed] of Object.entries(feeds)) {
    const kind: unknown = feed === null || typeof feed !== 'object' ? undefined : feed.kind
    if (typeof kind === 'string' && Object.hasOwn(makerOf, kind)) continue
    throw new TypeError(`feed '${name}' is ${JSON.stringify(feed)}, expected candleFeed(), seriesFeed() or eventFeed()`)
  }
}
