import type { Evidence } from '#experiments/overfitting/evidence.js'
import type { Verdict } from '#experiments/overfitting/verdict.js'
import { amount, NONE, percent, ratio } from './html-format.js'
import { markup, type Markup } from './html-markup.js'
import { type Column, table } from './html-table.js'

/** Whether the best of many trials is luck: the verdict, and what it rests on. */
export function evidenceOf(found: Evidence, verdict: Verdict): Markup {
  const share = (value: number | null): string => percent(value, 1)
  const { overfitting, neighbourhood } = found
  const rows: readonly (readonly [string, string])[] = [
    ['Trials made', amount(found.trials, 0)],
    ['Independent trials they are worth', amount(found.effectiveTrials, 1)],
    ['Sharpe ratio of the best, a year', ratio(found.sharpe)],
    ['Sharpe ratio that luck alone would show', ratio(found.luckySharpe)],
    ['Probabilistic Sharpe ratio', share(found.probabilisticSharpe)],
    ['Deflated Sharpe ratio', share(found.deflatedSharpe)],
    ['Probability of backtest overfitting', share(overfitting?.probability ?? null)],
    ['Probability of a loss out of sample', share(overfitting?.lossProbability ?? null)],
    ['Minimum track record, days', found.minDays === null ? NONE : amount(Math.ceil(found.minDays), 0)],
    ['Days there are', amount(found.days, 0)],
    [
      'Neighbours: worst, median, best',
      neighbourhood === null
        ? NONE
        : `${ratio(neighbourhood.worst)}, ${ratio(neighbourhood.median)}, ${ratio(neighbourhood.best)} of ${neighbourhood.count}${neighbourhood.fallen > 0 ? `, ${neighbourhood.fallen} of which fell away` : ''}: a ${neighbourhood.shape}`,
    ],
  ]
  return markup`<ul class="sentences">${verdict.sentences.map((sentence) => markup`<li>${sentence}</li>`)}</ul>
${pairs(rows, 'evidence-table', 'What speaks for and against the winner')}`
}

function pairs(rows: readonly (readonly [string, string])[], id: string, label: string): Markup {
  const columns: readonly Column<readonly [string, string]>[] = [
    { title: 'Figure', hint: 'What is measured', cell: ([name]) => name },
    { title: 'Value', hint: 'Its value', cell: ([, value]) => value, numeric: true },
  ]
  return table(columns, rows, { id, label })
}
