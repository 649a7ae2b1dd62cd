import { describe, expect, it } from 'vitest'
import { resolveConfig } from '#config/resolve.js'
import type { ResolvedConfig } from '#config/resolved.js'
import { parseText } from '#config/text.js'
import { configFingerprint, configYaml } from '#config/write.js'
import { InvariantError } from '#domain/failure.js'
import { resolved } from './sample.js'

const everyVerb = `strategy.plan=
- { at: start, open: { leg: core, side: long, margin: 1000, leverage: 3, limit: 250, stop: 5.5%, stopLimit: 6%, stopOn: mark } }
- { at: 2026-01-01, open: { leg: hedge, side: short, ratioOf: core, ratio: 0.4, trigger: 240, limit: 239, target: 33% } }
- { at: 2026-01-01T00:00:00.250Z, open: { leg: third, side: long, margin: isolated, riskOfEquity: 0.01, stop: 200 } }
- { at: 2026-01-02, open: { leg: fourth, side: long, fractionOfEquity: 0.1 } }
- { at: 2026-01-03, scale: { leg: core, quantity: 1.234, limit: 230 } }
- { at: 2026-01-04, adjust: { leg: core, stop: 7%, target: null } }
- { at: 2026-01-04, adjust: { leg: hedge, stop: null } }
- { at: 2026-01-04, adjust: { leg: core, stop: 200, stopLimit: 199 } }
- { at: 2026-01-04, adjust: { leg: core, stopLimit: null } }
- { at: 2026-01-04, adjust: { leg: core, targets: [{ at: 300, share: 33.3% }, { at: 10%, share: 50% }] } }
- { at: 2026-01-04, adjust: { leg: core, targets: null } }
- { at: 2026-01-05, reduce: { leg: core, by: 12.5% } }
- { at: 2026-01-06, reduce: { leg: core, quantity: 0.1 } }
- { at: 2026-01-07, cancel: { leg: hedge } }
- { at: 2026-01-07, adjust: { leg: core, stop: 200, stopOn: mark } }
- { at: 2026-01-07, adjust: { leg: core, stop: entry } }
- { at: 2026-01-08, addMargin: { leg: core, amount: 12.5 } }
- { at: 2026-01-08, removeMargin: { leg: core, amount: 5 } }
- { at: 2026-01-09, adjust: { leg: core, trailing: { distance: 3.5% } } }
- { at: 2026-01-09, adjust: { leg: hedge, trailing: { distance: { atr: 14, multiple: 3 }, activation: 250 } } }
- { at: 2026-01-09, setLeverage: { leg: core, leverage: 2 } }
- { at: 2026-01-08, close: { leg: core } }
- { at: 2026-01-08, close: { leg: hedge, timeInForce: gtd, until: 2026-02-01T12:00Z } }
- { at: 2026-01-08, reduce: { leg: third, by: 10%, timeInForce: gtd, until: 2026-02-01 } }
- { at: 2026-01-08, scale: { leg: third, quantity: 1, timeInForce: fok } }
- { at: 2026-01-09, open: { leg: third, side: long, quantity: 1, limit: 250, timeInForce: gtd, until: 2026-02-01 } }`

const tiers = '[{ upTo: 10000, maxLeverage: 75, rate: 0.01 }, { upTo: 50000, maxLeverage: 50, rate: 0.015 }]'

const feeTiers = '[{ volume30d: 0, maker: 0.0002, taker: 0.0005 }, { volume30d: 1e6, maker: 0, taker: 0.0004 }]'

