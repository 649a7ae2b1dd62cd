import { z } from 'zod'
import type { Size } from '#domain/command.js'
import { number, plainName, report, type Problems } from './fields.js'

const fractionHint = '(1% is written 0.01)'

export const legName = plainName('the name of a leg')

export const collateral = number('collateral above 0, in quote currency', (value) => value > 0)

/** Every form a size may take, `margin` apart: on an `open` it may be a margin mode too. */
export const sizeFields = {
  quantity: number('a quantity above 0, in base units', (value) => value > 0).optional(),
  notional: number('a notional above 0, in quote currency', (value) => value > 0).optional(),
  fractionOfEquity: number(`a fraction of equity above 0 ${fractionHint}`, (value) => value > 0).optional(),
  riskOfEquity: number(
    `a fraction of equity above 0 and at most 1 ${fractionHint}`,
    (value) => value > 0 && value <= 1,
  ).optional(),
  ratioOf: legName.optional(),
  ratio: number("a multiple above 0 of the other leg's notional", (value) => value > 0).optional(),
}

interface SizeFields {
  readonly quantity?: number | undefined
  readonly notional?: number | undefined
  readonly margin?: number | undefined
  readonly fractionOfEquity?: number | undefined
  readonly riskOfEquity?: number | undefined
  readonly ratioOf?: string | undefined
  readonly ratio?: number | undefined
}

const forms = ['quantity', 'notional', 'margin', 'riskOfEquity', 'fractionOfEquity', 'ratioOf'] as const
const hint = `Give exactly one of ${forms.join(', ')}; ratio goes with ratioOf.`

/** The one size that the fields give (rule O11). None, two, or half of a ratio is a problem. */
export function sizeOf(fields: SizeFields, problems: Problems): Size {
  const named = forms.filter((form) => fields[form] !== undefined)
  if (fields.ratio !== undefined && fields.ratioOf === undefined) {
    report(problems, {
      code: 'config-missing-key',
      message: 'ratio without ratioOf: of which leg?',
      hint,
      path: ['ratio'],
    })
    return z.NEVER
  }
  if (named.length !== 1) {
    report(
      problems,
      named.length === 0
        ? { code: 'config-missing-key', message: 'no size is given', hint }
        : { code: 'config-conflict', message: `${named.join(' and ')} are both given: an entry has one size`, hint },
    )
    return z.NEVER
  }
  if (fields.quantity !== undefined) return { quantity: fields.quantity }
  if (fields.notional !== undefined) return { notional: fields.notional }
  if (fields.margin !== undefined) return { margin: fields.margin }
  if (fields.riskOfEquity !== undefined) return { riskOfEquity: fields.riskOfEquity }
  if (fields.fractionOfEquity !== undefined) return { fractionOfEquity: fields.fractionOfEquity }
  if (fields.ratioOf !== undefined && fields.ratio !== undefined)
    return { ratioOf: fields.ratioOf, ratio: fields.ratio }
  const message = 'ratioOf without ratio: how much of that leg?'
  report(problems, { code: 'config-missing-key', message, hint, path: ['ratioOf'] })
  return z.NEVER
}
