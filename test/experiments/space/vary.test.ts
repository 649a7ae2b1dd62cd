import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimal } from '#domain/decimal.js'
import { continuousAt, type ListedDimension, shareOf } from '#experiments/space/dimension.js'
import { configAt, settingsOf } from '#experiments/space/settings.js'
import { parseVary, spaceOf } from '#experiments/space/vary.js'
import { failureOf } from '../../market/failure-of.js'

const valuesOf = (values: string) => {
  const dimension = parseVary(`a.b=${values}`)
  return dimension.kind === 'listed' ? dimension.values : dimension
}

describe('--vary with a list', () => {
  it.each([
    ['0,0.1,0.2', [0, 0.1, 0.2]],
    ['0.4', [0.4]],
    ['worst,best', ['worst', 'best']],
    ['true,false', [true, false]],
    ['5%, 8%', ['5%', '8%']],
    [`'a,b',"1..2"`.replace('"1..2"', 'c'), ['a,b', 'c']],
    ['2025-01-01,null', ['2025-01-01', null]],
    ['{ bps: 2 },{ bps: 5 }', [{ bps: 2 }, { bps: 5 }]],
    ['../data/a.csv,../data/b.csv', ['../data/a.csv', '../data/b.csv']],
    ['../data/a.csv', ['../data/a.csv']],
    ['data/../a.csv', ['data/../a.csv']],
  ])('reads %s', (text, values) => {
    expect(valuesOf(text)).toEqual(values)
  })

  it('knows numbers by their order, whatever order they are written in, and nothing else', () => {
    expect(parseVary('a=3,1,2')).toMatchObject({ values: [3, 1, 2], isOrdered: true, ranks: [1, 2, 0] })
    expect(parseVary('a=3,1,off')).toMatchObject({ isOrdered: false, ranks: [0, 1, 2] })
  })
})

describe('--vary with a range', () => {
  it('steps in exact decimals', () => {
    expect(valuesOf('0..1/0.1')).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1])
    expect(valuesOf('0..1/0.05')).toHaveLength(21)
    expect(valuesOf('1..0.7/-0.1')).toEqual([1, 0.9, 0.8, 0.7])
    expect(valuesOf('-1..1/1')).toEqual([-1, 0, 1])
    expect(valuesOf(' 1e-4 .. 3e-4 / 1e-4 ')).toEqual([0.0001, 0.0002, 0.0003])
  })

  it('goes on as a list begins', async () => {
    expect(valuesOf('0,0.25,…,1')).toEqual([0, 0.25, 0.5, 0.75, 1])
    expect(valuesOf('1, 0.9, ..., 0.7')).toEqual([1, 0.9, 0.8, 0.7])
    for (const text of ['0,…,1', '0,0.1,…', 'a,b,…,d', '0,0.1,…,0.5,1', '…']) {
      const failure = await failureOf(() => parseVary(`a=${text}`))
      expect(failure, text).toMatchObject({
        where: '--vary a',
        message: `found '${text}'; expected two numbers before the dots and one after them`,
      })
    }
    expect(await failureOf(() => parseVary('a=1,1,…,2'))).toMatchObject({ code: 'vary-step' })
  })

  it('ends before the end where the steps do not reach it, and is one value where it goes nowhere', () => {
    expect(valuesOf('0..1/0.3')).toEqual([0, 0.3, 0.6, 0.9])
    expect(valuesOf('2..2/0.5')).toEqual([2])
  })

  it('never shows a rounding error of binary numbers', () => {
    const places = fc.integer({ min: 0, max: 4 })
    fc.assert(
      fc.property(
        fc.integer({ min: -500, max: 500 }),
        fc.integer({ min: 1, max: 50 }),
        places,
        (start, step, digits) => {
          const text = (ticks: number) =>
            decimal(ticks)
              .div(10 ** digits)
              .toFixed()
          const values = valuesOf(`${text(start)}..${text(start + 20 * step)}/${text(step)}`)
          expect(values).toEqual(Array.from({ length: 21 }, (_, at) => Number(text(start + at * step))))
        },
      ),
    )
  })

  it('divides a log range into equal ratios, its ends as they are written', () => {
    expect(valuesOf('log(0.01..10/7)')).toEqual([0.01, 0.0316228, 0.1, 0.316228, 1, 3.16228, 10])
    expect(valuesOf('log(8..1/4)')).toEqual([8, 4, 2, 1])
  })

  it('is any number between without a step', () => {
    expect(parseVary('a=0..1')).toMatchObject({ kind: 'continuous', from: 0, to: 1, scale: 'linear' })
    expect(parseVary('a=log(0.01..10)')).toMatchObject({ kind: 'continuous', from: 0.01, to: 10, scale: 'log' })
  })

  it('draws numbers that a table can show, inside the range, and knows their place', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true })
    const end = fc.double({ min: 1e-4, max: 1e4, noNaN: true })
    fc.assert(
      fc.property(
        end,
        fc.double({ min: 0.01, max: 1e4, noNaN: true }),
        share,
        fc.boolean(),
        (from, width, at, isLog) => {
          const scale = isLog ? 'log' : 'linear'
          const range = { kind: 'continuous', path: ['a'], from, to: from + width, scale } as const
          const value = continuousAt(range, at)
          expect(value).toBeGreaterThanOrEqual(from)
          expect(value).toBeLessThanOrEqual(from + width)
          expect(Math.abs(shareOf(range, value) - at)).toBeLessThan(
            isLog ? 1e-5 / Math.log1p(width / from) + 1e-12 : 5.1e-6,
          )
        },
      ),
    )
    expect(continuousAt({ kind: 'continuous', path: ['a'], from: 0, to: 1, scale: 'linear' }, 1 / 3)).toBe(0.333333)
  })
})

