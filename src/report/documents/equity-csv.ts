import { accountSeries } from '#analysis/account-series.js'
import { closedAt } from '#analysis/run.js'
import type { BacktestResult } from '#domain/result.js'
import { ByteText } from './byte-text.js'

const header = 'time,equity,wallet,drawdown,grossExposure,netExposure,margin,liquidationBelow,liquidationAbove\n'

/**
 * `equity.csv`, one row per candle of the run, as UTF-8 pieces of about 256 KB: the file has a row per minute for years.
 * `time` is the candle's close, its open plus the timeframe: the instant at which all other columns hold.
 * `margin` is the collateral of the legs. Exposures are per unit of equity, drawdown starts at the initial balance.
 * Numbers have at most 8 places and no exponent; an empty field is undefined. The pieces are the reader's to keep.
 */
export function* equityCsv(result: BacktestResult): Generator<Uint8Array> {
  const { curve } = result
  const text = new ByteText()
  text.ascii(header)
  for (const block of accountSeries(result)) {
    for (let row = 0; row < block.length; row++) {
      const candle = block.start + row
      text.instant(closedAt(result, candle))
      text.field(curve.equity[candle])
      text.field(block.wallet[row])
      text.field(block.drawdown[row])
      text.field(block.grossExposure[row])
      text.field(block.netExposure[row])
      text.field(block.collateral[row])
      text.field(block.liquidationBelow[row])
      text.field(block.liquidationAbove[row])
      text.endRow()
      if (text.isFull) yield text.take()
    }
  }
  yield text.take()
}
