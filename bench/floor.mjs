// The floor: a bare loop over the same columns that takes the same decisions, with no engine around it. Floats only.
import { balance, fees, settings, slippage } from './strategy.mjs'

/** Runs the loop; `columns` are trend, strength, volatility. Returns final equity and the number of fills. */
export function floor({ candles, funding }, columns, equityOut) {
  const { open, high, low, close, length } = candles
  const [trend, strength, volatility] = columns
  const { coreStop, hedgeStop, frothRsi, calmRsi, coreExposure, hedgeRatio } = settings
  let wallet = balance
  let fills = 0
  let core = 0,
    coreEntry = 0,
    coreStopAt = 0,
    coreOrder = 0,
    coreNextStop = 0
  let hedge = 0,
    hedgeEntry = 0,
    hedgeStopAt = 0,
    hedgeOrder = 0,
    hedgeNextStop = 0
  let next = 0
  let due = funding.length > 0 ? funding[0].candle : length
  for (let at = 0; at < length; at++) {
    if (at === due) {
      wallet -= (core - hedge) * open[at] * funding[next].rate
      due = ++next < funding.length ? funding[next].candle : length
    }
    if (coreOrder !== 0) {
      const price = open[at] * (coreOrder > 0 ? 1 + slippage : 1 - slippage)
      if (coreOrder > 0) {
        core = coreOrder / open[at]
        coreEntry = price
        coreStopAt = coreNextStop
        wallet -= core * price * fees.taker
      } else {
        wallet += core * (price - coreEntry) - core * price * fees.taker
        core = 0
      }
      coreOrder = 0
      fills++
    }
    if (hedgeOrder !== 0) {
      const price = open[at] * (hedgeOrder > 0 ? 1 - slippage : 1 + slippage)
      if (hedgeOrder > 0) {
        hedge = hedgeOrder / open[at]
        hedgeEntry = price
        hedgeStopAt = hedgeNextStop
        wallet -= hedge * price * fees.taker
      } else {
        wallet += hedge * (hedgeEntry - price) - hedge * price * fees.taker
        hedge = 0
      }
      hedgeOrder = 0
      fills++
    }
    if (core !== 0 && low[at] <= coreStopAt) {
      const price = Math.min(open[at], coreStopAt) * (1 - slippage)
      wallet += core * (price - coreEntry) - core * price * fees.taker
      core = 0
      fills++
    }
    if (hedge !== 0 && high[at] >= hedgeStopAt) {
      const price = Math.max(open[at], hedgeStopAt) * (1 + slippage)
      wallet += hedge * (hedgeEntry - price) - hedge * price * fees.taker
      hedge = 0
      fills++
    }
    const last = close[at]
    const equity = wallet + core * (last - coreEntry) + hedge * (hedgeEntry - last)
    equityOut[at] = equity
    if (!(trend[at] > 0 && strength[at] >= 0 && volatility[at] >= 0)) continue
    if (core === 0 && last > trend[at] * 1.01) {
      coreOrder = equity * coreExposure
      coreNextStop = last - coreStop * volatility[at]
    }
    if (core !== 0 && last < trend[at] * 0.98) coreOrder = -1
    if (hedge === 0 && core !== 0 && strength[at] > frothRsi) {
      hedgeOrder = core * last * hedgeRatio
      hedgeNextStop = last + hedgeStop * volatility[at]
    }
    if (hedge !== 0 && (strength[at] < calmRsi || core === 0)) hedgeOrder = -1
  }
  return { equity: equityOut[length - 1], fills }
}
