import type { Command } from '#domain/command.js'
import { nearest } from '#domain/failure.js'
import type { PositionFloats } from '#domain/position.js'
import { CommandQueue } from './commands.js'
import type { ClosedCandle } from './closed-candle.js'
import type { Strategy } from './define.js'
import type { EventNotice } from './feeds.js'
import { type ParamValue, resolveParams } from './params.js'
import { type Cursor, LegView, sumOfFloats } from './view.js'

/** What a unit test says of a leg; left out, it is flat. */
export interface LegState {
  readonly quantity?: number
  readonly entry?: number
  readonly collateral?: number
  readonly isOpening?: boolean
  readonly liquidationPrice?: number
  /** Of a leg that may be many; numbered from 1. The leg itself is then their sum. */
  readonly openings?: readonly Omit<LegState, 'openings' | 'isOpening'>[]
}

/** An event that a unit test tells; left out: at this close, kind and title blank, weight 1. */
export type StatedEvent = Partial<EventNotice> & { readonly feed: string }

/** A close as a unit test states it. Left out: prices 100, equity 10,000, legs flat, parameters at their defaults. */
export interface DecisionView {
  readonly candle?: Partial<ClosedCandle>
  readonly equity?: number
  readonly freeMargin?: number
  readonly indicators?: Readonly<Record<string, unknown>>
  /** Of a candle feed what is read of its candle, of a series its value. Left out: `null`, as an optional feed that is not there. */
  readonly feeds?: Readonly<Record<string, Partial<ClosedCandle> | number | null>>
  /** Told to `onEvent` before `onCandle` is asked, in this order. */
  readonly events?: readonly StatedEvent[]
  readonly legs?: Readonly<Record<string, LegState>>
  readonly params?: Readonly<Record<string, ParamValue>>
  readonly state?: unknown
}

/** The commands that a strategy gives at a close: a pure function of the view, for unit tests of strategies. */
export function decide(strategy: Strategy, view: DecisionView): readonly Command[] {
  const params = resolveParams(strategy.params, view.params ?? {})
  checkNames('leg', Object.keys(view.legs ?? {}), Object.keys(strategy.legs))
  checkNames('feed', Object.keys(view.feeds ?? {}), Object.keys(strategy.feeds))
  checkNames(
    'feed',
    (view.events ?? []).map(({ feed }) => feed),
    eventFeedsOf(strategy),
  )
  checkNames('indicator', Object.keys(view.indicators ?? {}), Object.keys(strategy.indicators(params)))
  const close = view.candle?.close ?? 100
  const candle: ClosedCandle = {
    openedAt: 0,
    closedAt: 3_600_000,
    open: close,
    high: close,
    low: close,
    close,
    volume: 1,
    ...view.candle,
  }
  const queue = new CommandQueue(Object.keys(strategy.legs))
  const cursor: Cursor = { index: 0 }
  const legs: Record<string, LegView> = {}
  for (const [name, declared] of Object.entries(strategy.legs)) {
    const leg = new LegView(
      {
        name,
        side: declared.side,
        leverage: declared.leverage ?? 1,
        margin: declared.margin ?? 'isolated',
        many: declared.many ?? false,
      },
      queue,
      cursor,
      Float64Array.of(close),
    )
    legs[name] = leg
    showState(leg, view.legs?.[name] ?? {}, close)
  }
  const context = {
    candle,
    equity: view.equity ?? 10_000,
    freeMargin: view.freeMargin ?? view.equity ?? 10_000,
    indicators: view.indicators ?? {},
    feeds: feedsShown(strategy, view.feeds ?? {}),
    legs,
    params: params,
    state: view.state ?? strategy.state(),
  }
  for (const stated of view.events ?? []) {
    const event = { at: candle.closedAt, kind: '', title: '', weight: 1, ...stated }
    strategy.onEvent?.({ ...context, event })
  }
  strategy.onCandle(context)
  return queue.take()
}

function showState(leg: LegView, state: LegState, close: number): void {
  const { isOpening = false, liquidationPrice = null } = state
  const sign = leg.side === 'long' ? 1 : -1
  const held = ({ quantity = 0, entry = close, collateral = 0 }: LegState): PositionFloats => ({
    sign,
    quantity,
    cost: quantity * entry,
    collateral,
  })
  const openings = (state.openings ?? (state.quantity === undefined ? [] : [state])).map((one, at) => {
    const opening = leg.ofOpening(at + 1)
    opening.show(held(one), false, one.liquidationPrice ?? null)
    return { opening, floats: held(one) }
  })
  const total = sumOfFloats(openings.map(({ floats }) => floats))
  leg.show(total !== null && total.quantity > 0 ? total : null, isOpening, liquidationPrice)
  leg.openings = openings.map(({ opening }) => opening)
}

function eventFeedsOf({ feeds }: Strategy): readonly string[] {
  return Object.keys(feeds).filter((name) => feeds[name].kind === 'events')
}

function feedsShown({ feeds }: Strategy, stated: NonNullable<DecisionView['feeds']>) {
  const read = Object.keys(feeds).filter((name) => feeds[name].kind !== 'events')
  return Object.fromEntries(read.map((name) => [name, stated[name] ?? null])) as Parameters<
    Strategy['onCandle']
  >[0]['feeds']
}

/** A misspelt name would make a test that proves nothing. */
function checkNames(what: 'leg' | 'feed' | 'indicator', given: readonly string[], declared: readonly string[]): void {
  for (const name of given) {
    if (declared.includes(name)) continue
    const near = nearest(name, declared)
    const meant = near === null ? '' : `; did you mean '${near}'?`
    throw new TypeError(`The strategy has no ${what} '${name}'${meant} It has: ${declared.join(', ') || 'none'}.`)
  }
}
