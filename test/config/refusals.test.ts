import { describe, expect, it } from 'vitest'
import { configError } from '#config/problems.js'
import { resolveConfig } from '#config/resolve.js'
import type { InputError } from '#domain/failure.js'
import { refusal, resolved } from './sample.js'

function told(error: InputError) {
  const { code, where, message, hint } = error
  return { code, where, message, hint }
}

describe('An unknown key', () => {
  it.each([
    ['accont.balance=5', 'accont', "unknown key 'accont'", "Did you mean 'account'?"],
    ['data.candels=x.csv', 'data.candels', "unknown key 'candels'", "Did you mean 'candles'?"],
    ['data.funding={ rat: 0.1, every: 8h }', 'data.funding.rat', "unknown key 'rat'", "Did you mean 'rate'?"],
    [
      'data.funding={ series: a.csv, fallbak: zero }',
      'data.funding.fallbak',
      "unknown key 'fallbak'",
      "Did you mean 'fallback'?",
    ],
    ['instrument.tck=1', 'instrument.tck', "unknown key 'tck'", "Did you mean 'tick'?"],
    ['instrument.tiers.1.amout=1', 'instrument.tiers.1.amout', "unknown key 'amout'", "Did you mean 'amount'?"],
    ['instrument.fees.takr=1', 'instrument.fees.takr', "unknown key 'takr'", "Did you mean 'taker'?"],
    [
      'execution.liquidity.maxparticipation=1',
      'execution.liquidity.maxparticipation',
      "unknown key 'maxparticipation'",
      "Did you mean 'maxParticipation'?",
    ],
    ['execution.slippage.bp=1', 'execution.slippage.bp', "unknown key 'bp'", "Did you mean 'bps'?"],
    [
      'execution.liquidation.fundingfrom=x',
      'execution.liquidation.fundingfrom',
      "unknown key 'fundingfrom'",
      "Did you mean 'fundingFrom'?",
    ],
    ['analysis.riskfree=0', 'analysis.riskfree', "unknown key 'riskfree'", "Did you mean 'riskFree'?"],
    ['strategy.legs.core.levrage=2', 'strategy.legs.core.levrage', "unknown key 'levrage'", "Did you mean 'leverage'?"],
    [
      'account.zzzzzz=2',
      'account.zzzzzz',
      "unknown key 'zzzzzz'",
      'Known here: balance, currency, positionMode, margin.',
    ],
  ])('is refused with the nearest known one: %s', (override, where, message, hint) => {
    expect(told(refusal(override))).toEqual({ code: 'config-unknown-key', where, message, hint })
  })

  it('is the headline, and the key that was meant is not told of as missing', () => {
    const raw = { data: { candels: 'x.csv' }, account: { balance: -5 } }
    const place = { defaultName: 'run', instrumentFile: null, locate: (path: string) => path }
    expect(() => resolveConfig(raw, place)).toThrow(
      expect.objectContaining({
        code: 'config-unknown-key',
        where: 'data.candels',
        message:
          "unknown key 'candels' (did you mean 'candles'?); also instrument: 'instrument' is missing, expected the name of a bundled instrument, " +
          "the path of a file, or an instrument; account.balance: found -5, expected a balance above 0 and up to a trillion, in the account's " +
          'currency; strategy: neither use nor plan is given: there is nothing to run',
      }),
    )
  })
})

