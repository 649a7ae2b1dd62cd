import { candleOfRun } from '#analysis/run.js'
import type { Figures } from '#analysis/figures.js'
import type { DecimalText } from '#domain/decimal.js'
import type { BacktestResult } from '#domain/result.js'
import { markup, type Markup } from './html-markup.js'

/** There are this many leg colors; further names use them again. */
const LEG_COLORS = 6

/** The place of each leg name among all, which gives it its color; the same in tables and charts. */
export type LegOrder = ReadonlyMap<string, number>

export function legOrder(figures: Figures): LegOrder {
  return new Map(figures.legs.map((leg, at) => [leg.name, at]))
}

/** The name of a leg with its color beside it. */
export function legName(name: string, order: LegOrder): Markup {
  return markup`<span class="leg leg-${(order.get(name) ?? 0) % LEG_COLORS}">${name}</span>`
}

/** Class of a number that is below zero. */
export function lossTone(value: DecimalText | number | null): string {
  return value !== null && Number(value) < 0 ? 'loss' : ''
}

/** First and last candle of the run in which an opening was on. */
export function candlesOfLeg(result: BacktestResult, leg: BacktestResult['legs'][number]): readonly [number, number] {
  const last = leg.closedAt === null ? result.curve.equity.length - 1 : candleOfRun(result, leg.closedAt)
  return [candleOfRun(result, leg.openedAt), last]
}
