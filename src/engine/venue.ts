import type { Candles } from '#domain/candles.js'
import { type Decimal, ZERO } from '#domain/decimal.js'
import type { PoolRules } from '#domain/pool.js'
import type { ResolvedConfig } from '#config/resolved.js'
import { fixedSlippage, halfSpread, rangeShare, type SlippageModel, squareRootImpact } from '#exchange/slippage.js'
import type { Venue } from '#exchange/venue.js'

/** The venue that a config describes; `candles` for models that look at the market. */
export function venueOf({ instrument, account, execution }: ResolvedConfig, candles: Candles): Venue {
  return {
    instrument,
    limitDepth: execution.limitFill === 'through' ? instrument.tick : ZERO,
    slippage: slippageOf(execution.slippage, candles, instrument.tick),
    maintenance: maintenanceOf({ instrument, execution }),
    fundingFrom: execution.fundingFrom,
    settlement: execution.settlement,
    clearanceFeeRate: execution.clearanceFeeRate,
    positionMode: account.positionMode,
    path: execution.path,
  }
}

/** How the venue tests margin. */
export function maintenanceOf({ instrument, execution }: Pick<ResolvedConfig, 'instrument' | 'execution'>): PoolRules {
  return {
    maintenanceOn: execution.maintenanceOn,
    closeFeeRate: execution.closeFeeInTest ? instrument.fees.taker : ZERO,
    hedgedMaintenance: execution.hedgedMaintenance,
  }
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
