import { describe, expect, it } from 'vitest'
import { decimal, sum } from '#domain/decimal.js'
import { InputError, StrategyError } from '#domain/failure.js'
import { iso } from '#domain/time.js'
import { run, runWithPauses } from '#engine/run.js'
import { defineStrategy } from '#strategy/define.js'
import { candlesClosing, configOf, marketOf, wandering } from './replay.js'

const LENGTH = 3000
const data = marketOf(candlesClosing(wandering(LENGTH)))

/** Opens its core every tenth candle and closes it five later; throws at the close of candle `at`, or in a callback. */
function throwing(
  at: number | 'onStart' | 'onEnd',
  { thrown }: { thrown: unknown } = { thrown: new Error('no such level') },
) {
  return defineStrategy({
    name: 'thrower',
    legs: { core: { side: 'long', leverage: 2 } },
    state: () => ({ candle: -1 }),
    onStart() {
      if (at === 'onStart') throw thrown
    },
    onCandle({ legs: { core }, state }) {
      state.candle++
      if (state.candle % 10 === 0) core.open({ notional: 500 })
      if (state.candle % 10 === 5) core.close()
      if (state.candle === at) throw thrown
    },
    onEnd() {
      if (at === 'onEnd') throw thrown
    },
  })
}

const whole = run(configOf(), throwing(LENGTH), data).result

describe('a strategy that throws', () => {
  it('ends the run with its name, the close at which it threw, and what it threw', () => {
    const cause = new RangeError('no such level')
    const { result, failure } = run(configOf(), throwing(3, { thrown: cause }), data)
    expect(failure).toBeInstanceOf(StrategyError)
    expect([failure!.strategy, iso(failure!.at!), failure!.cause]).toEqual(['thrower', '2025-01-01T04:00:00Z', cause])
    expect(failure!.message).toBe("Strategy 'thrower' threw at 2025-01-01T04:00:00.000Z: no such level")
    expect([result.status, result.error]).toEqual(['incomplete', failure!.message])
  })

  it.each([
    ['a text', 'just words', 'just words'],
    ['nothing', undefined, 'undefined'],
    ['bad input of its own', new InputError('x', 'not a level'), 'not a level'],
  ])('may throw %s', (_, thrown, shown) => {
    const { failure } = run(configOf(), throwing(3, { thrown }), data)
    expect(failure!.message).toBe(`Strategy 'thrower' threw at 2025-01-01T04:00:00.000Z: ${shown}`)
  })

  it.each([
    ['in the first candle', 0],
    ['in the first block of candles', 7],
    ['at the end of a block', 1023],
    ['at the start of a block', 1024],
    ['in the middle of a later one, a leg open', 1503],
    ['at the last close', LENGTH - 1],
  ])('%s keeps the candles up to there, and nothing of later ones', (_, at) => {
    const { result } = run(configOf(), throwing(at), data)
    expect([result.status, result.first, result.end]).toEqual(['incomplete', 0, at + 1])
    expect(result.curve.equity).toEqual(whole.curve.equity.slice(0, at + 1))
    const until = data.candles.openedAt[at]
    expect(result.fills).toEqual(whole.fills.filter((fill) => fill.at <= until && fill.reason !== 'end-of-data'))
    expect(result.journal).toEqual(whole.journal.slice(0, result.journal.length))
    expect(result.legs.every(({ candles }) => candles >= 1)).toBe(true)
  })

  it.each([0, 7, 1503, LENGTH - 1, 'onStart', 'onEnd'] as const)('A1, A2, A3: leaves books that agree (%s)', (at) => {
    const { account, legs, curve } = run(configOf(), throwing(at), data).result
    const nets = sum(legs.map(({ pnl }) => decimal(pnl.net)))
    expect([account.ledgerSum, decimal(account.initial).plus(nets).toFixed()]).toEqual(['0', account.final])
    expect(curve.equity.at(-1)).toBeCloseTo(Number(account.final), 8)
  })

  it('before the first candle says so, and has lost nothing', () => {
    const { result, failure } = run(configOf(), throwing('onStart'), data)
    expect(failure!.at).toBeNull()
    expect(failure!.message).toBe("Strategy 'thrower' threw before the first candle: no such level")
    expect([...result.curve.equity]).toEqual([1000])
    expect([result.fills, result.legs, result.account.final]).toEqual([[], [], '1000'])
  })

  it('T6: in onEnd has lived to the end, its legs closed', () => {
    const { result } = run(configOf(), throwing('onEnd'), data)
    expect([result.status, result.end]).toEqual(['incomplete', LENGTH])
    expect(result.fills).toEqual(whole.fills)
  })

  it('leaves the same result where the run breathes between blocks', async () => {
    for (const at of ['onStart', 7, 1503] as const) {
      // One after the other: what is compared is the run, not their timing.
      // oxlint-disable-next-line no-await-in-loop
      const paused = await runWithPauses(configOf(), throwing(at), data, async () => {})
      const plain = run(configOf(), throwing(at), data)
      expect(paused.result).toEqual(plain.result)
      expect(paused.failure!.message).toBe(plain.failure!.message)
    }
  })

  it('does not swallow what the config asks wrongly: that is refused before the run', () => {
    expect(() => run(configOf({ params: { perod: 3 } }), throwing(0), data)).toThrow(InputError)
  })
})
