import { decimal } from '#domain/decimal.js'
import type { BacktestResult, MergeResult } from '#domain/result.js'
import { amount, count } from './html-format.js'

/** Where the cross legs stood when the data ended; null where none was open, or no mark liquidates them. */
export function poolWords({ liquidation: { below, above } }: BacktestResult['account']): string | null {
  const marks = [
    below === null ? '' : `a mark of ${amount(below)} below`,
    above === null ? '' : `${amount(above)} above`,
  ]
  const given = marks.filter((mark) => mark !== '')
  if (given.length === 0) return null
  const at = below === null ? `a mark of ${given[0]}` : given.join(' or ')
  return `When the data ended, the open cross legs would have been liquidated together at ${at}.`
}

/** How many orders the venue did not book to their own leg; null in `multi-trade`. */
export function mergeWords({ mode, merges }: BacktestResult['positions']): string | null {
  if (mode === 'multi-trade') return null
  const of = (kind: MergeResult['what']): number => merges.filter(({ what }) => what === kind).length
  const kinds = (['merged', 'netted', 'turned'] as const).filter((kind) => of(kind) > 0)
  return `${mode}, ${kinds.length === 0 ? 'nothing merged' : kinds.map((kind) => `${count(of(kind))} ${kind}`).join(', ')}`
}

/** What the insurance fund paid; null where nothing. */
export function shortfallOf({ shortfall }: BacktestResult['account']): string | null {
  return decimal(shortfall).isZero() ? null : amount(shortfall)
}
