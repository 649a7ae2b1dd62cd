import type { ComparedRun } from '#experiments/compare/comparison.js'
import { amount, count, distance, NONE, percent, ratio, signed } from './html-format.js'
import { metricTitle } from './metric-titles.js'
import { hedgeFlowHint } from './metric-words.js'

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
  return { title, hint, value, text: (run) => shown(value(run)), tick: (at) => shortTick(shown(at)) }
}

/** Of round numbers the digits that say nothing are left out. */
function shortTick(text: string): string {
  return text.replace(/\.0+(?=\D|$)/, '')
}

const whole = (value: number | null): string => (value === null ? NONE : count(value))
const effectiveness = ({ details }: ComparedRun): number | null => details?.hedge?.hedgeEffectiveness ?? null

function nearest({ metrics }: ComparedRun): string {
  const liquidations = metrics?.['liquidations'] ?? 0
  return liquidations > 0 ? 'liquidated' : distance(metrics?.['liquidationDistanceMin'] ?? null)
}

/** What decides between hedges, in the order of its columns. */
export const comparedColumns: readonly ComparedColumn[] = [
  metric(metricTitle('totalReturn'), 'Final ÷ initial − 1', 'totalReturn', (value) => percent(value)),
  metric(metricTitle('maxDrawdown'), 'Largest fall of equity from an earlier high, at closes', 'maxDrawdown', (value) =>
    percent(value),
  ),
  metric(metricTitle('sharpe'), 'Mean ÷ deviation of daily returns, per year', 'sharpe', ratio),
  metric(metricTitle('hedgeCost'), hedgeFlowHint, 'hedgeCost', signed),
  {
    title: 'Effectiveness',
    hint: '1 − variance of money changes with the hedge ÷ without, against the unhedged twin',
    value: effectiveness,
    text: (run) => ratio(effectiveness(run)),
    tick: ratio,
  },
  {
    title: metricTitle('liquidationDistanceMin'),
    hint: 'Smallest distance of the mark to a liquidation price; liquidated where something was',
    value: ({ metrics }) => metrics?.['liquidationDistanceMin'] ?? null,
    text: nearest,
    tick: distance,
  },
  metric(metricTitle('liquidations'), 'Openings that ended in a forced close', 'liquidations', whole),
  metric(
    metricTitle('refusals'),
    'Commands and orders that were refused: margin, leverage, size, price',
    'refusals',
    whole,
  ),
  metric(metricTitle('nakedHours'), 'Hours in which a hedge was meant to be on and was not', 'nakedHours', (value) =>
    value === null ? NONE : `${amount(value, 0)} h`,
  ),
]
