import { describe, expect, it } from 'vitest'
import { InputError, InvariantError, nearest, notSupportedYet, StrategyError } from '#domain/failure.js'

describe('the nearest known word', () => {
  const known = ['slippage', 'path', 'closeAtEnd', 'fundingFrom', 'leverage', 'pair']

  it.each([
    ['slipage', 'slippage'],
    ['SLIPPAGE', 'slippage'],
    ['closeAtend', 'closeAtEnd'],
    ['leverege', 'leverage'],
    ['fundingfrom', 'fundingFrom'],
    ['pth', 'path'],
  ])('%s means %s', (word, meant) => expect(nearest(word, known)).toBe(meant))

  it('none where none is near enough to be meant', () => {
    expect(nearest('volatility', known)).toBeNull()
    expect(nearest('xyzw', known)).toBeNull()
    expect(nearest('path', [])).toBeNull()
  })

  it('the first of two that are equally near', () => {
    expect(nearest('hedgeC', ['hedgeA', 'hedgeB'])).toBe('hedgeA')
  })
})

describe('failures', () => {
  it('bad input says what, where and what to do', () => {
    const cause = new Error('no such file')
    const failure = new InputError('file-missing', 'There is no file', {
      where: 'a.csv',
      hint: 'Check the path.',
      cause,
    })
    expect(failure).toMatchObject({
      name: 'InputError',
      code: 'file-missing',
      message: 'There is no file',
      where: 'a.csv',
      hint: 'Check the path.',
      cause,
    })
    expect(new InputError('code', 'words')).toMatchObject({ where: null, hint: null })
  })

  it('a setting that is not simulated is refused by name', () => {
    expect(notSupportedYet('margin: cross', 'account.margin')).toMatchObject({
      code: 'not-supported-yet',
      message: 'margin: cross is not supported yet',
      where: 'account.margin',
    })
  })

  it('a broken invariant says that it is ours', () => {
    expect(new InvariantError('The books are wrong.').message).toMatch(/^The books are wrong\. .*defect of hedgerow/)
  })

  it('a strategy that threw is named with the time and what it threw', () => {
    const cause = new TypeError('x is not a function')
    const failure = new StrategyError('mine', Date.UTC(2025, 9, 10, 22), cause)
    expect(failure.message).toBe("Strategy 'mine' threw at 2025-10-10T22:00:00.000Z: x is not a function")
    expect(failure.cause).toBe(cause)
    expect(new StrategyError('mine', null, 'no').message).toBe("Strategy 'mine' threw before the first candle: no")
  })
})
