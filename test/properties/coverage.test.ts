import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { BacktestResult } from '#domain/result.js'
import { arbitraryRun, resultOf } from './arbitrary-run.js'

const runs = fc.sample(arbitraryRun, { seed: 20_251_010, numRuns: 1000 }).map(resultOf)

/** How often each of the words occurs over the drawn runs. */
function tally(words: (result: BacktestResult) => readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const word of runs.flatMap(words)) counts[word] = (counts[word] ?? 0) + 1
  return counts
}

it('the drawn runs reach every kind of fill, so that the properties speak of them all', () => {
  const fills = tally(({ fills }) => fills.map(({ reason }) => reason))
  const reached = {
    entry: 500,
    scale: 20,
    reduce: 30,
    stop: 60,
    target: 60,
    trailing: 20,
    liquidation: 60,
    signal: 10,
    'end-of-data': 30,
  }
  // A stop fills as maker once it has triggered as a stop-limit and rested.
  expect(
    tally(({ fills }) => fills.map(({ reason, liquidity }) => `${reason} ${liquidity}`))['stop maker'],
  ).toBeGreaterThan(5)
  for (const [reason, least] of Object.entries(reached)) expect(fills[reason], reason).toBeGreaterThanOrEqual(least)
  // A leg that goes on after a target, and then is closed.
  const parted = runs.flatMap(({ legs, fills }) =>
    legs.filter(({ id }) => fills.filter(({ leg, reason }) => leg === id && reason === 'target').length > 1),
  )
  expect(parted.length).toBeGreaterThan(10)
  // Orders of every kind that fill in parts.
  const parts = tally(({ fills }) =>
    fills.filter((fill, at) => fills.findIndex(({ order }) => order === fill.order) < at).map(({ reason }) => reason),
  )
  for (const reason of ['entry', 'scale', 'reduce', 'stop', 'target', 'trailing', 'signal']) {
    expect(parts[reason], reason).toBeGreaterThan(0)
  }
  const phases = tally(({ fills }) => fills.map(({ phase, reason }) => `${reason} ${phase}`))
  for (const reason of ['stop', 'target', 'liquidation']) {
    for (const phase of ['open', 'path']) expect(phases[`${reason} ${phase}`], reason).toBeGreaterThan(1)
  }
})

it('they reach every refusal that this version knows, ambiguous candles, finer candles, funding, and what the insurance fund covers', () => {
  const refusals = tally(({ refusals }) => refusals.map(({ code }) => code))
  const codes = [
    'margin',
    'min-notional',
    'min-quantity',
    'max-leverage',
    'leg-open',
    'leg-flat',
    'entry-pending',
    'stop-side',
    'margin-not-removable',
    'unfilled',
  ]
  expect(Object.keys(refusals)).toEqual(expect.arrayContaining(codes))
  expect(tally(({ journal }) => journal.map(({ what }) => what))['funding']).toBeGreaterThan(100)
  expect(tally(({ journal }) => journal.map(({ what }) => what))['margin']).toBeGreaterThan(20)
  expect(runs.filter(({ path }) => path.ambiguousCandles > 0).length).toBeGreaterThan(5)
  expect(runs.filter(({ path }) => path.missingFine !== null).length).toBeGreaterThan(100)
  expect(runs.filter(({ path }) => path.missingFine !== null && path.missingFine > 0).length).toBeGreaterThan(20)
  const covered = tally(({ journal }) =>
    journal.flatMap(({ what, postings }) => (postings.some(isCovered) ? [what] : [])),
  )
  expect(Object.keys(covered)).toEqual(expect.arrayContaining(['liquidation', 'funding']))
})

/** The fund paid: a leg's liquidation account gave money. */
function isCovered({ account, amount }: BacktestResult['journal'][number]['postings'][number]): boolean {
  return account.startsWith('liquidation:') && amount.startsWith('-')
}
