import { sumAttributions } from '#analysis/attribution.js'
import { decimal, type DecimalText, plain } from '#domain/decimal.js'
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
  readonly liquidations: DecimalText
  readonly timing: DecimalText
  readonly total: DecimalText
}

/**
 * Splits what hedging did by the twins. Which difference explains what:
 *
 * - Fees, slippage, funding and what liquidations took are booked to causes of their own, so their part of any difference is
 *   the difference of those accounts.
 * - What is left is price, closed and still open. Price PnL at expected prices is the sum over time of net quantity × change
 *   of the price: it does not know in how many legs the quantity is held. The smaller core holds the mean exposure all the
 *   time, the run now more and now less of it: what their price PnL differs by is timing, having been less hedged while the
 *   price rose and more while it fell, or the other way round.
 * - The net twin has the net quantity of the run at the same expected prices, and so its price PnL, until it is liquidated.
 *   What run − net twin then shows of price comes from that liquidation.
 *
 * A hedge that was refused, or that a liquidation took away, is missing in the net quantity from then on: what that cost or
 * saved on the way of the price is timing, too. The parts add up whatever the twins are.
 */
export function hedgeSplit({ hedges, cores, unhedged, net, smaller }: TwinTotals): HedgeSplit {
  const run = sumAttributions([hedges, cores])
  return {
    total: difference(run, unhedged).net,
    hedgeLegs: plain(decimal(hedges.net)),
    knockOn: difference(cores, unhedged).net,
    holdingLess: difference(smaller, unhedged).net,
    twoLegs: byCause(run, smaller, 'timing'),
    gross: byCause(run, net, 'liquidations'),
  }
}

/** `run` − `against`, cause by cause; `price` says to which of them the price belongs. */
function byCause(run: Attribution, against: Attribution, price: 'timing' | 'liquidations'): CauseSplit {
  const { fees, slippage, funding, liquidation, net, ...rest } = difference(run, against)
  const moved = decimal(rest.price).plus(decimal(rest.unrealized))
  return {
    fees,
    slippage,
    funding,
    liquidations: price === 'timing' ? liquidation : plain(decimal(liquidation).plus(moved)),
    timing: price === 'timing' ? plain(moved) : '0',
    total: net,
  }
}