describe('--vary that cannot be', () => {
  it.each([
    ['hedgeRatio', 'config-override', `found 'hedgeRatio', expected path=value`],
    ['a=', 'vary-empty', 'found no value; expected a list or a range'],
    ['a=[1', 'config-syntax', /flow/i],
    ['a=1,2,1', 'vary-value-twice', 'found 1 twice; expected each value once'],
    ['a=1,.nan', 'vary-number', 'found NaN; expected a finite number'],
    ['a=0,0.5..1/0.1', 'vary-range', `found the range '0.5..1/0.1' in a list; expected values alone, or one range`],
    ['a=0..x/1', 'vary-number', /^found 'x' as the end of a range; expected a number/],
    ['a=0..', 'vary-number', /^found nothing as the end of a range/],
    ['a=0..1/', 'vary-number', /^found nothing as the step of a range/],
    ['a=0..1/0', 'vary-step', `found a step of 0 in '0..1/0'; expected a step that leads on`],
    [
      'a=0..1/-0.1',
      'vary-step',
      `found '0..1/-0.1', whose step of -0.1 leads away from 1; expected a step towards the end`,
    ],
    ['a=1..0/0.1', 'vary-step', /leads away from 0/],
    ['a=0..1/1e-9', 'vary-step', /^found 1,000,000,001 values in/],
    ['a=1..0', 'vary-empty', `found the empty range '1..0'; expected the lower number first, and a higher one`],
    ['a=1..1', 'vary-empty', /empty range/],
    ['a=log(0..1/5)', 'vary-range', /above zero/],
    ['a=log(1..10/2.5)', 'vary-count', /whole number of values/],
    ['a=log(1..10/1)', 'vary-count', /whole number of values/],
    ['a=log(1..1.000001/9)', 'vary-count', /equal in 6 digits/],
    ['a=log(1..10', 'vary-range', /expected from\.\.to/],
    ['a=log(5)', 'vary-range', /expected from\.\.to/],
  ])('refuses %s', async (text, code, message) => {
    const failure = await failureOf(() => parseVary(text))
    expect(failure.code).toBe(code)
    expect(failure.message).toMatch(message)
    expect(failure.where).toMatch(/^--vary/)
    expect(failure.hint).not.toBeNull()
  })

  it('takes ranges of more than a million values where they are meant, and ten million at most', async () => {
    for (const text of ['a=0..2000000/1', 'a=0,1,…,2000000']) {
      const failure = await failureOf(() => spaceOf([text]))
      expect(failure.message).toContain(`found 2,000,001 values in '0..2000000/1'; expected at most 1,000,000`)
      expect(failure.hint).toBe('Choose a larger step, or add --yes.')
      const [dimension] = spaceOf([text], true)
      expect(dimension).toMatchObject({ kind: 'listed', isOrdered: true })
      const { values, ranks } = dimension as ListedDimension
      expect([values.length, values[2_000_000], ranks[2_000_000]]).toEqual([2_000_001, 2_000_000, 2_000_000])
    }
    expect(await failureOf(() => spaceOf(['a=0..1e9/1'], true))).toMatchObject({
      message: expect.stringContaining('expected at most 10,000,000'),
      hint: 'Choose a larger step, or leave it out and search at random.',
    })
  })

  it('ranks values that fall', () => {
    expect(parseVary('a=3..1/-1')).toMatchObject({ values: [3, 2, 1], ranks: [2, 1, 0] })
  })

  it('says in which direction a step must go', async () => {
    expect((await failureOf(() => parseVary('a=1..0/0.1'))).hint).toBe('Write 1..0/-0.1.')
  })

  it('refuses a path twice, and a path inside another', async () => {
    expect((await failureOf(() => spaceOf(['a.b=1,2', 'c=1', 'a.b=3']))).code).toBe('vary-twice')
    expect((await failureOf(() => spaceOf(['a.b=1,2', 'a={ b: 3 }']))).code).toBe('vary-twice')
    expect(spaceOf(['a.b=1,2', 'a.bc=3'])).toHaveLength(2)
  })
})

describe('a point', () => {
  const space = spaceOf(['strategy.params.hedgeRatio=0,0.5', 'account.balance=1000,2000'])

  it('is known by its paths', () => {
    expect(settingsOf(space, [0.5, 2000])).toEqual({ 'strategy.params.hedgeRatio': 0.5, 'account.balance': 2000 })
  })

  it('is set in the raw config, which stays as it is', () => {
    const raw = { strategy: { use: 'x.ts', params: { hedgeRatio: 0.4, period: 20 } } }
    expect(configAt(raw, space, [0.5, 2000])).toEqual({
      strategy: { use: 'x.ts', params: { hedgeRatio: 0.5, period: 20 } },
      account: { balance: 2000 },
    })
    expect(raw.strategy.params.hedgeRatio).toBe(0.4)
  })
})
