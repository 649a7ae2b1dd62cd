import { ZERO } from '#domain/decimal.js'
import type { ResolvedConfig } from '#config/resolved.js'
import { fixedSlippage } from '#exchange/price.js'
import type { Venue } from '#exchange/venue.js'

/** The venue that a config describes. */
export function venueOf({ instrument, execution }: ResolvedConfig): Venue {
  return {
    instrument,
    limitDepth: execution.limitFill === 'through' ? instrument.tick : ZERO,
    slippage: fixedSlippage(execution.slippageBps, instrument.tick),
    maintenance: {
      maintenanceOn: execution.maintenanceOn,
      closeFeeRate: execution.closeFeeInTest ? instrument.fees.taker : ZERO,
    },
    fundingFrom: execution.fundingFrom,
    settlement: execution.settlement,
    path: execution.path,
  }
}
