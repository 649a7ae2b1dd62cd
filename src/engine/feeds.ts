import type { Candles, DatedEvent, Feed, FeedKind, MarketData, Series } from '#domain/candles.js'
import { InputError, nearest } from '#domain/failure.js'
import { iso, timeframeName } from '#domain/time.js'
import { count } from '#market/count.js'
import { closedAt } from '#market/run-range.js'
import { type FeedDeclaration, type FeedDeclarations, makerOf } from '#strategy/feeds.js'
import type { Indicator } from '#strategy/indicator.js'
import type { IndicatorFeeds } from '#strategy/indicator-view.js'

const place = (name: string): string => `data.feeds.${name}`

/**
 * Whether a strategy declares what is given, and is given what it declares. Throws `InputError` `unknown-feed`,
 * `feed-missing` or `feed-kind`, with the config path.
 */
export function checkFeeds(
  strategy: string,
  declared: FeedDeclarations,
  given: Readonly<Record<string, { readonly kind: FeedKind }>>,
): void {
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(declared, name)) throw unknownFeed(strategy, name, given[name].kind, Object.keys(declared))
  }
  for (const [name, { kind, optional }] of Object.entries(declared)) {
    if (!Object.hasOwn(given, name)) {
      if (!optional) throw missingFeed(strategy, name, kind)
    } else if (given[name].kind !== kind) throw otherKind(name, given[name].kind, kind)
  }
}

function unknownFeed(strategy: string, name: string, kind: FeedKind, declared: readonly string[]): InputError {
  const near = nearest(name, declared)
  const list = declared.length === 0 ? 'It declares none.' : `It declares: ${declared.join(', ')}.`
  const remedy = `Remove the feed, or declare it there: feeds: { ${name}: ${makerOf[kind]}() }.`
  return new InputError('unknown-feed', `The strategy '${strategy}' declares no feed '${name}'`, {
    where: place(name),
    hint: near === null ? `${list} ${remedy}` : `Did you mean '${near}'? ${list}`,
  })
}

function missingFeed(strategy: string, name: string, kind: FeedKind): InputError {
  return new InputError('feed-missing', `The strategy '${strategy}' declares the feed '${name}', and none is given`, {
    where: place(name),
    hint: `Write ${place(name)}: { ${kind}: FILE }, or declare it as ${makerOf[kind]}({ optional: true }).`,
  })
}

function otherKind(name: string, found: FeedKind, expected: FeedKind): InputError {
  return new InputError('feed-kind', `found a file of ${found}, expected one of ${expected}`, {
    where: place(name),
    hint: `The strategy declares it as ${makerOf[expected]}(): write ${place(name)}: { ${expected}: FILE }.`,
  })
}

/** The run, as feeds are measured against it: ms since 1970. */
interface Frame {
  readonly opens: number
  readonly firstClose: number
  readonly lastClose: number
}

function frameOf({ candles, first, end }: MarketData): Frame {
  return {
    opens: candles.openedAt[first],
    firstClose: closedAt(candles, first),
    lastClose: closedAt(candles, end - 1),
  }
}

/** Where a feed falls short of a run. `from` and `to`: what there is of it; `expected`: what would cover the run. */
interface Shortfall {
  readonly side: 'begins' | 'ends'
  readonly from: number
  readonly to: number
  readonly expected: string
}

/** Throws `InputError` `feed-uncovered` where a feed that is not optional does not cover the run. */
export function checkCoverage(declared: FeedDeclarations, data: MarketData): void {
  if (data.isResampled === true) return
  const frame = frameOf(data)
  for (const [name, feed] of Object.entries(data.feeds)) {
    const lack = shortfallOf(feed, frame)
    if (lack === null || declared[name].optional) continue
    throw new InputError(
      'feed-uncovered',
      `found ${feed.kind} from ${iso(lack.from)} to ${iso(lack.to)}; expected ${lack.expected}`,
      {
        where: place(name),
        hint: `Give a file that covers the run, ${lack.side === 'begins' ? 'begin the run later with data.from' : 'end the run earlier with data.to'}, or declare it as ${makerOf[feed.kind]}({ optional: true }).`,
      },
    )
  }
}

function shortfallOf(feed: Feed, frame: Frame): Shortfall | null {
  if (feed.kind === 'candles') return candlesShort(feed.candles, feed.maxGapMs, frame)
  return feed.kind === 'series' ? seriesShort(feed.series, frame) : eventsShort(feed.events, frame)
}

