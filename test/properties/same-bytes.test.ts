import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { BacktestResult } from '#domain/result.js'
import { arbitraryRun, resultOf } from './arbitrary-run.js'
import { settings } from './settings.js'

/** A result as text, the candle columns that went in left out. */
function textOf({ candles: _candles, mark: _mark, ...result }: BacktestResult): string {
  return JSON.stringify({ ...result, curve: { ...result.curve, equity: [...result.curve.equity] } })
}

it('T5: the same inputs give the same bytes', () => {
  fc.assert(
    fc.property(arbitraryRun, (drawn) => {
      expect(textOf(resultOf(drawn))).toBe(textOf(resultOf(drawn)))
    }),
    settings,
  )
})
