import { sumAttributions } from '#analysis/attribution.js'
import { type Decimal, decimal, type DecimalText, plain, ZERO } from '#domain/decimal.js'
import type { Attribution } from '#domain/result.js'
import { difference } from './difference.js'
import type { NakedTiming } from './naked-timing.js'

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
  /** The part of the timing in which a hedge was missing. */
  readonly naked: NakedTiming
  /** Whether `hedges` and `cores` can be told apart. Default: true. */
  readonly areApart?: boolean
}

/** What hedging did, in three differences that add up. Negative: it cost. Each is exact, and so are their sums. */
export interface HedgeSplit {
  /** Run − unhedged twin: what hedging did in all. = `hedgeLegs` + `knockOn` = `holdingLess` + `twoLegs.total`. */
  readonly total: DecimalText
  /**
   * What the hedge legs themselves made. Null, as `knockOn` is, where the venue booked orders of hedge and core to one
   * position (rule M4).
   */
  readonly hedgeLegs: DecimalText | null
  /** What changed in the core because there was a hedge: another size, another stop, no liquidation. */
  readonly knockOn: DecimalText | null
  /** Smaller core − unhedged twin: what simply holding less would have done. */
  readonly holdingLess: DecimalText
  /** Run − smaller core: what two legs did that simply holding less would not have done. */
  readonly twoLegs: CauseSplit
  /** Run − net twin: the cost of holding gross, the part of `twoLegs` that one position with the same exposure saves. */
  readonly gross: CauseSplit
}

/** One difference by what explains it; `total` is the sum of the six others. */
export interface CauseSplit {
  readonly fees: DecimalText
  readonly slippage: DecimalText
  readonly funding: DecimalText
  readonly liquidations: DecimalText
  readonly refusals: DecimalText
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
 * A hedge that was refused, or that a liquidation took away, is missing in the net quantity until one is on again: what
 * that cost or saved on the way of the price is taken out of the timing and given to refusals, or to liquidations. The parts
 * add up whatever the twins are.
 */
export function hedgeSplit({ hedges, cores, unhedged, net, smaller, naked, areApart = true }: TwinTotals): HedgeSplit {
  const run = sumAttributions([hedges, cores])
  return {
    total: difference(run, unhedged).net,
    hedgeLegs: areApart ? plain(decimal(hedges.net)) : null,
    knockOn: areApart ? difference(cores, unhedged).net : null,
    holdingLess: difference(smaller, unhedged).net,
    twoLegs: byCause(run, smaller, (moved) => ({
      liquidations: naked.liquidation,
      refusals: naked.refusal,
      timing: moved.minus(naked.liquidation).minus(naked.refusal),
    })),
    gross: byCause(run, net, (moved) => ({ liquidations: moved, refusals: ZERO, timing: ZERO })),
  }
}

/** `run` − `against`, cause by cause; `shares` says to which of them the price belongs. */
function byCause(
  run: Attribution,
  against: Attribution,
  shares: (moved: Decimal) => Readonly<Record<'liquidations' | 'refusals' | 'timing', Decimal>>,
): CauseSplit {
  const { fees, slippage, funding, liquidation, net, ...rest } = difference(run, against)
  const { liquidations, refusals, timing } = shares(decimal(rest.price).plus(decimal(rest.unrealized)))
  return {
    fees,
    slippage,
    funding,
    liquidations: plain(decimal(liquidation).plus(liquidations)),
    refusals: plain(refusals),
    timing: plain(timing),
    total: net,
  }
}
