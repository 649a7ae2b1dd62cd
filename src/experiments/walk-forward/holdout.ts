import { InputError } from '#domain/failure.js'
import type { Span } from './span.js'

const WHERE = '--holdout'

/** The fraction of `20%`. Throws `InputError` unless it is above 0 % and below 100 %. */
export function parseHoldout(text: string): number {
  const match = /^\s*(\d+(?:\.\d+)?)\s*%\s*$/.exec(text)
  const share = match === null ? Number.NaN : Number(`${match[1]}e-2`)
  if (share > 0 && share < 1) return share
  throw new InputError('holdout-form', `found '${text}'; expected a percentage above 0 % and below 100 %`, {
    where: WHERE,
    hint: `Write ${WHERE} 20%: the last fifth of the data is not shown to the search.`,
  })
}

/**
 * The data of a search, and the last `share` of it that the search cannot see. Cut at the open of a candle, so that the
 * held-out part is at least as long as asked for. Throws `InputError` where either would have no candle.
 */
export function holdout(
  span: Span,
  share: number,
  timeframeMs: number,
): { readonly seen: Span; readonly heldOut: Span } {
  const candles = Math.floor((span.to - span.from) / timeframeMs)
  // A share such as 0.1 of 30 candles is 3, whatever binary fractions make of it.
  const held = Math.ceil(candles * share - 1e-9)
  if (held >= candles) {
    throw new InputError('holdout-empty', `found ${candles} candles; expected enough to hold back some and keep some`, {
      where: WHERE,
      hint: 'Give longer data, or another share.',
    })
  }
  const cut = span.from + (candles - held) * timeframeMs
  return { seen: { from: span.from, to: cut }, heldOut: { from: cut, to: span.to } }
}
