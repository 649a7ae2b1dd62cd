import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { BacktestResult } from '#domain/result.js'
import { arbitraryRun, resultOf } from './arbitrary-run.js'
import { settings } from './settings.js'

const tally = (results: readonly BacktestResult[], keys: (result: BacktestResult) => readonly string[]) => {
  const counts: Record<string, number> = {}
  for (const result of results) for (const key of keys(result)) counts[key] = (counts[key] ?? 0) + 1
  return counts
}

it('the drawn runs reach every kind of fill, refusal and entry, so that the properties speak of them all', () => {
  const results = fc.sample(arbitraryRun, { ...settings, numRuns: 300 }).map(resultOf)
  const fills = tally(results, ({ fills }) => fills.map(({ reason }) => reason))
  const refusals = tally(results, ({ refusals }) => refusals.map(({ code }) => code))
  const entries = tally(results, ({ journal }) => journal.map(({ what }) => what))
  console.log(fills, refusals, entries, results.filter((r) => r.path.ambiguousCandles > 0).length, results.reduce((s, r) => s + r.warnings.length, 0))
})
