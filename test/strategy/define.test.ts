import { describe, expect, it } from 'vitest'
import { defineStrategy } from '#strategy/define.js'

// Strategies are loaded without a look at their types, and may be JavaScript: what types refuse is refused here too.
type Loose = Parameters<typeof defineStrategy>[0]
const least = { name: 'least', legs: { core: { side: 'long' } }, onCandle() {} } as const

describe('defineStrategy', () => {
  it('gives a frozen value that says everything, with what was left out as null', () => {
    const strategy = defineStrategy(least)
    expect(strategy).toMatchObject({
      kind: 'hedgerow/strategy@1',
      name: 'least',
      legs: { core: { side: 'long' } },
      params: {},
      onStart: null,
      onFill: null,
      onRefusal: null,
      onEnd: null,
    })
    expect(strategy.indicators({})).toEqual({})
    expect(strategy.state()).toBeUndefined()
    expect([Object.isFrozen(strategy), Object.isFrozen(strategy.legs), Object.isFrozen(strategy.params)]).toEqual([
      true,
      true,
      true,
    ])
  })

  it.each([
    [undefined, "legs are missing, expected such as { core: { side: 'long' } }"],
    [{ core: { side: 'lnog' } }, `leg 'core': side is "lnog", expected 'long' or 'short'`],
    [{ core: {} }, `leg 'core': side is undefined, expected 'long' or 'short'`],
    [{ core: { side: 'long', levrage: 3 } }, `leg 'core': 'levrage' is not known. Did you mean 'leverage'?`],
    [{ core: { side: 'long', many: 3 } }, `leg 'core': many is 3, expected true or false`],
    [{ core: { side: 'long', margin: 'corss' } }, `leg 'core': margin is "corss", expected 'isolated' or 'cross'`],
    [{ core: { side: 'long', leverage: 0 } }, `leg 'core': leverage is 0, expected a number above 0`],
    [{ core: { side: 'long', leverage: -3 } }, `leg 'core': leverage is -3, expected a number above 0`],
    [{ core: { side: 'long', leverage: NaN } }, `leg 'core': leverage is NaN, expected a number above 0`],
    [{ core: { side: 'long', leverage: '3' } }, `leg 'core': leverage is 3, expected a number above 0`],
  ])('refuses the legs %j', (legs, message) => {
    expect(() => defineStrategy({ ...least, legs } as Loose)).toThrow(new TypeError(message))
  })

  it.each([
    ['onFil', `a strategy: 'onFil' is not known. Did you mean 'onFill'?`],
    ['onEvent', `a strategy: 'onEvent' is not supported yet`],
    [
      'sizing',
      `a strategy: 'sizing' is not known. Known: name, legs, params, indicators, state, onStart, onCandle, onFill, onRefusal, onEnd.`,
    ],
  ])('refuses the unknown key %s', (key, message) => {
    expect(() => defineStrategy({ ...least, [key]: () => {} })).toThrow(new TypeError(message))
  })

  it.each(['onStart', 'onCandle', 'onFill', 'onRefusal', 'onEnd'])(
    'refuses an %s that decides later or not at all',
    (name) => {
      const message = `${name} is async or a generator, expected a plain function: a strategy decides at once`
      for (const callback of [async () => {}, function* () {}, async function* () {}]) {
        expect(() => defineStrategy({ ...least, [name]: callback })).toThrow(new TypeError(message))
      }
      expect(() => defineStrategy({ ...least, [name]: 'close' })).toThrow(
        new TypeError(`${name} is "close", expected a function`),
      )
    },
  )
})
