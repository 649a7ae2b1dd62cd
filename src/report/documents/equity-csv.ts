import type { AccountSpan, BacktestResult } from '#domain/result.js'
import { ByteText } from './byte-text.js'

const header = 'time,equity,wallet,drawdown,grossExposure,netExposure,margin,liquidationBelow,liquidationAbove\n'

/**
 * `equity.csv`, one row per candle of the run, as UTF-8 pieces of about 256 KB: the file has a row per minute for years.
 * `time` is the candle's open, as in the candle file and in `fills.csv`; all other columns hold at its close.
 * `margin` is the collateral of the isolated legs. Exposures are per unit of equity, drawdown starts at the initial balance.
 * Numbers have at most 8 places and no exponent; an empty field is undefined. The pieces are the reader's to keep.
 */
export function* equityCsv(result: BacktestResult): Generator<Uint8Array> {
  const { candles, mark, first, end, curve } = result
  const text = new ByteText()
  text.ascii(header)

  let spanAt = 0
  let span = curve.spans[0]
  let peak = Number(result.account.initial)
  for (let candle = first; candle < end; candle++) {
    while (spanAt + 1 < curve.spans.length && curve.spans[spanAt + 1].fromCandle <= candle) span = curve.spans[++spanAt]
    const equity = curve.equity[candle - first]
    if (equity > peak) peak = equity
    text.instant(candles.openedAt[candle])
    writeRow(text, span, equity, (peak - equity) / peak, mark.close[candle])
    if (text.isFull) yield text.take()
  }
  yield text.take()
}

function writeRow(text: ByteText, span: AccountSpan, equity: number, drawdown: number, close: number): void {
  const perEquity = equity > 0 ? close / equity : Number.NaN
  text.field(equity)
  text.field(span.wallet)
  text.field(drawdown)
  text.field(span.grossQuantity * perEquity)
  text.field(span.netQuantity * perEquity)
  text.field(span.collateral)
  text.field(span.liquidationBelow)
  text.field(span.liquidationAbove)
  text.endRow()
}
