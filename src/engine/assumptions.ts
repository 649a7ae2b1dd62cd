import { plain } from '#domain/decimal.js'
import type { MarketData } from '#domain/candles.js'
import type { MarginMode } from '#domain/position.js'
import { iso } from '#domain/time.js'
import type { ResolvedConfig } from '#config/resolved.js'

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

function maintenanceWords({ maintenanceOn, closeFeeInTest }: ResolvedConfig['execution']): string {
  return `maintenance on the notional at the ${maintenanceOn}${closeFeeInTest ? ', closing fee included' : ''}`
}

/** Of an account that may have cross legs (rules L4, L6, L9). */
function crossWords(execution: ResolvedConfig['execution']): string {
  const { hedgedMaintenance, clearanceFeeRate } = execution
  return `Cross margin: the wallet outside isolated collateral answers for all cross legs; ${maintenanceWords(execution)}, of ${hedgedWords[hedgedMaintenance]}. When they are liquidated, whole legs close, the largest unrealized loss first, with slippage and a clearance fee of ${plain(clearanceFeeRate)} of notional, until what is left holds; what the wallet lacks when the last is gone, the insurance fund pays. Their funding is the wallet's.`
}

const modeWords = {
  'multi-trade': null,
  hedged:
    'Position mode hedged: the venue holds one long and one short position; openings of the same side are merged.',
  'one-way':
    'Position mode one-way: the venue holds one net position; orders of opposite legs reduce, close or flip it.',
} as const

/** What the model assumed, in sentences for the result and the report. */
export function assumptionsOf(
  config: ResolvedConfig,
  data: MarketData,
  margins: ReadonlySet<MarginMode>,
): readonly string[] {
  const { execution, instrument } = config
  const { slippage, path, fundingFrom, closeAtEnd } = execution
  const begins = data.candles.openedAt[data.first]
  const sentences = [
    `Inside a candle the price goes ${pathWords[path]}.`,
    `Fees: maker ${plain(instrument.fees.maker)}, taker ${plain(instrument.fees.taker)} of notional.`,
    slippageWords(slippage),
    execution.limitFill === 'touch'
      ? 'A limit fills in full when the price touches it.'
      : 'A limit fills in full when the price trades through it by one tick.',
    ...(margins.has('isolated')
      ? [
          `Isolated margin: ${maintenanceWords(execution)}; ${settlementWords(execution)}`,
          `Funding is booked to the ${fundingFrom === 'collateral' ? "leg's collateral" : 'wallet'} first.`,
        ]
      : []),
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