describe('A value out of its range or of the wrong kind', () => {
  it.each([
    ['account.balance=-1', "found -1, expected a balance above 0 and up to a trillion, in the account's currency"],
    ['account.balance=10k', "found '10k', expected a balance above 0 and up to a trillion, in the account's currency"],
    ['account.balance=.nan', "found NaN, expected a balance above 0 and up to a trillion, in the account's currency"],
    ['account.balance=[1]', "found a list, expected a balance above 0 and up to a trillion, in the account's currency"],
    ['account=5', 'found 5, expected a mapping of balance, currency, positionMode, margin'],
    ['data.pair=TAOUSDT', "found 'TAOUSDT', expected a pair such as TAO/USDT or TAO/USDT:USDT"],
    ['data.from=2025', 'found 2025, expected an ISO 8601 date or time in UTC, such as 2025-10-10 or 2025-10-10T21:00Z'],
    [
      'data.from=soon',
      "found 'soon', expected an ISO 8601 date or time in UTC, such as 2025-10-10 or 2025-10-10T21:00Z",
    ],
    ['data.maxGap=24', 'found 24, expected a duration above 0, such as 24h'],
    ['data.maxGap=0h', "found '0h', expected a duration above 0, such as 24h"],
    ['data.candles=5', 'found 5, expected a CSV file of candles'],
    ['data.funding=5', 'found 5, expected a CSV file of funding rates, { rate, every }, { series, fallback } or none'],
    ['instrument.tick=0', 'found 0, expected a step of price above 0, in quote currency'],
    ['instrument.lot=0', 'found 0, expected a step of quantity above 0, in base units'],
    ['instrument.minNotional=-1', 'found -1, expected a notional of at least 0, in quote currency'],
    ['instrument.tiers=[]', 'found a list, expected at least one tier'],
    ['instrument.tiers=5', 'found 5, expected a list of tiers, or a dated list of { from, tiers }'],
    [
      'instrument.tiers=[{ upTo: 1000, maxLeverage: 100, rate: 0.01 }]',
      'found 0.01, expected less than 0.01, 1 ÷ maxLeverage: a leg would be liquidated as it opens',
    ],
    ['execution.slippage=2', 'found 2, expected a mapping of bps'],
    ['execution.latency=fast', "found 'fast', expected a duration such as 0s, 250ms or 2m"],
    ['execution.latency=-1s', "found '-1s', expected a duration such as 0s, 250ms or 2m"],
    [
      'execution.liquidity.maxParticipation=0',
      "found 0, expected a fraction of a candle's volume above 0 and at most 1",
    ],
    [
      'execution.liquidity.maxParticipation=10%',
      "found '10%', expected a fraction of a candle's volume above 0 and at most 1",
    ],
    ['execution.liquidity.volume=normal', "found 'normal', expected one of raw, normalised"],
    ['execution.liquidity.window=2', 'found 2, expected a whole number of candles from 3 on'],
    ['execution.closeAtEnd=yes', "found 'yes', expected true or false"],
    ['analysis.periodsPerYear=0', 'found 0, expected periods per year, above 0 (365 where periods are days)'],
    ['analysis.riskFree=4%', "found '4%', expected a yearly rate between -1 and 1, as a fraction (4% is written 0.04)"],
    ['seed=1.5', 'found 1.5, expected a whole number from 0 to 4294967295'],
    ['strategy.legs={ core: { leverage: 0 } }', 'found 0, expected a leverage above 0'],
    ['strategy.params={ when: [1] }', 'found a list, expected a number, a text, or true or false'],
  ])('is refused with what was found and expected: %s', (override, message) => {
    const error = refusal(override)
    expect([error.code, error.message]).toEqual(['config-value', message])
    const path = override.slice(0, override.indexOf('='))
    expect(error.where?.startsWith(path)).toBe(true)
  })

  it.each([
    ['instrument.fees={ tiers: [] }', 'found a list, expected at least one tier'],
    ['execution.fees=[]', 'found a list, expected at least one of { from, maker, taker }'],
    [
      'execution.fees={ tiers: [{ volume30d: 5, maker: 0, taker: 0 }] }',
      'found 5, expected 0: an account begins without a volume',
    ],
    [
      'execution.fees={ tiers: [{ volume30d: -5, maker: 0, taker: 0 }] }',
      'found -5, expected a volume of at least 0 over 30 days, in quote currency, from which on the rates hold',
    ],
    [
      'execution.fees={ tiers: [{ volume30d: 0, maker: 0, taker: 0 }, { volume30d: 0, maker: 0, taker: 0 }] }',
      'found 0, expected more than 0, where the tier before begins',
    ],
    [
      'instrument.fees=[{ from: 2025-01-02, maker: 0, taker: 0 }, { from: 2025-01-01, maker: 0, taker: 0 }]',
      'found a date that is not after the one before, expected dates in order',
    ],
    [
      'instrument.fees=[{ from: soon, maker: 0, taker: 0 }]',
      "found 'soon', expected an ISO 8601 date or time in UTC, such as 2025-10-10 or 2025-10-10T21:00Z",
    ],
    [
      'instrument.fees.taker=0.05%',
      "found '0.05%', expected a fraction of notional from 0 to below 1 (a fee of 0.05% is written 0.0005)",
    ],
    [
      'instrument.fees.taker=5',
      'found 5, expected a fraction of notional from 0 to below 1 (a fee of 0.05% is written 0.0005)',
    ],
    [
      'instrument.tiers.0.rate=1',
      'found 1, expected a maintenance rate above 0 and below 1, a fraction of notional (1% is written 0.01)',
    ],
    [
      'data.funding={ rate: 1, every: 8h }',
      'found 1, expected a fraction of notional between -1 and 1 (a rate of 0.01% is written 0.0001)',
    ],
  ])('says how a rate is written: %s', (override, message) => {
    expect(refusal(override).message).toBe(message)
  })

  it.each(['7h', '0h', '48h'])('F4: funding every %s has no fixed hours of the day', (every) => {
    const error = refusal(`data.funding={ rate: 0.0001, every: ${every} }`)
    expect(error.where).toBe('data.funding.every')
    expect(error.message).toBe(`found '${every}', expected a duration of which 24h is a whole multiple, such as 8h`)
  })

  it('names the word that may have been meant', () => {
    expect(told(refusal('execution.path=wrost'))).toEqual({
      code: 'config-value',
      where: 'execution.path',
      message: "found 'wrost', expected one of ohlc, olhc, nearest, worst, best",
      hint: "Did you mean 'worst'?",
    })
  })

  it.each(['../up', 'a/b', '.hidden', 'dot.', ' ', 'a\\b'])(
    "is a name such as '%s', which is no safe folder name",
    (name) => {
      const error = refusal(`name=${JSON.stringify(name)}`)
      expect([error.code, error.where]).toEqual(['config-value', 'name'])
      expect(error.message).toContain('letters, digits, spaces and . _ - inside, at most 80')
    },
  )

  it('is a period that ends before it begins (T8: to is exclusive)', () => {
    expect(told(refusal('data.from=2025-01-02', 'data.to=2025-01-02'))).toMatchObject({
      code: 'config-value',
      where: 'data.to',
      message: 'found an instant at or before data.from, expected a later one (to is exclusive)',
    })
  })

  it('spells out five more problems and counts the rest', () => {
    const issue = { code: 'custom' as const, message: 'a number', path: ['seed'], input: null }
    const error = configError(
      Array.from({ length: 8 }, () => issue),
      { seed: null },
      (path) => path.join('.'),
    )
    expect(error.message).toBe(
      `found nothing, expected a number; also ${'seed: found nothing, expected a number; '.repeat(5)}and 2 more`,
    )
  })
})

