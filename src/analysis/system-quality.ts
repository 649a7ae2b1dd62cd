import { type Decimal, toFloat } from '#domain/decimal.js'
import { isRounding, standardDeviation } from './deviation.js'
import { expectancy } from './expectancy.js'

/** SQN = √trades × mean net ÷ sample deviation of the nets. Null under two trades and where they do not deviate. */
export function systemQuality(nets: readonly Decimal[]): number | null {
  const deviation = standardDeviation(Float64Array.from(nets, toFloat))
  const average = expectancy(nets)
  if (deviation === null || average === null || isRounding(deviation, average)) return null
  return (Math.sqrt(nets.length) * average) / deviation
}