const configs: readonly (readonly [string, ResolvedConfig])[] = [
  ['the least one', resolved()],
  ['one with a plan of every verb', resolved('strategy.use=null', everyVerb)],
  [
    'one with nothing at its default',
    resolved(
      'name=Core and hedge',
      'data={ pair: TAO/USDT:USDT, candles: c.csv, mark: m.csv, fine: f.csv, from: 2025-01-01, to: 2025-10-10T21:00Z, maxGap: 90m }',
      'data.funding={ series: [a.csv, b.csv], fallback: { rate: -0.00001, every: 4h } }',
      `instrument.tiers=[{ from: 2024-10-24, tiers: ${tiers} }, { from: 2026-05-01, tiers: ${tiers} }]`,
      'account.balance=1234.56',
      'execution={ fees: { maker: 0, taker: 0.00045 }, slippage: { bps: 0.1 }, path: nearest, latency: 1500ms, closeAtEnd: false }',
      'execution.liquidity={ maxParticipation: 0.05, volume: normalised, window: 24 }',
      'execution.liquidation={ maintenanceOn: entry, closeFeeInTest: true, fundingFrom: wallet }',
      'analysis={ periodsPerYear: 8760, riskFree: 0.04 }',
      "strategy={ use: s.ts, params: { ratio: 1e-7, mode: '007', on: true, off: 'no', long: 'null' }, legs: { core: { leverage: 2.5 } } }",
      'seed=7',
    ),
  ],
  ['one with fees by volume', resolved(`execution.fees={ tiers: ${feeTiers} }`)],
  ['one with dated fees', resolved(`instrument.fees=[{ from: 2024-10-24, maker: 0, taker: 0.0005 }]`)],
  [
    'one with dated fees by volume',
    resolved(
      `execution.fees=[{ from: 2024-10-24, maker: 0, taker: 0.0005 }, { from: 2025-01-01T12:00Z, tiers: ${feeTiers} }]`,
    ),
  ],
  ['one with constant funding', resolved('data.funding={ rate: 0.0001, every: 8h }')],
  ['one with a fallback of zero', resolved('data.funding={ series: a.csv, fallback: zero }')],
]

describe('A config that is written out', () => {
  it.each(configs)('reads back as the same: %s', (_, config) => {
    const yaml = configYaml(config, '/runs/reports/run')
    const again = resolveConfig(parseText(yaml, 'config.yaml'), {
      defaultName: 'config',
      instrumentFile: null,
      locate: (path) => path.replace(/^\.\.\/\.\.\//, '/runs/'),
    })
    expect(again).toStrictEqual(config)
  })

  it('has every default in it and paths relative to its folder', () => {
    const yaml = configYaml(resolved(), '/runs/reports/run')
    expect(yaml).toMatch(
      /^name: run\ndata:\n {2}pair: TAO\/USDT\n {2}candles: \.\.\/\.\.\/candles\.csv\n {2}mark: null\n/,
    )
    for (const line of [
      '  maxGap: 1d',
      '  funding: none',
      '  positionMode: multi-trade',
      '    volume: raw',
      'twins: true',
      'seed: 1',
    ]) {
      expect(yaml).toContain(`\n${line}\n`)
    }
  })

  it.each([
    ['/runs', 'candles: ./candles.csv'],
    ['/runs/', 'candles: ./candles.csv'],
    ['/elsewhere/run', 'candles: ../../runs/candles.csv'],
    ['/', 'candles: ./runs/candles.csv'],
    ['C:\\runs', 'candles: /runs/candles.csv'],
  ])('writes a path as seen from %s', (folder, line) => {
    expect(configYaml(resolved(), folder)).toContain(`  ${line}\n`)
  })

  it('writes paths of a drive with slashes', () => {
    const config = resolved()
    const onDrive = { ...config, data: { ...config.data, candles: 'D:\\data\\c.csv' } }
    expect(configYaml(onDrive, 'D:\\reports\\run')).toContain('  candles: ../../data/c.csv\n')
  })
})

describe('The fingerprint of a config', () => {
  const hashes = { '/runs/candles.csv': 'aa', '/runs/core-hedge.ts': 'bb' }

  it('holds content hashes in place of paths, and no name', () => {
    const print: unknown = JSON.parse(configFingerprint(resolved('name=other'), hashes))
    expect(print).toMatchObject({ data: { candles: 'aa' }, strategy: { use: 'bb' } })
    expect(print).not.toHaveProperty('name')
  })

  it('is the same wherever the files lie and in whatever order keys are written', () => {
    const config = resolved('strategy.params={ a: 1, b: 2 }')
    const moved = resolved('strategy.params={ b: 2, a: 1 }', 'name=x', 'data.candles=moved.csv')
    expect(configFingerprint(moved, { ...hashes, '/runs/moved.csv': 'aa' })).toBe(configFingerprint(config, hashes))
  })

  it('differs where a setting or a content does', () => {
    const print = configFingerprint(resolved(), hashes)
    expect(configFingerprint(resolved('seed=2'), hashes)).not.toBe(print)
    expect(configFingerprint(resolved(), { ...hashes, '/runs/candles.csv': 'cc' })).not.toBe(print)
  })

  it('needs the hash of every file', () => {
    expect(() => configFingerprint(resolved('data.mark=mark.csv'), hashes)).toThrow(InvariantError)
  })
})
