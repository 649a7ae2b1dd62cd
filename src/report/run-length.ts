import { RATIO_DAYS_MIN } from '#analysis/figures.js'
import { endOfRun, startOfRun } from '#analysis/run.js'
import { DAY_MS } from '#domain/time.js'
import { plural } from './html-format.js'
import type { Page } from './html-page.js'

type Run = Pick<Page, 'result' | 'figures'>

/** Days of a run, to the nearest. */
export function daysOf({ result }: Pick<Run, 'result'>): number {
  return Math.round((endOfRun(result) - startOfRun(result)) / DAY_MS)
}

/** Why a run has no Sharpe ratio. */
export function noSharpe({ result, figures }: Run): string {
  const elapsed = endOfRun(result) - startOfRun(result)
  if (elapsed < RATIO_DAYS_MIN * DAY_MS)
    return `needs ${RATIO_DAYS_MIN} days, has ${plural(Math.floor(elapsed / DAY_MS), 'day')}`
  return figures.metrics.volatility === null ? 'equity was not above zero' : 'equity did not vary'
}
