import { plain } from '#domain/decimal.js'
import type { MarketData } from '#domain/candles.js'
import { iso } from '#domain/time.js'
import type { ResolvedConfig } from '#config/resolved.js'
import { hasVolume } from '#exchange/volume.js'

const pathWords = {
  ohlc: 'open → high → low → close',
  olhc: 'open → low → high → close',
  nearest: 'to the extreme nearer to the open first, on a tie to the low',
  worst:
    'whichever of high-first and low-first leaves the lower equity at its close; candle by candle, so not a proof of a lower bound',
  best: 'whichever of high-first and low-first leaves the higher equity at its close; candle by candle, so not a proof of an upper bound',
} as const

function slippageWords(model: ResolvedConfig['execution']['slippage']): string {
  switch (model.kind) {
    case 'bps':
      return model.bps.isZero()
        ? 'Market and stop fills have no slippage.'
        : `Market and stop fills slip by ${plain(model.bps)} basis points against the trader.`
    case 'half-spread':
      return `Market and stop fills slip by half a spread, ${plain(model.halfSpread)} of the quote currency.`
    case 'range-share':
      return `Market and stop fills slip by ${plain(model.share)} of the range of their candle.`
    default:
      return `Market and stop fills slip by ${plain(model.coefficient)} × deviation of returns × √(quantity ÷ median volume) of the last ${model.window} candles.`
  }
}

function liquidityWords(liquidity: ResolvedConfig['execution']['liquidity'], { candles }: MarketData): string {
  if (!hasVolume(candles)) return 'The candles have no volume: what fills in one is not bounded.'
  const { maxParticipation, volume, window } = liquidity
  const share = maxParticipation.eq(1) ? 'its volume' : `${plain(maxParticipation.times(100))} % of its volume`
  const counted = volume === 'raw' ? '' : `, counted as no more than the median of the ${window} candles before`
  return `All fills of a candle together take at most ${share}${counted}; what is left of an order goes on working.`
}

function settlementWords(settlement: ResolvedConfig['execution']['settlement']): string {
  return settlement.kind === 'bankruptcy'
    ? 'a liquidated leg loses its collateral, and the insurance fund takes or pays the rest.'
    : `a liquidated leg is closed with slippage and a clearance fee of ${plain(settlement.feeRate)} of notional; what is left returns, what is missing the insurance fund pays.`
}

/** What the model assumed, in sentences for the result and the report. */
export function assumptionsOf(config: ResolvedConfig, data: MarketData): readonly string[] {
  const { execution, instrument } = config
  const { slippage, path, maintenanceOn, closeFeeInTest, fundingFrom, closeAtEnd } = execution
  const begins = data.candles.openedAt[data.first]
  const sentences = [
    `Inside a candle the price goes ${pathWords[path]}.`,
    `Fees: maker ${plain(instrument.fees.maker)}, taker ${plain(instrument.fees.taker)} of notional.`,
    slippageWords(slippage),
    execution.limitFill === 'touch'
      ? 'A limit fills when the price touches it.'
      : 'A limit fills when the price trades through it by one tick.',
    liquidityWords(execution.liquidity, data),
    `Isolated margin: maintenance on the notional at the ${maintenanceOn}${closeFeeInTest ? ', closing fee included' : ''}; ${settlementWords(execution.settlement)}`,
    `Funding is booked to the ${fundingFrom === 'collateral' ? "leg's collateral" : 'wallet'} first.`,
    closeAtEnd
      ? 'Legs open at the end are closed at the last close.'
      : 'Legs open at the end stay open and are marked at the last close.',
    ...data.assumptions,
  ]
  const firstTable = instrument.tierStates[0].from
  if (firstTable > begins) {
    sentences.push(`Margin tiers before ${iso(firstTable)} are not known: the first known state stands in.`)
  }
  return sentences
}
