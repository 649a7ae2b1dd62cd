import { InputError, type Where } from '#domain/failure.js'
import { type CandleColumns, rowsOf } from './candle-columns.js'
import { type CandleCheck, checkCandles } from './checks/check-candles.js'
import { type Finding, type GapFinding, isGap } from './checks/finding.js'
import { findingText } from './checks/finding-text.js'
import { count } from './count.js'
import type { RawCandles } from './raw-candles.js'

/** Candles that a check has found to be sound, but for gaps. */
export interface SoundCandles {
  readonly candles: CandleColumns
  readonly check: CandleCheck
  /** Line of the file of each candle. */
  readonly line: Uint32Array
  /** What is known without a doubt, null where the file has one candle alone. */
  readonly timeframeMs: number | null
  readonly gaps: readonly GapFinding[]
}

/**
 * What can be cut and joined. Throws `InputError` `data-faulty` at the first fault other than a gap; `placeOf` names
 * the place of a row by its line.
 */
export function soundCandles(raw: RawCandles, file: Where, placeOf: (line: number) => Where): SoundCandles {
  const check = checkCandles(raw)
  const faults = check.findings.filter(({ kind, severity }) => severity === 'fault' && kind !== 'gap')
  if (faults.length > 0) throw faulty(faults, placeOf)
  if (check.rows === 0)
    throw new InputError('file-empty', 'found no candle', {
      where: file,
      hint: 'Check that the file was written completely.',
    })
  if (check.grid?.timeframeMs === null) {
    throw new InputError('timeframe-months', 'found candles of months, which are not of one length', {
      where: file,
      hint: 'Take a file of days or hours.',
    })
  }
  return {
    candles: rowsOf(raw, check.sound),
    check,
    line: Uint32Array.from(check.sound, (row) => raw.line[row]),
    timeframeMs: check.grid?.timeframeMs ?? null,
    gaps: check.findings.filter(isGap),
  }
}

function faulty([first, ...others]: readonly Finding[], placeOf: (line: number) => Where): InputError {
  const more = others.length === 0 ? '' : `, and ${count(others.length, 'fault')} more`
  return new InputError('data-faulty', `${findingText(first)}${more}`, {
    where: placeOf(first.line),
    hint: 'hedgerow data check lists them all; with --fix drop it writes a file without them.',
  })
}
