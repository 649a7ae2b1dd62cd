import { metricsOfRun } from '#analysis/figures.js'
import { runWithPauses } from '#engine/run.js'
import type { FinishedRun } from '../twins/twins.js'
import { type StressedAssumption, stressedAssumptions } from './assumptions.js'

/** What a run comes to with one of its assumptions changed; figures are null where the strategy then threw. */
export interface StressOutcome extends Pick<StressedAssumption, 'name' | 'change'> {
  readonly netProfit: number | null
  readonly totalReturn: number | null
  readonly maxDrawdown: number | null
  readonly liquidations: number | null
  readonly refusals: number | null
}

/**
 * Plays a finished run again with each of its assumptions made worse, the others as they were. Null for an incomplete one.
 * As many runs of the engine as there are outcomes; `pause` is awaited between blocks of candles.
 */
export async function stressOf(
  { config, strategy, data, result }: FinishedRun,
  pause: () => Promise<void> = async () => {},
): Promise<readonly StressOutcome[] | null> {
  if (result.status !== 'complete') return null
  const outcomes: StressOutcome[] = []
  for (const { name, change, ...changed } of stressedAssumptions(config, data, result)) {
    const { result: stressed, failure } = await runWithPauses(changed.config, strategy, changed.data, pause)
    const metrics = failure === null ? metricsOfRun(stressed, config.analysis) : null
    outcomes.push({
      name,
      change,
      netProfit: metrics?.netProfit ?? null,
      totalReturn: metrics?.totalReturn ?? null,
      maxDrawdown: metrics?.maxDrawdown ?? null,
      liquidations: metrics?.liquidations ?? null,
      refusals: metrics === null ? null : stressed.refusals.length,
    })
  }
  return outcomes
}
