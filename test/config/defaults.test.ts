import { describe, expect, it } from 'vitest'
import { decimal } from '#domain/decimal.js'
import { flatFees } from '#domain/fees.js'
import { resolved } from './sample.js'

describe('A config that says the least', () => {
  it('takes every default', () => {
    expect(resolved()).toStrictEqual({
      name: 'run',
      data: {
        pair: 'TAO/USDT',
        candles: '/runs/candles.csv',
        mark: null,
        fine: null,
        from: null,
        to: null,
        maxGapMs: 24 * 3_600_000,
        funding: { kind: 'none' },
        feeds: {},
      },
      instrument: {
        kind: 'perpetual',
        pair: 'TAO/USDT',
        tick: decimal('0.01'),
        lot: decimal('0.001'),
        minNotional: decimal(5),
        tierStates: [
          {
            from: 0,
            tiers: [
              { upTo: decimal(10_000), maxLeverage: decimal(75), rate: decimal('0.01'), amount: decimal(0) },
              { upTo: decimal(50_000), maxLeverage: decimal(50), rate: decimal('0.015'), amount: decimal(50) },
            ],
          },
        ],
        fees: flatFees({ maker: decimal('0.0002'), taker: decimal('0.0005') }),
      },
      account: { balance: decimal(10_000), currency: 'USDT', positionMode: 'multi-trade', margin: 'isolated' },
      execution: {
        slippage: { kind: 'bps', bps: decimal(2) },
        path: 'worst',
        latencyMs: 0,
        closeAtEnd: true,
        maintenanceOn: 'mark',
        closeFeeInTest: false,
        fundingFrom: 'collateral',
        settlement: 'bankruptcy',
        clearanceFeeRate: decimal(0),
        hedgedMaintenance: 'sum',
        limitFill: 'touch',
        liquidity: { maxParticipation: decimal(1), volume: 'raw', window: 168 },
      },
      analysis: { periodsPerYear: 365, riskFree: 0 },
      twins: true,
      stress: true,
      strategy: { use: '/runs/core-hedge.ts', plan: null, params: {}, legs: {} },
      seed: 1,
    })
  })

  it('takes them where a section or a key is left blank, too', () => {
    expect(resolved('execution=', 'account=', 'data.maxGap=', 'account.balance=', 'strategy.params=')).toStrictEqual(
      resolved(),
    )
  })

  it('takes them where they are written out, those of rules that are not simulated too', () => {
    const written = [
      'data.fine=',
      'data.feeds=',
      'instrument.kind=perpetual',
      'account={ balance: 10000, currency: USDT, positionMode: multi-trade, margin: isolated }',
      'execution={ slippage: { bps: 2 }, path: worst, latency: 0s, limitFill: touch, closeAtEnd: true }',
      'execution.liquidity={ maxParticipation: 1, volume: raw }',
      'execution.liquidation={ settlement: bankruptcy, clearanceFee: 0, hedgedMaintenance: sum }',
      'twins=true',
      'stress=true',
    ]
    expect(resolved(...written)).toStrictEqual(resolved())
  })
})

