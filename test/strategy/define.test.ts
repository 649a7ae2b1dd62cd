import { describe, expect, it } from 'vitest'
import { defineStrategy } from '#strategy/define.js'
import { candleFeed, eventFeed } from '#strategy/feeds.js'

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
      feeds: {},
      onStart: null,
      onFill: null,
      onRefusal: null,
      onEvent: null,
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
    ['onEvnt', `a strategy: 'onEvnt' is not known. Did you mean 'onEvent'?`],
    [
      'sizing',
      `a strategy: 'sizing' is not known. Known: name, legs, params, feeds, indicators, state, onStart, onCandle, onFill, onRefusal, onEvent, onEnd.`,
    ],
  ])('refuses the unknown key %s', (key, message) => {
    expect(() => defineStrategy({ ...least, [key]: () => {} })).toThrow(new TypeError(message))
  })

  it.each([
    [{ btc: {} }, `feed 'btc' is {}, expected candleFeed(), seriesFeed() or eventFeed()`],
    [{ btc: null }, `feed 'btc' is null, expected candleFeed(), seriesFeed() or eventFeed()`],
    [{ btc: 'b.csv' }, `feed 'btc' is "b.csv", expected candleFeed(), seriesFeed() or eventFeed()`],
    [
      { btc: { kind: 'candle' } },
      `feed 'btc' is {"kind":"candle"}, expected candleFeed(), seriesFeed() or eventFeed()`,
    ],
  ])('refuses the feeds %j', (feeds, message) => {
    expect(() => defineStrategy({ ...least, feeds } as object as Loose)).toThrow(new TypeError(message))
  })

  it('refuses an onEvent that would never be asked, and a feed with a misspelt option', () => {
    const never = 'onEvent would never be asked: declare the feed, such as feeds: { catalysts: eventFeed() }'
    expect(() => defineStrategy({ ...least, feeds: { btc: candleFeed() }, onEvent() {} })).toThrow(new TypeError(never))
    const misspelling: object = { optinal: true }
    const misspelt = `eventFeed: 'optinal' is not known. Did you mean 'optional'?`
    expect(() => eventFeed(misspelling)).toThrow(new TypeError(misspelt))
  })

  it.each(['onStart', 'onCandle', 'onFill', 'onRefusal', 'onEvent', 'onEnd'])(
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
