import { describe, expect, it } from 'vitest'
import { withOverride } from '#config/overrides.js'
import { parseText } from '#config/text.js'

const raw = { name: 'run', strategy: { params: { hedgeRatio: 0.4 }, plan: [{ at: 'start' }, { at: '2026-01-01' }] } }

describe('An override', () => {
  it.each([
    ['strategy.params.hedgeRatio=0.5', { strategy: { params: { hedgeRatio: 0.5 } } }],
    ['strategy.plan.1.at=2026-02-01', { strategy: { plan: [{ at: 'start' }, { at: '2026-02-01' }] } }],
    ['execution.liquidation.closeFeeInTest=true', { execution: { liquidation: { closeFeeInTest: true } } }],
    ['data.funding={ rate: 0.0001, every: 8h }', { data: { funding: { rate: 0.0001, every: '8h' } } }],
    ["name='a=b'", { name: 'a=b' }],
    ['name=', { name: null }],
  ])('sets one value, read as YAML, and leaves the rest: %s', (override, expected) => {
    expect(withOverride(raw, override)).toMatchObject(expected)
    expect(withOverride(raw, override)).toHaveProperty('strategy.plan.0', { at: 'start' })
  })

  it('leaves the config that it was given as it is', () => {
    const before = structuredClone(raw)
    withOverride(raw, 'strategy.plan.0.at=2026-02-01')
    expect(raw).toStrictEqual(before)
  })

  it('does not reach the prototype', () => {
    withOverride(raw, '__proto__.polluted=1')
    withOverride(raw, 'constructor.prototype.polluted=1')
    expect({}).not.toHaveProperty('polluted')
  })

  it.each(['name', '=5', 'a..b=5', '.a=5'])("is refused where it is no path=value: '%s'", (override) => {
    expect(() => withOverride(raw, override)).toThrow(
      expect.objectContaining({
        code: 'config-override',
        where: '--set',
        message: `found '${override}', expected path=value`,
        hint: 'Write a config path and a value: --set strategy.params.hedgeRatio=0.4',
      }),
    )
  })

  it.each([
    ['strategy.plan.2.at=start', 'strategy.plan', "found a list of 2, which has no item '2'"],
    ['strategy.plan.first.at=start', 'strategy.plan', "found a list of 2, which has no item 'first'"],
    ['name.first=x', 'name', "found 'run', which has no key 'first'"],
  ])('is refused where the path cannot exist: %s', (override, where, message) => {
    expect(() => withOverride(raw, override)).toThrow(
      expect.objectContaining({ code: 'config-override', where, message }),
    )
  })

  it('is refused where its value is no YAML', () => {
    expect(() => withOverride(raw, 'name=[a')).toThrow(
      expect.objectContaining({ code: 'config-syntax', where: expect.stringMatching(/^--set name:1:\d+$/) }),
    )
  })
})

describe('A text', () => {
  it.each([
    ['{\n\t"seed": 1,\n\t"params": [0.0005]\n}', { seed: 1, params: [0.0005] }],
    ['\uFEFFseed: 1\nparams: [0.0005]\n', { seed: 1, params: [0.0005] }],
    ['', null],
  ])('is YAML or JSON: %j', (text, values) => {
    expect(parseText(text, 'run.yaml')).toStrictEqual(values)
  })

  it.each([
    [
      'seed: 1\nname: [a, b\ndata: 3',
      'run.yaml:3:1',
      /^Flow sequence in block collection must be sufficiently indented/,
    ],
    ['seed: 1\nseed: 2', 'run.yaml:2:1', /^Map keys must be unique$/],
    ['seed: 1\n---\nseed: 2', 'run.yaml:2:1', /^Source contains multiple documents/],
    ['seed: !odd 1', 'run.yaml:1:7', /^Unresolved tag: !odd$/],
    ['seed: *one', 'run.yaml', /^Unresolved alias/],
    ['{ "seed": 1, }}', 'run.yaml:1:15', /./],
  ])('is refused with line and column: %j', (text, where, message) => {
    expect(() => parseText(text, 'run.yaml')).toThrow(
      expect.objectContaining({ code: 'config-syntax', where, message: expect.stringMatching(message) }),
    )
  })
})