describe('A config that says more', () => {
  it('reads times as UTC and durations by their unit', () => {
    const { data } = resolved('data.from=2025-01-01', 'data.to=2025-10-10T21:00', 'data.maxGap=90m')
    expect(data).toMatchObject({
      from: Date.UTC(2025, 0, 1),
      to: Date.UTC(2025, 9, 10, 21),
      maxGapMs: 5_400_000,
    })
  })

  it('reads numbers as the decimals that are written', () => {
    const { execution, instrument } = resolved('execution.slippage.bps=0.1', 'instrument.tick=1e-7')
    expect(execution.slippage).toEqual({ kind: 'bps', bps: decimal('0.1') })
    expect(instrument.tick.toFixed()).toBe('0.0000001')
  })

  it.each([
    ['{ halfSpread: 0.05 }', { kind: 'half-spread', halfSpread: decimal('0.05') }],
    ['{ rangeShare: 0.1 }', { kind: 'range-share', share: decimal('0.1') }],
    ['{ impact: square-root, coefficient: 0.8 }', { kind: 'square-root', coefficient: decimal('0.8'), window: 168 }],
    ['{ impact: square-root, window: 24 }', { kind: 'square-root', coefficient: decimal(1), window: 24 }],
  ])('reads the slippage model %s', (text, model) => {
    expect(resolved(`execution.slippage=${text}`).execution.slippage).toEqual(model)
  })

  it('reads the forms of funding', () => {
    const constant = { rate: decimal('0.0001'), everyMs: 8 * 3_600_000 }
    const cases = [
      ['none', { kind: 'none' }],
      ['{ rate: 0.0001, every: 8h }', { kind: 'constant', constant }],
      ['funding.csv', { kind: 'series', files: ['/runs/funding.csv'], fallback: null }],
      ['{ series: funding.csv, fallback: zero }', { kind: 'series', files: ['/runs/funding.csv'], fallback: 'zero' }],
      [
        '{ series: [a.csv, b.csv], fallback: { rate: 0.0001, every: 8h } }',
        { kind: 'series', files: ['/runs/a.csv', '/runs/b.csv'], fallback: constant },
      ],
    ] as const
    for (const [written, funding] of cases) {
      expect(resolved(`data.funding=${written}`).data.funding).toStrictEqual(funding)
    }
  })

  const rates = (maker: string, taker: string) => ({ maker: decimal(maker), taker: decimal(taker) })
  const [low, high] = [rates('0.0002', '0.0005'), rates('0.0001', '0.0004')]
  const volumeTiers = [
    { volume30d: decimal(0), ...low },
    { volume30d: decimal(1_000_000), ...high },
  ]
  const tiered =
    '{ tiers: [{ volume30d: 0, maker: 0.0002, taker: 0.0005 }, { volume30d: 1000000, maker: 0.0001, taker: 0.0004 }] }'
  const dated = `[{ from: 2024-10-24, maker: 0.0001, taker: 0.0004 }, { from: 2025-01-01T12:00Z, ${tiered.slice(1, -1)} }]`
  const schedule = [
    { from: Date.UTC(2024, 9, 24), tiers: [{ volume30d: decimal(0), ...high }] },
    { from: Date.UTC(2025, 0, 1, 12), tiers: volumeTiers },
  ]

  it.each(['instrument', 'execution'])('reads the forms of fees, of the %s', (section) => {
    const feesOf = (written: string) => resolved('instrument.fees=', `${section}.fees=${written}`).instrument.fees
    expect(feesOf('{ maker: 0.0002, taker: 0.0005 }')).toStrictEqual(flatFees(low))
    expect(feesOf(tiered)).toStrictEqual([{ from: 0, tiers: volumeTiers }])
    expect(feesOf(dated)).toStrictEqual(schedule)
  })

  it('lets a schedule of execution.fees replace the instrument’s fees, and a rate that rate in all of them', () => {
    expect(resolved(`execution.fees=${dated}`).instrument.fees).toStrictEqual(schedule)
    const { fees } = resolved(`instrument.fees=${dated}`, 'execution.fees.taker=0.001').instrument
    const takers = fees.map(({ tiers }) => tiers.map(({ maker, taker }) => `${maker.toFixed()} ${taker.toFixed()}`))
    expect(takers).toEqual([['0.0001 0.001'], ['0.0002 0.001', '0.0001 0.001']])
  })

  it('lets execution.fees override the fees of the instrument, each by itself', () => {
    const { fees } = resolved('execution.fees.taker=0.001').instrument
    expect(fees).toEqual(flatFees({ maker: decimal('0.0002'), taker: decimal('0.001') }))
  })

  it('reads parameters as they are and leg overrides without what they leave open', () => {
    const { params, legs } = resolved(
      'strategy.params={ hedgeRatio: 0.4, mode: slow, trend: true }',
      'strategy.legs={ core: { leverage: 2 }, hedge: { margin: isolated } }',
    ).strategy
    expect(params).toStrictEqual({ hedgeRatio: 0.4, mode: 'slow', trend: true })
    expect(legs).toStrictEqual({ core: { leverage: 2 }, hedge: { margin: 'isolated' } })
  })

  it('takes the pair of data.pair, whose settlement the instrument may leave out', () => {
    const config = resolved('data.pair=TAO/USDT:USDT')
    expect([config.data.pair, config.instrument.pair]).toEqual(['TAO/USDT:USDT', 'TAO/USDT:USDT'])
  })
})

describe('L2: margin tiers', () => {
  it('compute the amounts that are left out, so that maintenance has no jump', () => {
    const tiers =
      '[{ upTo: 10000, maxLeverage: 75, rate: 0.01 }, { upTo: 5e4, maxLeverage: 50, rate: 0.015 }, { upTo: 1e5, maxLeverage: 20, rate: 0.025 }]'
    const [state] = resolved(`instrument.tiers=${tiers}`).instrument.tierStates
    expect(state?.tiers.map((tier) => tier.amount.toFixed())).toEqual(['0', '50', '550'])
  })

  it('take amounts that a venue rounded to the cent', () => {
    const [state] = resolved('instrument.tiers.1.amount=50.01').instrument.tierStates
    expect(state?.tiers[1]?.amount.toFixed()).toBe('50.01')
  })

  it('may be dated', () => {
    const flat = '[{ upTo: 10000, maxLeverage: 75, rate: 0.01 }]'
    const { tierStates } = resolved(
      `instrument.tiers=[{ from: 2024-10-24, tiers: ${flat} }, { from: 2026-05-01, tiers: ${flat} }]`,
    ).instrument
    expect(tierStates.map((state) => state.from)).toEqual([Date.UTC(2024, 9, 24), Date.UTC(2026, 4, 1)])
  })
})
