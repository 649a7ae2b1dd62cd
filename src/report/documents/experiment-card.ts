import { samplesOf } from '#analysis/samples.js'
import type { Comparison } from '#experiments/compare/comparison.js'
import type { BootstrapPage } from '../bootstrap-html.js'
import type { SweepPage } from '../sweep-page.js'
import { CARD_POINTS, type RunCard } from './run-card.js'

/** `card.json` of a comparison, a sweep or a bootstrap: what a list of results shows of it. */
export interface ExperimentCard extends Pick<RunCard, 'name' | 'pair' | 'synthetic' | 'metrics' | 'equity' | 'tags'> {
  readonly schema: 'hedgerow/experiment-card@1'
  readonly kind: 'compare' | 'sweep' | 'bootstrap'
  /** Of which run the figures and the line are: `best Sharpe ratio of 4 runs`. */
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
    shown: run === undefined ? `${runs.length} runs` : `best Sharpe ratio of ${runs.length} runs: ${run.name}`,
    metrics: run === undefined ? nothing : metricsOf(run.metrics),
    equity: run?.curve ? samplesOf(run.curve, CARD_POINTS) : [],
    tags,
  }
}

export function sweepCard(page: SweepPage, tags: readonly string[]): ExperimentCard {
  const [{ metric, direction }] = page.objectives
  return {
    schema: 'hedgerow/experiment-card@1',
    kind: 'sweep',
    name: page.name,
    pair: page.pair,
    synthetic: page.isSynthetic,
    shown:
      page.winner === null ? `no winner of ${page.trials} trials` : `${direction} ${metric} of ${page.trials} trials`,
    metrics: metricsOf(page.winner?.metrics ?? null),
    equity: [],
    tags,
  }
}

export function bootstrapCard(page: BootstrapPage, tags: readonly string[]): ExperimentCard {
  const [own] = page.accounts
  return {
    schema: 'hedgerow/experiment-card@1',
    kind: 'bootstrap',
    name: page.name,
    pair: page.pair,
    synthetic: page.isSynthetic,
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
