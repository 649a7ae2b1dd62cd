import { type Decimal, decimal } from '#domain/decimal.js'
import { InputError, type Where } from '#domain/failure.js'
import { continuousDimension, type Dimension, listedDimension } from './dimension.js'

/** More values than this in one range are a mistake of the step, unless they are said to be meant. */
const VALUES_MAX = 1_000_000
/** More than this would not go into the memory. */
const MEANT_MAX = 10_000_000

/** Digits of the values between the ends of a log range with a count. */
const LOG_DIGITS = 6

const form = 'from..to, from..to/step, log(from..to) or log(from..to/count)'
const plainNumber = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i

/**
 * Whether the text of values is meant as a range: `log(…)`, or two dots with something like a number on one side, so that
 * file names such as `../a.csv` are values.
 */
export function isRange(text: string): boolean {
  if (/^\s*log\s*\(/.test(text)) return true
  const sides = /^([^,'"[\]{}]*?)\.\.([^,'"[\]{}]*)$/.exec(text.trim())
  return sides !== null && !sides[1].includes('/') && (/^[-+.]?\d/.test(sides[1]) || /^[-+.]?\d/.test(sides[2]))
}

/**
 * `0..1/0.05`: the numbers from 0 up to 1 in exact decimals, 1 among them where the steps reach it; a falling range has a
 * step below zero. `0..1`: any number between. `log(0.01..10/7)`: 7 numbers in equal ratios, those between the ends to 6
 * digits; `log(0.01..10)`: any, equally often in each decade. Of more than 10⁶ values only where `isManyAllowed`. Throws `InputError`.
 */
export function parseRange(path: readonly string[], text: string, isManyAllowed = false): Dimension {
  const where = `--vary ${path.join('.')}`
  const isLog = /^\s*log\s*\(/.test(text)
  const inner = isLog ? /^\s*log\s*\((.*)\)\s*$/.exec(text)?.[1] : text
  const parts = inner === undefined ? null : /^(.*?)\.\.([^/]*)(?:\/(.*))?$/.exec(inner.trim())
  if (parts === null) throw refusal('vary-range', where, `'${text}'`, form, 'Write a range as 0..1/0.05.')
  const from = numberIn(parts[1], 'beginning', where)
  const to = numberIn(parts[2], 'end', where)
  const step = parts[3] === undefined ? null : numberIn(parts[3], isLog ? 'count' : 'step', where)
  if (isLog) checkPositive(from, to, text, where)
  if (step === null) return continuous(path, from, to, isLog, text, where)
  const make = isLog ? logValues : stepValues
  return listedDimension(path, make(from, to, step, { text, where, isManyAllowed }))
}

/** A list that goes on: `0,0.1,…,1` as the range `0..1/0.1`; null where it is no such list. Three dots will do. */
export function rangeOfEllipsis(path: readonly string[], text: string, isManyAllowed = false): Dimension | null {
  const items = text.split(',').map((item) => item.trim())
  if (!items.some(isEllipsis)) return null
  const [first, second, gap, last] = items
  const isSeries =
    items.length === 4 && isEllipsis(gap) && [first, second, last].every((item) => plainNumber.test(item))
  if (isSeries) {
    return parseRange(path, `${first}..${last}/${decimal(second).minus(first).toFixed()}`, isManyAllowed)
  }
  const where = `--vary ${path.join('.')}`
  throw refusal(
    'vary-range',
    where,
    `'${text}'`,
    'two numbers before the dots and one after them',
    'Write 0,0.1,…,1 or 0..1/0.1.',
  )
}

function isEllipsis(item: string): boolean {
  return item === '…' || item === '...'
}

function numberIn(text: string, part: string, where: Where): Decimal {
  const trimmed = text.trim()
  if (plainNumber.test(trimmed)) return decimal(trimmed)
  const found = `${trimmed === '' ? 'nothing' : `'${trimmed}'`} as the ${part} of a range`
  throw refusal('vary-number', where, found, `a number: ${form}`, 'Put quotes around a text that has two dots in it.')
}

function continuous(
  path: readonly string[],
  from: Decimal,
  to: Decimal,
  isLog: boolean,
  text: string,
  where: Where,
): Dimension {
  if (!from.lt(to)) throw emptyRange(text, where, 'the lower number first, and a higher one')
  return continuousDimension(path, from.toNumber(), to.toNumber(), isLog ? 'log' : 'linear')
}

interface Asked {
  readonly text: string
  readonly where: Where
  readonly isManyAllowed: boolean
}

function stepValues(from: Decimal, to: Decimal, step: Decimal, asked: Asked): readonly number[] {
  const { text, where } = asked
  if (step.isZero()) {
    throw refusal(
      'vary-step',
      where,
      `a step of 0 in '${text}'`,
      'a step that leads on',
      'Write 0..1/0.05, or one value alone.',
    )
  }
  const distance = to.minus(from)
  if (distance.times(step).isNegative() && !distance.isZero()) {
    const turned = `${from.toFixed()}..${to.toFixed()}/${step.neg().toFixed()}`
    throw refusal(
      'vary-step',
      where,
      `'${text}', whose step of ${step.toFixed()} leads away from ${to.toFixed()}`,
      'a step towards the end',
      `Write ${turned}.`,
    )
  }
  const count = distance.div(step).floor().toNumber() + 1
  checkCount(count, asked)
  return Array.from({ length: count }, (_, index) => from.plus(step.times(index)).toNumber())
}

function logValues(from: Decimal, to: Decimal, given: Decimal, asked: Asked): readonly number[] {
  const { text, where } = asked
  const count = given.toNumber()
  if (!given.isInteger() || count < 2) {
    const found = `a count of ${given.toFixed()} in '${text}'`
    throw refusal(
      'vary-count',
      where,
      found,
      'a whole number of values from 2 on',
      'A log range is divided into so many values: log(0.01..10/7).',
    )
  }
  checkCount(count, asked)
  if (from.eq(to)) throw emptyRange(text, where, 'two different numbers')
  const ratio = to
    .div(from)
    .ln()
    .div(count - 1)
  const values = Array.from({ length: count }, (_, index) => {
    if (index === 0 || index === count - 1) return (index === 0 ? from : to).toNumber()
    return from.times(ratio.times(index).exp()).toSignificantDigits(LOG_DIGITS).toNumber()
  })
  if (new Set(values).size === count) return values
  throw refusal(
    'vary-count',
    where,
    `${count} values in '${text}', some of which are equal in ${LOG_DIGITS} digits`,
    'values that differ',
    'Ask for fewer.',
  )
}

function checkPositive(from: Decimal, to: Decimal, text: string, where: Where): void {
  if (from.gt(0) && to.gt(0)) return
  throw refusal(
    'vary-range',
    where,
    `'${text}'`,
    'numbers above zero on a log scale',
    'Begin at a small number, such as log(0.001..1/7).',
  )
}

function emptyRange(text: string, where: Where, expected: string): InputError {
  return refusal('vary-empty', where, `the empty range '${text}'`, expected, 'Write 0..1, or 1..0/-0.1 to count down.')
}

function checkCount(count: number, { text, where, isManyAllowed }: Asked): void {
  const most = isManyAllowed ? MEANT_MAX : VALUES_MAX
  if (count <= most) return
  const shown = count < 1e15 ? Math.round(count).toLocaleString('en-US') : count.toExponential(1)
  const more = count <= MEANT_MAX ? 'add --yes' : 'leave it out and search at random'
  throw refusal(
    'vary-step',
    where,
    `${shown} values in '${text}'`,
    `at most ${most.toLocaleString('en-US')}`,
    `Choose a larger step, or ${more}.`,
  )
}

function refusal(code: string, where: Where, found: string, expected: string, hint: string): InputError {
  return new InputError(code, `found ${found}; expected ${expected}`, { where, hint })
}
