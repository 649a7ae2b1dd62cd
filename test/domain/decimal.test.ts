import { describe, expect, it } from 'vitest'
import { ceilTo, decimal, derived, floorTo, max, min, money, plain, plainFloat, sum, ZERO } from '#domain/decimal.js'

it('a float is its shortest text', () => {
  expect(decimal(0.1).plus(decimal(0.2)).toFixed()).toBe('0.3')
})

it('sums and products keep what the default precision of twenty digits would lose', () => {
  expect(decimal('123456789012345.12345678').times('1.00000001').toFixed()).toBe('123456790246913.0135802312345678')
})

describe('A5: what is booked', () => {
  it.each([
    ['0.000000005', '0'],
    ['0.000000015', '0.00000002'],
    ['0.000000025', '0.00000002'],
    ['0.0000000150001', '0.00000002'],
    ['0.0000000250001', '0.00000003'],
    ['-0.000000015', '-0.00000002'],
    ['-0.000000025', '-0.00000002'],
    ['33.333333333333', '33.33333333'],
  ])('%s is %s, half-even to eight places', (exact, booked) => {
    expect(money(decimal(exact)).plus(ZERO).toFixed()).toBe(booked)
  })
})

it('a derived figure has twelve places, half-even', () => {
  expect(derived(decimal(2).div(3)).toFixed()).toBe('0.666666666667')
  expect(derived(decimal('0.0000000000005')).toFixed()).toBe('0')
})

describe('plain text', () => {
  it.each([
    ['1e21', '1000000000000000000000'],
    ['1e-12', '0.000000000001'],
    ['1e-13', '0'],
    ['-0', '0'],
    ['-1e-13', '0'],
    ['12.50', '12.5'],
  ])('of %s is %s', (value, text) => expect(plain(decimal(value))).toBe(text))
})

describe('O8: steps', () => {
  it.each([
    ['1.17', '0.01', '1.17', '1.17'],
    ['1.1799', '0.01', '1.17', '1.18'],
    ['0.0009', '0.001', '0', '0.001'],
    ['7.3', '0.05', '7.3', '7.3'],
    ['7.33', '0.05', '7.3', '7.35'],
    ['7.33', '0.25', '7.25', '7.5'],
    ['123', '10', '120', '130'],
    ['123.4', '1', '123', '124'],
  ])('%s in steps of %s: down %s, up %s', (value, step, down, up) => {
    expect(floorTo(decimal(value), decimal(step)).toFixed()).toBe(down)
    expect(ceilTo(decimal(value), decimal(step)).toFixed()).toBe(up)
  })
})

it('the smaller, the larger and the sum of some', () => {
  const [one, two] = [decimal(1), decimal(2)]
  expect([min(one, two), min(two, one), max(one, two), max(two, one)]).toEqual([one, one, two, two])
  expect(sum([one, two, two]).toFixed()).toBe('5')
  expect(sum([]).toFixed()).toBe('0')
})

it('a float is told as its decimal is', () => {
  for (const value of [0, -0, 1, -2.5, 0.1, 1e-7, 1e21, 123456.789012, 1 / 3, -1e-13, 0.1 + 0.2, 98765432.125]) {
    expect(plainFloat(value)).toBe(plain(decimal(value)))
  }
})