describe('Margin tiers are refused', () => {
  it('where they do not ascend', () => {
    expect(told(refusal('instrument.tiers.1.upTo=10000'))).toMatchObject({
      code: 'config-value',
      where: 'instrument.tiers.1.upTo',
      message: 'found 10000, expected more than 10000, where the tier before ends',
    })
  })

  it('L2: where an amount makes maintenance jump between tiers, with the amount that does not', () => {
    expect(told(refusal('instrument.tiers.1.amount=50.02'))).toEqual({
      code: 'config-value',
      where: 'instrument.tiers.1.amount',
      message: 'found 50.02, expected 50: maintenance may not jump between tiers',
      hint: 'Leave amount out and it is computed.',
    })
  })

  it('where their dates are out of order', () => {
    const tiers = '[{ upTo: 10000, maxLeverage: 75, rate: 0.01 }]'
    const error = refusal(
      `instrument.tiers=[{ from: 2026-01-01, tiers: ${tiers} }, { from: 2025-01-01, tiers: ${tiers} }]`,
    )
    expect([error.code, error.where]).toEqual(['config-value', 'instrument.tiers.1.from'])
  })
})

describe('What is missing or contradicts itself', () => {
  it('is refused: a perpetual with no fees anywhere', () => {
    expect(told(refusal('instrument.fees='))).toEqual({
      code: 'config-no-fees',
      where: 'execution.fees',
      message: 'no fees anywhere: neither the instrument nor execution.fees sets it',
      hint: 'Write execution.fees: { maker: 0.0002, taker: 0.0005 } with the rates of your venue, as fractions of notional.',
    })
    expect(refusal('instrument.fees.maker=').message).toContain('no maker fee anywhere')
    expect(refusal('instrument.fees={ maker: 0 }').message).toContain('no taker fee anywhere')
    const { fees } = resolved('instrument.fees=', 'execution.fees={ maker: 0, taker: 0 }').instrument
    expect(fees[0].tiers[0].taker.isZero()).toBe(true)
  })

  it.each([
    ['data=', 'data.candles', "'candles' is missing, expected a CSV file of candles"],
    [
      'instrument={}',
      'instrument.tick',
      "'tick' is missing, expected a step of price above 0, in quote currency; also",
    ],
    ['instrument.pair=', 'data.pair', "'pair' is missing, and the instrument names none"],
    ['strategy=', 'strategy', 'neither use nor plan is given: there is nothing to run'],
  ])('is refused: %s', (override, where, message) => {
    const error = refusal(override)
    expect([error.code, error.where]).toEqual(['config-missing-key', where])
    expect(error.message.startsWith(message)).toBe(true)
  })

  it.each([
    [['data.pair=BTC/USDT'], 'data.pair', 'found BTC/USDT, expected TAO/USDT: that is the pair of the instrument'],
    [
      ['execution.liquidity.window=24'],
      'execution.liquidity.window',
      'window is of a normalised volume, and volume is raw',
    ],
    [['account.currency=EUR'], 'account.currency', 'found EUR, expected USDT: TAO/USDT settles in it'],
    [['data.pair=TAO/USDT:TAO'], 'account.currency', 'found USDT, expected TAO: TAO/USDT:TAO settles in it'],
    [
      ['strategy.plan=[{ at: start, open: { leg: a, side: long, quantity: 1 } }]'],
      'strategy',
      'use and plan are both given',
    ],
    [
      ['strategy={ plan: [{ at: start, open: { leg: a, side: long, quantity: 1 } }], params: { a: 1 } }'],
      'strategy.params',
      'a plan has no params to override',
    ],
    [
      ['strategy={ plan: [{ at: start, open: { leg: a, side: long, quantity: 1 } }], legs: { a: { leverage: 1 } } }'],
      'strategy.legs',
      'a plan has no legs to override',
    ],
  ])('is refused as a contradiction: %s', (overrides, where, message) => {
    expect(told(refusal(...overrides))).toMatchObject({ code: 'config-conflict', where, message })
  })

  it('is refused: a config that is no mapping', () => {
    const place = { defaultName: 'run', instrumentFile: null, locate: (path: string) => path }
    expect(() => resolveConfig(['a'], place)).toThrow(
      expect.objectContaining({
        code: 'config-value',
        where: 'config',
        message: expect.stringMatching(/^found a list, expected a mapping of name, data/),
      }),
    )
    expect(() => resolveConfig(null, place)).toThrow(expect.objectContaining({ code: 'config-missing-key' }))
  })
})

describe('What this version does not simulate', () => {
  it.each([
    ['instrument.kind=spot', 'instrument.kind: spot'],
    ['instrument.kind=leveraged-token', 'instrument.kind: leveraged-token'],
  ])('is refused, not ignored: %s', (override, what) => {
    expect(told(refusal(override))).toEqual({
      code: 'not-supported-yet',
      where: override.slice(0, override.indexOf('=')),
      message: `${what} is not supported yet`,
      hint: 'Remove the setting. The rules that this version simulates are listed in docs/execution.md.',
    })
  })

  it.each([
    [
      'execution.liquidity.maxParticipation=5',
      "found 5, expected a fraction of a candle's volume above 0 and at most 1",
    ],
    ['execution.liquidation.clearanceFee=-1', 'found -1, expected a fraction of notional from 0 to below 1'],
  ])('is told apart from what is wrong: %s', (override, message) => {
    expect(told(refusal(override))).toMatchObject({ code: 'config-value', message })
  })
})
