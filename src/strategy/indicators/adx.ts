import type { Candles } from '#domain/candles.js'
import type { Indicator } from '../indicator.js'
import { wilderAverage } from './exponential.js'
import { checkPeriod } from './parameters.js'
import { averageTrueRange } from './technicalindicators.js'

export interface Adx {
  readonly adx: number
  readonly plusDi: number
  readonly minusDi: number
}

/**
 * Average directional index, 0 … 100, with the directional indicators +DI and −DI it is made of (Wilder, 1978).
 * A candle moves up by high − previous high, down by previous low − low: the larger counts if above 0, neither when
 * equal. ±DI = 100 × Wilder's average of those moves ÷ average true range, 0 without any range. `adx` is Wilder's average
 * of 100 × |+DI − −DI| ÷ (+DI + −DI), which is 0 where both are. ±DI begin at candle `period + 1`, `adx` at `2 × period`.
 */
export function adx(period: number): Indicator<Adx> {
  checkPeriod('adx', 'period', period)
  return {
    key: `adx(${period})`,
    outputs: ['adx', 'plusDi', 'minusDi'],
    compute: (candles) => {
      const range = averageTrueRange(candles, period)
      const { up, down } = directionalMoves(candles)
      const plusDi = percentage(wilderAverage(up, period, 1), range)
      const minusDi = percentage(wilderAverage(down, period, 1), range)
      return [wilderAverage(directionalIndex(plusDi, minusDi), period, period), plusDi, minusDi]
    },
  }
}

/** Moves from candle to candle; the first, which has none before it, is left at 0. */
function directionalMoves({ high, low }: Candles): { readonly up: Float64Array; readonly down: Float64Array } {
  const up = new Float64Array(high.length)
  const down = new Float64Array(high.length)
  for (let i = 1; i < up.length; i++) {
    const rise = high[i] - high[i - 1]
    const fall = low[i - 1] - low[i]
    if (rise > fall) up[i] = Math.max(rise, 0)
    else if (fall > rise) down[i] = Math.max(fall, 0)
  }
  return { up, down }
}

function directionalIndex(plusDi: Float64Array, minusDi: Float64Array): Float64Array {
  const distance = plusDi.map((plus, i) => Math.abs(plus - minusDi[i]))
  return percentage(
    distance,
    plusDi.map((plus, i) => plus + minusDi[i]),
  )
}

/** 100 × part ÷ whole; 0 of nothing is 0. */
function percentage(part: Float64Array, whole: Float64Array): Float64Array {
  return part.map((value, i) => (whole[i] === 0 ? 0 : (100 * value) / whole[i]))
}
