import { sumAttributions } from '#analysis/attribution.js'
import { type Decimal, decimal, type DecimalText, plain, sum } from '#domain/decimal.js'
import type { Attribution } from '#domain/result.js'
import { difference } from './difference.js'

/** The totals of a run and of its twins on the same market, quote currency, signed as money moves. */
export interface TwinTotals {
  /** The hedge legs of the run, all openings together. */
  readonly hedges: Attribution
  /** All other legs of the run. */
  readonly cores: Attribution
  /** The run without its hedge commands. */
  readonly unhedged: Attribution
  /** The net quantity of the run in one position. */
  readonly net: Attribution
  /** The core alone, its notional × (1 − mean hedge ratio). */
  readonly smaller: Attribution
}

/** What hedging did, in three differences that add up. Negative: it cost. Each is exact, and so are their sums. */
export interface HedgeSplit {
  /** Run − unhedged twin: what hedging did in all. = `hedgeLegs` + `knockOn` = `holdingLess` + `twoLegs.total`. */
  readonly total: DecimalText
  /** What the hedge legs themselves made. */
  readonly hedgeLegs: DecimalText
  /** What changed in the core because there was a hedge: another size, another stop, no liquidation. */
  readonly knockOn: DecimalText
  /** Smaller core − unhedged twin: what simply holding less would have done. */
  readonly holdingLess: DecimalText
  /** Run − smaller core: what two legs did that simply holding less would not have done. */
  readonly twoLegs: CauseSplit
  /** Run − net twin: the cost of holding gross, the part of `twoLegs` that one position with the same exposure saves. */
  readonly gross: CauseSplit
}

/** One difference by what explains it; `total` is the sum of the five others. */
export interface CauseSplit {
  readonly fees: DecimalText
  readonly slippage: DecimalText
  readonly funding: DecimalText
  readonly liquidationsAndRefusals: DecimalText
  readonly timing: DecimalText
  readonly total: DecimalText
}

/**
 * Splits what hedging did by the twins. Which difference explains what:
 *
 * - Fees, slippage and funding are booked to causes of their own, so their part of any difference is the difference of
 *   those accounts.
 * - What is left of a difference is price (closed and still open) and liquidation. Price PnL at expected prices is the sum
 *   over time of net quantity × change of the price: it does not know in how many legs the quantity is held. The net twin
 *   trades the net quantity of the run at the same expected prices, so where neither is liquidated or refused, their price
 *   PnL is equal. Whatever run − net twin shows there comes from a liquidation or a refusal that only one of the two met,
 *   and belongs to them, with what the liquidations themselves took (`liquidation`).
 * - The net twin holds the mean exposure of the smaller core on average, and more or less of it at times. What their price
 *   PnL differs by is timing: having been less hedged while the price rose, more while it fell, or the other way round. The
 *   smaller core can be liquidated too; what that took is not timing and counts as liquidations.
 *
 * So, with p = price + unrealized: liquidations and refusals = (run.p − net.p) + run.liquidation − smaller.liquidation;
 * timing = net.p − smaller.p; and the five add up to run.net − smaller.net whatever the twins are. A hedge that the run
 * itself was refused is missing in its net quantity too, and so in timing.
 */
export function hedgeSplit({ hedges, cores, unhedged, net, smaller }: TwinTotals): HedgeSplit {
  const run = sumAttributions([hedges, cores])
  return {
    total: difference(run, unhedged).net,
    hedgeLegs: plain(decimal(hedges.net)),
    knockOn: difference(cores, unhedged).net,
    holdingLess: difference(smaller, unhedged).net,
    twoLegs: byCause(run, net, smaller),
    gross: byCause(run, net, net),
  }
}

/** `run` − `against`. The net twin tells what of the price is liquidations and refusals, and what timing. */
function byCause(run: Attribution, net: Attribution, against: Attribution): CauseSplit {
  const { fees, slippage, funding, liquidation } = difference(run, against)
  const parts = {
    fees,
    slippage,
    funding,
    liquidationsAndRefusals: plain(priceOf(run).minus(priceOf(net)).plus(decimal(liquidation))),
    timing: plain(priceOf(net).minus(priceOf(against))),
  }
  return { ...parts, total: plain(sum(Object.values(parts).map((part) => decimal(part)))) }
}

function priceOf({ price, unrealized }: Attribution): Decimal {
  return decimal(price).plus(decimal(unrealized))
}
