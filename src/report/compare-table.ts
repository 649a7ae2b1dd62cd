import type { ComparedRun } from '#experiments/compare/comparison.js'
import { amount, count, NONE, percent, ratio } from './html-format.js'

/** A column of a comparison, the same on the terminal and on the page. */
export interface ComparedColumn {
  readonly title: string
  readonly hint: string
  readonly text: (run: ComparedRun) => string
  /** What it sorts by. */
  readonly value: (run: ComparedRun) => number | null
  /** Of a value on an axis. */
  readonly tick: (value: number) => string
}

function metric(title: string, hint: string, name: string, shown: (value: number | null) => string): ComparedColumn {
  const value = (run: ComparedRun): number | null => run.metrics?.[name] ?? null
  return { title, hint, value, text: (run) => shown(value(run)), tick: shown }
}

const whole = (value: number | null): string => (value === null ? NONE : count(value))
const effectiveness = ({ details }: ComparedRun): number | null => details?.hedge?.hedgeEffectiveness ?? null

/** What decides between hedges, in the order of its columns. */
export const comparedColumns: readonly ComparedColumn[] = [
  metric('Return', 'Final ÷ initial − 1', 'totalReturn', (value) => percent(value)),
  metric('Max drawdown', 'Largest fall of equity from an earlier high, at closes', 'maxDrawdown', (value) =>
    percent(value),
  ),
  metric('Sharpe', 'Mean ÷ deviation of daily returns, per year', 'sharpe', ratio),
  metric(
    'Hedge cost',
    'Fees, funding and slippage of hedge legs, signed as money moves: negative is a cost. Undefined where the venue books hedge and core to one position',
    'hedgeCost',
    (value) => amount(value),
  ),
  {
    title: 'Effectiveness',
    hint: '1 − variance of money changes with the hedge ÷ without, against the unhedged twin',
    value: effectiveness,
    text: (run) => ratio(effectiveness(run)),
    tick: ratio,
  },
  metric('Nearest liq.', 'Smallest distance of the mark to a liquidation price', 'liquidationDistanceMin', (value) =>
    percent(value, 1),
  ),
  metric('Liq.', 'Openings that ended in a forced close', 'liquidations', whole),
  metric('Refused', 'Commands and orders that were refused: margin, leverage, size, price', 'refusals', whole),
  metric('Naked', 'Hours in which a hedge was meant to be on and was not', 'nakedHours', (value) =>
    value === null ? NONE : `${amount(value, 0)} h`,
  ),
]
