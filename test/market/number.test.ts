import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { numberOf } from '#market/number.js'

describe('numberOf', () => {
  it('reads plain decimals to the double that Number() gives', () => {
    const digits = fc.stringMatching(/^[0-9]{1,14}$/)
    fc.assert(
      fc.property(digits, digits, (whole, fraction) => {
        for (const text of [whole, `${whole}.`, `.${fraction}`, `${whole}.${fraction}`])
          expect(numberOf(text)).toBe(Number(text))
      }),
      { numRuns: 2_000 },
    )
  })

  it('reads the shortest text of any double back to itself', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => numberOf(String(value)) === value),
      { numRuns: 2_000 },
    )
  })

  it.each([
    ['9007199254740993', 9007199254740992],
    ['71068810.55946380', 71068810.5594638],
    ['5e-05', 0.00005],
    ['0.000000000000000000000012', 1.2e-23],
    ['+1.5', 1.5],
    ['-0.25', -0.25],
    [' 284.1 ', 284.1],
    ['284.1\r', 284.1],
  ])("reads '%s'", (text, value) => {
    expect(numberOf(text)).toBe(value)
  })

  it.each([
    '',
    ' ',
    '.',
    '-',
    '1.2.3',
    '1,5',
    '1_000',
    'NaN',
    'Infinity',
    '-Infinity',
    '1e999',
    '0x10',
    '0b1',
    'null',
    '12 3',
  ])("does not read '%s'", (text) => {
    expect(numberOf(text)).toBeNaN()
  })
})
