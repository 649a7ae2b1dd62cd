import { plain } from '#domain/decimal.js'
import type { MarketData } from '#domain/candles.js'
import { dependOnVolume, type FeeSchedule, type FeeTier } from '#domain/fees.js'
import type { MarginMode } from '#domain/position.js'
import { iso, timeframeName } from '#domain/time.js'
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

function settlementWords({ settlement, clearanceFeeRate }: ResolvedConfig['execution']): string {
  return settlement === 'bankruptcy'
    ? 'a liquidated leg loses its collateral, and the insurance fund takes or pays the rest.'
    : `a liquidated leg is closed with slippage and a clearance fee of ${plain(clearanceFeeRate)} of notional; what is left returns, what is missing the insurance fund pays.`
}

const hedgedWords = {
  sum: 'each side of the pair by its own tier',
  larger: 'the larger side of the pair alone',
  net: 'the difference of the sides of the pair',
} as const

/** Of an account that may have cross legs (rules L4, L6, L9). */
function crossWords({ hedgedMaintenance, clearanceFeeRate }: ResolvedConfig['execution']): string {
  return `Cross margin: the wallet outside isolated collateral answers for all cross legs; maintenance counts ${hedgedWords[hedgedMaintenance]}. When they are liquidated, whole legs close, the largest unrealized loss first, with slippage and a clearance fee of ${plain(clearanceFeeRate)} of notional, until what is left holds; what the wallet lacks when the last is gone, the insurance fund pays.`
}

const modeWords = {
  'multi-trade': null,
  hedged:
    'Position mode hedged: the venue holds one long and one short position; openings of the same side are merged.',
  'one-way':
    'Position mode one-way: the venue holds one net position; orders of opposite legs reduce, close or flip it.',
} as const

function feeSentences(schedule: FeeSchedule, begins: number): readonly string[] {
  const tierWords = ({ volume30d, maker, taker }: FeeTier): string =>
    `${volume30d.isZero() ? '' : `from a 30-day volume of ${plain(volume30d)} `}maker ${plain(maker)}, taker ${plain(taker)}`
  const states = schedule.map(({ from, tiers }) => {
    const since = schedule.length > 1 || from > begins ? `from ${iso(from)} ` : ''
    return `${since}${tiers.map(tierWords).join(', ')}`
  })
  const [first] = schedule
  return [
    `Fees: ${states.join('; ')} of notional.`,
    ...(first.from > begins ? [`Fees before ${iso(first.from)} are not known: the first known state stands in.`] : []),
    ...(dependOnVolume(schedule)
      ? ['The 30-day volume that fees go by is that of the run: its own fills, from zero at its beginning.']
      : []),
  ]
}

function pathSentence(path: ResolvedConfig['execution']['path'], fine: MarketData['fine']): string {
  if (fine === null) return `Inside a candle the price goes ${pathWords[path]}.`
  const timeframe = timeframeName(fine.candles.timeframeMs)
  return `Candles are replayed in those of ${timeframe}, inside each of which the price goes ${pathWords[path]}.`
}

/** What the model assumed, in sentences for the result and the report. */
export function assumptionsOf(
  config: ResolvedConfig,
  data: MarketData,
  margins: ReadonlySet<MarginMode>,
): readonly string[] {
  const { execution, instrument } = config
  const { slippage, path, maintenanceOn, closeFeeInTest, fundingFrom, closeAtEnd } = execution
  const begins = data.candles.openedAt[data.first]
  const sentences = [
    pathSentence(path, data.fine),
    ...feeSentences(instrument.fees, begins),
    slippageWords(slippage),
    ...(execution.latencyMs === 0
      ? []
      : [
          `Commands reach the exchange ${timeframeName(execution.latencyMs)} after the close at which they are given; inside a candle each of the three stretches of the price takes a third of its time.`,
        ]),
    execution.limitFill === 'touch'
      ? 'A limit fills when the price touches it.'
      : 'A limit fills when the price trades through it by one tick.',
    liquidityWords(execution.liquidity, data),
    `Isolated margin: maintenance on the notional at the ${maintenanceOn}${closeFeeInTest ? ', closing fee included' : ''}; ${settlementWords(execution)}`,
    `Funding is booked to the ${fundingFrom === 'collateral' ? "leg's collateral" : 'wallet'} first.`,
    closeAtEnd
      ? 'Legs open at the end are closed at the last close.'
      : 'Legs open at the end stay open and are marked at the last close.',
    ...data.assumptions,
  ]
  if (margins.has('cross')) sentences.push(crossWords(execution))
  const mode = modeWords[config.account.positionMode]
  if (mode !== null) sentences.push(mode)
  const firstTable = instrument.tierStates[0].from
  if (firstTable > begins) {
    sentences.push(`Margin tiers before ${iso(firstTable)} are not known: the first known state stands in.`)
  }
  return sentences
}
