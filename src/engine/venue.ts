import type { Candles } from '#domain/candles.js'
import { type Decimal, ZERO } from '#domain/decimal.js'
import type { ResolvedConfig } from '#config/resolved.js'
import { fixedSlippage, halfSpread, rangeShare, type SlippageModel, squareRootImpact } from '#exchange/slippage.js'
import type { Venue } from '#exchange/venue.js'
import { fillCap, type Liquidity } from '#exchange/volume.js'

/** The venue that a config describes; `candles` for models that look at the market. */
export function venueOf({ instrument, account, execution }: ResolvedConfig, candles: Candles): Venue {
  return {
    instrument,
    limitDepth: execution.limitFill === 'through' ? instrument.tick : ZERO,
    fillCap: fillCap(liquidityOf(execution.liquidity), candles),
    slippage: slippageOf(execution.slippage, candles, instrument.tick),
    maintenanceOn: execution.maintenanceOn,
    closeFeeInTest: execution.closeFeeInTest,
    hedgedMaintenance: execution.hedgedMaintenance,
    fundingFrom: execution.fundingFrom,
    settlement: execution.settlement,
    clearanceFeeRate: execution.clearanceFeeRate,
    positionMode: account.positionMode,
    path: execution.path,
    latencyMs: execution.latencyMs,
  }
}

function liquidityOf({ maxParticipation, volume, window }: ResolvedConfig['execution']['liquidity']): Liquidity {
  return { maxParticipation, window: volume === 'normalised' ? window : null }
}

function slippageOf(model: ResolvedConfig['execution']['slippage'], candles: Candles, tick: Decimal): SlippageModel {
  switch (model.kind) {
    case 'bps':
      return fixedSlippage(model.bps, tick)
    case 'half-spread':
      return halfSpread(model.halfSpread, tick)
    case 'range-share':
      return rangeShare(model.share, candles, tick)
    default:
      return squareRootImpact(model, candles, tick)
  }
}
