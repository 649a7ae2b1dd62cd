import { type CandleColumns, copyCandle, emptyColumns, rowsOf } from '../candle-columns.js'
import type { RawCandles } from '../raw-candles.js'
import type { CandleCheck } from './check-candles.js'
import { isGap } from './finding.js'
import { stepFindings } from './steps.js'
import { isWeekend, withoutClosings } from './closings.js'

/** `drop`: rows that cannot be used go, the others are put in order. `fill`: besides, candles that are missing are made up. */
export type FixMode = 'drop' | 'fill'

/** Candles that were made up: flat at the close before them, without volume. */
export interface Filled {
  readonly from: number
  readonly to: number
  readonly candles: number
}

export interface Fixed {
  readonly candles: CandleColumns
  /** Rows of the file that are not in `candles`. */
  readonly dropped: number
  readonly filled: readonly Filled[]
  /** Gaps of more candles than the file has rows: such a gap is more likely a wrong time, and is left. */
  readonly unfilled: readonly Filled[]
}

/** What a check allows to be repaired; weekends and holidays are not filled. */
export function fixed(raw: RawCandles, check: CandleCheck, mode: FixMode): Fixed {
  const sound = rowsOf(raw, check.sound)
  const dropped = check.rows - check.sound.length
  if (mode === 'drop' || check.grid === null) return { candles: sound, dropped, filled: [], unfilled: [] }
  const gaps = gapsOf(sound, check).map(({ from, to, missing }) => ({ from, to, candles: missing }))
  const filled = gaps.filter((gap) => gap.candles <= check.rows)
  return {
    candles: filledWith(sound, filled, check),
    dropped,
    filled,
    unfilled: gaps.filter((gap) => gap.candles > check.rows),
  }
}

/** Rows that were dropped leave gaps of their own. */
function gapsOf({ time }: CandleColumns, { grid, closings }: CandleCheck) {
  const line = Uint32Array.from(time, (_, row) => row)
  const steps = stepFindings({ time, line }, grid!)
  const { findings } = closings === null ? { findings: steps } : withoutClosings(time, grid!, steps)
  return findings.filter(isGap).filter(({ kind }) => kind === 'gap')
}

function filledWith(sound: CandleColumns, gaps: readonly Filled[], check: CandleCheck): CandleColumns {
  const added = gaps.reduce((sum, gap) => sum + gap.candles, 0)
  const candles = emptyColumns(sound.time.length + added)
  let at = 0
  let next = 0
  for (let row = 0; row < sound.time.length; row++) {
    for (; next < gaps.length && gaps[next].from < sound.time[row]; next++) {
      for (const time of timesIn(gaps[next], check)) flatCandle(candles, at++, time)
    }
    copyCandle(candles, at, sound, row)
    at += 1
  }
  return candles
}

/** The candles that are missing in a gap; not those of weekends, where the market closes. */
function timesIn({ from, to }: Filled, { grid, closings }: CandleCheck): readonly number[] {
  const first = grid!.indexOf(from)
  const times = Array.from({ length: grid!.indexOf(to) - first + 1 }, (_, at) => grid!.beginOf(first + at))
  return closings === null ? times : times.filter((time) => !isWeekend(time))
}

function flatCandle(candles: CandleColumns, at: number, time: number): void {
  candles.time[at] = time
  const price = candles.close[at - 1]
  for (const name of ['open', 'high', 'low', 'close'] as const) candles[name][at] = price
}
