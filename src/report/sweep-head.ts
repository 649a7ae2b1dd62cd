import { dataLines, experimentBadges } from './experiment-header.js'
import { type HeadlineBox, headlineBoxes } from './headline-boxes.js'
import { count, date, percent, plural, ratio } from './html-format.js'
import { lossTone } from './html-legs.js'
import { type Content, markup, type Markup } from './html-markup.js'
import { metricTitle } from './metric-titles.js'
import type { SweepPage } from './sweep-page.js'
import { metricText, noWinnerWords, objectivesText, settingsText, wantedText } from './sweep-words.js'

/** What was searched on what, what was found, and what to think of it. */
export function sweepHead(page: SweepPage): Markup {
  const { counts, errors } = page
  return markup`<header>
${experimentBadges('sweep', [page.data])}
<h1>${page.name}</h1>
${dataLines([page.data])}
<p class="verdict">${found(page)}</p>
${page.winner && headlineBoxes(boxes(page))}
<ul class="settings">${settings(page).map((text) => markup`<li>${text}</li>`)}</ul>
${errors.map(({ index, status, error }) => markup`<p class="alarm">${plural(status === 'failed' ? counts.failed : counts.refused, 'trial')} ${status}; the first, number ${index}: ${error}</p>`)}
</header>`
}

function found(page: SweepPage): Content {
  const { winner, verdict, best, constraints } = page
  if (winner === null) {
    const none = noWinnerWords(page)
    const near = constraints.length > 0 && best.length > 0 ? ' Shown below is what was tried all the same.' : ''
    return none + near
  }
  const link = page.tops > 0 ? markup`<a href="top/1/report.html">trial ${winner.index}</a>` : `trial ${winner.index}`
  return markup`Best of ${plural(page.trials, 'trial')} by ${objectivesText(page.objectives)}: <strong>${settingsText(page.varied, winner.params)}</strong> (${link}). ${verdict?.sentences[0] ?? null}`
}

function settings(page: SweepPage): readonly string[] {
  const { holdout, constraints, walk } = page
  return [
    `${page.method} search, seed ${page.seed}`,
    `varied: ${page.varied.join(', ')}`,
    `wanted: ${wantedText(page.objectives)}`,
    ...(constraints.length === 0
      ? []
      : [`kept to: ${constraints.map(({ metric, relation, bound }) => `${metric} ${relation} ${bound}`).join(', ')}`]),
    `searched: ${spanText(page.seen)}`,
    ...(holdout === null ? [] : [`held out: ${spanText(holdout.span)}`]),
    ...(walk === null ? [] : [`walked forward: ${plural(walk.windows.length, 'window')}`]),
  ]
}

function spanText({ from, to }: { readonly from: number; readonly to: number }): string {
  return `${date(from)} to ${date(to)}`
}

/** Figures of the winner that every sweep tells, after its objectives. */
const told = ['totalReturn', 'maxDrawdown', 'sharpe']

function boxes(page: SweepPage): readonly HeadlineBox[] {
  const names = [...new Set([...page.objectives.map(({ metric }) => metric), ...told])]
  const inSample = names.map(
    (name): HeadlineBox => ({
      title: metricTitle(name),
      hint: `${name} of the winner on the data that was searched, of which it was chosen as the best`,
      value: metricText(name, page.winner?.metrics[name]),
      below: 'winner, in sample',
      tone: lossTone(name === 'maxDrawdown' ? null : (page.winner?.metrics[name] ?? null)),
    }),
  )
  return [...inSample, ...holdoutBox(page), ...walkBox(page), trialsBox(page), ...luckBox(page)]
}

function holdoutBox({ holdout }: SweepPage): readonly HeadlineBox[] {
  if (holdout === null) return []
  const { metrics, error } = holdout
  const gain = metrics?.['totalReturn'] ?? null
  const below = `max drawdown ${percent(metrics?.['maxDrawdown'] ?? null)}, Sharpe ${ratio(metrics?.['sharpe'] ?? null)}`
  return [
    {
      title: 'Return held out',
      hint: 'Of the winner on data that the search did not see',
      value: percent(gain),
      below: error === null ? below : 'failed there',
      tone: lossTone(gain),
    },
  ]
}

function walkBox({ walk }: SweepPage): readonly HeadlineBox[] {
  if (walk === null) return []
  return [
    {
      title: 'Walk-forward',
      hint: 'Efficiency: return a year out of sample ÷ in sample',
      value: ratio(walk.efficiency),
      below: `efficiency; return ${percent(walk.totalReturn)} out of sample`,
      tone: lossTone(walk.efficiency),
    },
  ]
}

function trialsBox({ trials, counts, evidence }: SweepPage): HeadlineBox {
  const fates = [
    `${count(counts.complete)} complete`,
    ...(counts.failed > 0 ? [`${count(counts.failed)} failed`] : []),
    ...(counts.refused > 0 ? [`${count(counts.refused)} refused`] : []),
    ...(evidence === null || trials < 2 ? [] : [`worth ${evidence.effectiveTrials.toFixed(1)} independent`]),
  ]
  return {
    title: 'Trials',
    hint: 'All that were made, and how many independent ones they are worth',
    value: count(trials),
    below: fates.join(', '),
  }
}

function luckBox({ evidence }: SweepPage): readonly HeadlineBox[] {
  if (evidence === null) return []
  const { deflatedSharpe, overfitting } = evidence
  return [
    {
      title: 'Better than luck',
      hint: 'Deflated Sharpe ratio: the probability that the winner is better than so many trials without skill; 95 % is asked for',
      value: percent(deflatedSharpe, 1),
      below: overfitting === null ? 'deflated Sharpe ratio' : `overfitting ${percent(overfitting.probability, 1)}`,
    },
  ]
}
