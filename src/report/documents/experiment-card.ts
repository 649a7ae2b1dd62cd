import { samplesOf } from '#analysis/samples.js'
import type { Comparison } from '#experiments/compare/comparison.js'
import type { BootstrapPage } from '../bootstrap-html.js'
import { plural } from '../html-format.js'
import type { SweepPage } from '../sweep-page.js'
import { objectivesText } from '../sweep-words.js'
import { CARD_POINTS, type RunCard } from './run-card.js'

/** `card.json` of a comparison, a sweep or a bootstrap: what a list of results shows of it. */
export interface ExperimentCard extends Pick<RunCard, 'name' | 'pair' | 'synthetic' | 'metrics' | 'equity' | 'tags'> {
  readonly schema: 'hedgerow/experiment-card@1'
  readonly kind: 'compare' | 'sweep' | 'bootstrap'
  /** Of which run the figures and the line are: `best of 33 trials by max Sharpe, in sample`. */
  readonly shown: string
}

/** What a comparison does not say about itself. */
export interface CardFacts {
  readonly pair: string
  readonly tags: readonly string[]
}

const nothing: RunCard['metrics'] = {
  totalReturn: null,
  maxDrawdown: null,
  sharpe: null,
  trades: null,
  liquidations: null,
}

export function compareCard({ name, runs, best }: Comparison, { pair, tags }: CardFacts): ExperimentCard {
  const run = runs.find(({ hash }) => hash === best)
  return {
    schema: 'hedgerow/experiment-card@1',
    kind: 'compare',
    name,
    pair,
    synthetic: runs.some(({ details }) => details?.synthetic === true),
    shown: run === undefined ? `${runs.length} runs` : `best of ${runs.length} runs by Sharpe: ${run.name}`,
    metrics: run === undefined ? nothing : metricsOf(run.metrics),
    equity: run?.curve ? samplesOf(run.curve, CARD_POINTS) : [],
    tags,
  }
}

export function sweepCard(page: SweepPage, tags: readonly string[]): ExperimentCard {
  return {
    schema: 'hedgerow/experiment-card@1',
    kind: 'sweep',
    name: page.name,
    pair: page.data.pair,
    synthetic: page.data.synthetic,
    shown:
      page.winner === null
        ? `no winner of ${plural(page.trials, 'trial')}`
        : `best of ${plural(page.trials, 'trial')} by ${objectivesText(page.objectives)}, in sample`,
    metrics: metricsOf(page.winner?.metrics ?? null),
    equity: winnerCurve(page),
    tags,
  }
}

/** Of the winner, where it was asked for. */
function winnerCurve({ curves, winner }: SweepPage): readonly number[] {
  const curve = curves?.trials.find(({ index }) => index === winner?.index)
  return curve === undefined ? [] : samplesOf(curve.values, CARD_POINTS)
}

export function bootstrapCard(page: BootstrapPage, tags: readonly string[]): ExperimentCard {
  const [own] = page.accounts
  return {
    schema: 'hedgerow/experiment-card@1',
    kind: 'bootstrap',
    name: page.name,
    pair: page.data.pair,
    synthetic: page.data.synthetic,
    shown: `median of ${page.runs - page.failed} histories`,
    metrics: {
      ...nothing,
      totalReturn: own.totalReturn?.median ?? null,
      maxDrawdown: own.maxDrawdown?.median ?? null,
      sharpe: page.sharpe?.median ?? null,
    },
    equity: samplesOf(own.fan.bands[own.fan.bands.length >> 1], CARD_POINTS),
    tags,
  }
}

function metricsOf(metrics: Readonly<Record<string, number | null>> | null): RunCard['metrics'] {
  const of = (name: keyof RunCard['metrics']): number | null => metrics?.[name] ?? null
  return {
    totalReturn: of('totalReturn'),
    maxDrawdown: of('maxDrawdown'),
    sharpe: of('sharpe'),
    trades: of('trades'),
    liquidations: of('liquidations'),
  }
}
