import type { InputError, Where } from '#domain/failure.js'
import { badInput } from './bad-input.js'
import { type Cell, numberIn } from './cell.js'

/**
 * Which order the four numbers after the time are in: open, high, low, close, or KuCoin's open, close, high, low. A row
 * that fits both has no movement, and then the order makes no difference.
 */
export function pricesInOrder(cells: readonly Cell[]): 'ohlc' | 'ochl' | 'flat' {
  const [, a, b, c, d] = cells.slice(0, 5).map(numberIn)
  const isOhlc = b >= Math.max(a, c, d) && c <= Math.min(a, b, d)
  const isOchl = c >= Math.max(a, b, d) && d <= Math.min(a, b, c)
  if (isOhlc && isOchl) return 'flat'
  return isOchl ? 'ochl' : 'ohlc'
}

/** A row of funding in the form of a candle: the rate as the open, and zeros. */
export function isFundingRow(
  cells: readonly Cell[],
  columns: { readonly open: number; readonly high: number; readonly low: number; readonly close: number },
): boolean {
  const isZero = (index: number) => numberIn(cells[index]) === 0
  return (
    isZero(columns.high) && isZero(columns.low) && isZero(columns.close) && Math.abs(numberIn(cells[columns.open])) < 1
  )
}

/** What a cell of OKX's `confirm` says where the candle has not closed. */
export function isUnconfirmed(cell: Cell): boolean {
  return ['0', 'false'].includes(String(cell).trim().toLowerCase())
}

/** Funding rates stand where candles should. */
export function fundingInstead(where: Where): InputError {
  return badInput('kind-differs', where, {
    found: 'high, low and close of 0 beside the open: funding rates, as freqtrade stores them',
    expected: 'candles',
    remedy: 'Give the file as funding: data.funding in a config, --kind funding in data import.',
  })
}