function candlesShort(candles: Candles, maxGapMs: number, { firstClose, lastClose }: Frame): Shortfall | null {
  const range = { from: candles.openedAt[0], to: closedAt(candles, candles.length - 1) }
  if (closedAt(candles, 0) > firstClose) {
    return { side: 'begins', ...range, expected: `a candle that has closed by ${iso(firstClose)}, the first close` }
  }
  const missing = lastClose - range.to
  if (missing < candles.timeframeMs || missing <= maxGapMs) return null
  const allowed = `no more than its maxGap of ${timeframeName(maxGapMs)} missing`
  return { side: 'ends', ...range, expected: `candles up to ${iso(lastClose)}, the last close, with ${allowed}` }
}

/** A value holds for as long as any value of the series did before the next one came. */
function seriesShort({ at }: Series, { firstClose, lastClose }: Frame): Shortfall | null {
  const range = { from: at[0], to: at[at.length - 1] }
  if (range.from > firstClose) {
    return { side: 'begins', ...range, expected: `a value by ${iso(firstClose)}, the first close` }
  }
  const longest = at.reduce((step, time, row) => (row === 0 ? 0 : Math.max(step, time - at[row - 1])), 0)
  if (lastClose - range.to <= longest) return null
  const least = iso(lastClose - longest)
  return { side: 'ends', ...range, expected: `a last value at ${least} or later: none before it held longer` }
}

function eventsShort(events: readonly DatedEvent[], { opens, lastClose }: Frame): Shortfall | null {
  const range = { from: events[0].at, to: events[events.length - 1].at }
  const run = `${iso(opens)} to ${iso(lastClose)}`
  if (range.from > lastClose) return { side: 'begins', ...range, expected: `some in the run or around it, ${run}` }
  return range.to < opens ? { side: 'ends', ...range, expected: `some in the run or around it, ${run}` } : null
}

/** What indicators may be taken over. Throws `InputError` where one is taken over what is no such feed of the strategy. */
export function indicatorFeeds(
  declared: FeedDeclarations,
  given: Readonly<Record<string, Feed>>,
  indicators: Readonly<Record<string, Indicator<unknown, string>>>,
): IndicatorFeeds {
  const readable = Object.entries(declared).filter(([, { kind }]) => kind !== 'events')
  for (const [name, { feed }] of Object.entries(indicators)) {
    if (feed === undefined || readable.some(([known]) => known === feed)) continue
    const list = readable.map(([known]) => known).join(', ') || 'none'
    throw new InputError('unknown-feed', `The indicator '${name}' is over '${feed}', no feed of candles or values`, {
      where: `indicators.${name}`,
      hint: `The strategy declares: ${list}.`,
    })
  }
  return Object.fromEntries(
    readable.map(([name, { optional }]) => [
      name,
      { optional, given: Object.hasOwn(given, name) ? given[name] : null },
    ]),
  )
}

/** Sentences for the result: what an optional feed lacks, and which events the run does not reach. */
export function feedSentences(declared: FeedDeclarations, data: MarketData): readonly string[] {
  const frame = frameOf(data)
  return Object.entries(declared).flatMap(([name, declaration]) => {
    if (!Object.hasOwn(data.feeds, name)) return [absentInWords(name, declaration)]
    const feed = data.feeds[name]
    if (feed.kind === 'events') return eventsInWords(name, feed.events, frame)
    const lack = shortfallOf(feed, frame)
    if (lack === null) return []
    return lack.side === 'begins'
      ? [`The feed ${name} begins at ${iso(lack.from)}, after the run: until it has a value it reads null.`]
      : [`The feed ${name} ends at ${iso(lack.to)}, before the run: what it then read stands.`]
  })
}

function absentInWords(name: string, { kind }: FeedDeclaration): string {
  const then = kind === 'events' ? 'no event is told' : 'it reads null'
  return `The feed ${name}, which the strategy can do without, is not given: ${then}.`
}

const LISTED = 12

function eventsInWords(name: string, events: readonly DatedEvent[], { opens, lastClose }: Frame): readonly string[] {
  const before = events.filter(({ at }) => at < opens).length
  const after = events.filter(({ at }) => at > lastClose)
  const inRun = events.length - before - after.length
  const sentence = `The feed ${name} has ${count(events.length, 'event')}, ${inRun} of them in the run; ${before} before its first open are not told, ${after.length} after its last close are not reached.`
  if (after.length === 0) return [sentence]
  const more = after.length > LISTED ? ` · and ${after.length - LISTED} more` : ''
  const listed = after.slice(0, LISTED).map(({ at, title }) => `${iso(at)} ${title}`)
  return [sentence, `Not reached: ${listed.join(' · ')}${more}.`]
}
