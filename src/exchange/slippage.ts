import type { Candles } from '#domain/candles.js'
import { type Decimal, decimal, ONE } from '#domain/decimal.js'
import type { OrderSide } from '#domain/position.js'
import { againstTrader } from './price.js'
import { medianVolume } from './volume.js'

/** A market or triggered fill whose expected price is known. Limits have no slippage. */
export interface SlippingFill {
  readonly side: OrderSide
  readonly expected: Decimal
  /** Base units. */
  readonly quantity: Decimal
  readonly candle: number
}

/** The fill price, on the tick against the trader where it slips at all. */
export type SlippageModel = (fill: SlippingFill) => Decimal

/** A share of the price by which a fill slips. */
type Slip = (fill: SlippingFill) => Decimal

/** A fixed number of basis points of the expected price. */
export function fixedSlippage(bps: Decimal, tick: Decimal): SlippageModel {
  const slip = bps.div(10_000)
  return slipping(() => slip, tick)
}

/** Half the spread between bid and ask, quote currency: what a taker pays beyond the middle. */
export function halfSpread(half: Decimal, tick: Decimal): SlippageModel {
  return slipping(({ expected }) => half.div(expected), tick)
}

/** A share of the range from low to high of the candle of the fill. */
export function rangeShare(share: Decimal, candles: Candles, tick: Decimal): SlippageModel {
  return slipping(({ expected, candle }) => {
    const range = decimal(candles.high[candle]).minus(candles.low[candle])
    return range.times(share).div(expected)
  }, tick)
}

/** Settings of the square-root impact. */
export interface SquareRootImpact {
  /** Y of the formula, about 0.5 to 1. */
  readonly coefficient: Decimal
  /** Closed candles that volatility and normal volume are taken from. */
  readonly window: number
}

/**
 * Square-root impact: Δp ÷ p = Y × σ × √(quantity ÷ volume), σ the deviation of log returns and volume the *median* of the
 * last `window` closed candles, so that a burst of attention does not pass for liquidity. Where a window has no volume or
 * no second return, nothing slips. Source: Almgren et al. 2005, Tóth et al. 2011.
 */
export function squareRootImpact(
  { coefficient, window }: SquareRootImpact,
  candles: Candles,
  tick: Decimal,
): SlippageModel {
  return slipping(({ quantity, candle }) => {
    const volume = medianVolume(candles, window, candle)
    const deviation = deviationOfReturns(candles.close, candle - window, candle)
    if (volume === null || deviation === null || volume === 0) return decimal(0)
    return coefficient.times(deviation * Math.sqrt(quantity.toNumber() / volume))
  }, tick)
}

function slipping(slip: Slip, tick: Decimal): SlippageModel {
  return (fill) => {
    const part = slip(fill)
    if (part.isZero()) return fill.expected
    const price = fill.expected.times(fill.side === 'buy' ? ONE.plus(part) : ONE.minus(part))
    return againstTrader(price, fill.side, tick)
  }
}

/** Sample deviation of the log returns between candles `from` … `to − 1`; null with fewer than two of them. */
function deviationOfReturns(close: Float64Array, from: number, to: number): number | null {
  const returns: number[] = []
  for (let at = Math.max(from, 0) + 1; at < to; at++) returns.push(Math.log(close[at] / close[at - 1]))
  if (returns.length < 2) return null
  const mean = returns.reduce((sum, value) => sum + value, 0) / returns.length
  return Math.sqrt(returns.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (returns.length - 1))
}
