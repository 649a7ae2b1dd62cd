import * as danfo from 'danfojs-node'
import { describe, expect, it } from 'vitest'
import { toDataFrame } from '#data-frame.js'
import type { BacktestResult } from '#domain/result.js'
import { iso } from '#domain/time.js'
import { backtest, compare } from '#library.js'
import { sweep } from '#library-sweep.js'
import { failureOf } from '../market/failure-of.js'
import { planAsData } from './plan-as-data.js'

const ratio = 'strategy.plan.1.open.ratio'
const config = planAsData('2024-02-01')

/** Rows by the titles of their columns. */
function rowsOf(frame: danfo.DataFrame): readonly Record<string, unknown>[] {
  const rows = frame.values as unknown[][]
  return rows.map((row) => Object.fromEntries(frame.columns.map((title, at) => [title, row[at]])))
}

/** What a frame holds for a number that may be undefined. */
const numberOf = (value: number | null): number => value ?? Number.NaN

/** Names that a column may not have: it would stand in the place of what the frame does. */
function isTaken(title: string): boolean {
  return title in danfo.DataFrame.prototype
}

describe('a DataFrame, made with the real danfojs-node,', () => {
  it('of a sweep has a row per trial with every value as it is', { timeout: 60_000 }, async () => {
    const answer = await sweep(config, {
      vary: { [ratio]: [0.1, 0.3, -1], 'execution.path': ['worst', 'best'] },
      objective: 'netProfit',
      workers: 1,
      cache: false,
    })
    const frame = toDataFrame(answer, danfo)
    expect(frame.shape[0]).toBe(6)
    expect(frame.columns.filter(isTaken)).toEqual([])
    expect(frame.columns.slice(0, 7)).toEqual([
      'trial',
      'hash',
      'status',
      'error',
      ratio,
      'execution.path',
      'netProfit',
    ])
    for (const [at, row] of rowsOf(frame).entries()) {
      const { index, hash, status, error, params, metrics } = answer.runs[at]
      expect(row).toMatchObject({ trial: index, hash, status, error, ...params })
      const names = frame.columns.slice(6)
      for (const name of names) expect(row[name], name).toBe(numberOf(metrics?.[name] ?? null))
    }
    expect(answer.counts).toEqual({ complete: 4, failed: 0, refused: 2 })
    const sorted = frame.query(frame['netProfit'].gt(-Infinity)).sortValues('netProfit')
    const nets = answer.runs.flatMap(({ metrics }) => metrics?.['netProfit'] ?? [])
    expect(sorted['netProfit'].values).toEqual(nets.toSorted((one, other) => one - other))
    const best = frame.query(frame['status'].eq('complete')).groupby(['execution.path']).agg({ netProfit: 'mean' })
    const meanOf = (path: string): number => {
      const nets = answer.runs.flatMap(({ params, metrics }) =>
        params['execution.path'] === path && metrics !== null ? [metrics['netProfit']!] : [],
      )
      return nets.reduce((sum, net) => sum + net) / nets.length
    }
    expect(best.values).toEqual([
      ['worst', meanOf('worst')],
      ['best', meanOf('best')],
    ])
  })

  it('of a comparison has a row per run', { timeout: 60_000 }, async () => {
    const answer = await compare(config, { vary: { [ratio]: [0.1, 0.3] }, cache: false })
    const frame = toDataFrame(answer, danfo)
    expect(frame.columns.filter(isTaken)).toEqual([])
    for (const [at, row] of rowsOf(frame).entries()) {
      const { name, hash, metrics, twins } = answer.runs[at]
      expect(row).toMatchObject({ run: name, hash, [ratio]: [0.1, 0.3][at] })
      expect(row['sharpe']).toBe(numberOf(metrics!['sharpe']))
      expect(row['unhedged.maxDrawdown']).toBe(numberOf(twins!.unhedged.maxDrawdown))
    }
  })

  it('of a backtest has its legs or fills, decimals as the text that they are', async () => {
    const answer = await backtest(config, { cache: false })
    const { legs, fills } = answer.result
    const frame = toDataFrame(answer, danfo)
    expect(frame.columns.filter(isTaken)).toEqual([])
    expect(legs.length).toBeGreaterThan(1)
    expect(rowsOf(frame).map((row) => [row['id'], row['entry'], row['pnl.net'], row['openedAt']])).toEqual(
      legs.map(({ id, entry, pnl, openedAt }) => [id, entry, pnl.net, iso(openedAt)]),
    )
    expect(() => frame['pnl.net'].sum() as number).toThrow('does not support')
    const filled = toDataFrame(answer, danfo, { table: 'fills' })
    expect(filled.columns.filter(isTaken)).toEqual([])
    expect(rowsOf(filled).map(({ fee, price }) => [fee, price])).toEqual(fills.map(({ fee, price }) => [fee, price]))
    const numbers = toDataFrame(answer, danfo, { money: 'number' })
    expect(numbers['pnl.net'].values).toEqual(legs.map(({ pnl }) => Number(pnl.net)))
    expect(numbers['pnl.net'].sum()).toBeCloseTo(
      legs.reduce((sum, { pnl }) => sum + Number(pnl.net), 0),
      8,
    )
  })

  it('of a backtest has its equity at every close', async () => {
    const answer = await backtest(config, { cache: false })
    const frame = toDataFrame(answer, danfo, { table: 'equity' })
    expect(frame.columns.filter(isTaken)).toEqual([])
    expect(frame['equity'].values).toEqual(Array.from(answer.result.curve.equity))
    expect(frame['time'].values[0]).toBe('2024-01-01T01:00:00Z')
    expect(frame['liquidationBelow'].values[0]).toBeNaN()
  })

  it('refuses what it makes no frame of', { timeout: 60_000 }, async () => {
    const answer = await compare(config, { vary: { [ratio]: [0.1, 0.3] }, workers: 1, cache: false })
    const given = [
      [answer, danfo, { table: 'ledger' }, 'option-unknown', 'table'],
      [answer, danfo, { money: 'float' }, 'option-value', 'money'],
      [answer, {}, {}, 'option-value', 'danfo'],
      [{ accounts: [] }, danfo, {}, 'option-value', 'answer'],
      [undefined, danfo, {}, 'option-value', 'answer'],
      [{ result: null }, danfo, { table: 'ledger' }, 'option-value', 'table'],
    ] as const
    for (const [of, module, options, code, where] of given) {
      // oxlint-disable-next-line no-await-in-loop
      const failure = await failureOf(() => toDataFrame(of as never, module as never, options as never))
      expect(failure, where).toMatchObject({ code, where })
    }
  })

  it('of a run without a trade has the columns and no row', async () => {
    const answer = await backtest(config, { cache: false })
    const result: BacktestResult = { ...answer.result, legs: [] }
    const frame = toDataFrame({ ...answer, result }, danfo)
    expect([frame.shape[0], frame.columns[0]]).toEqual([0, 'id'])
  })
})
