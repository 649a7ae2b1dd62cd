import { iso, timeframeName } from '#domain/time.js'
import { count } from '../count.js'
import { digits } from '../digits.js'
import type { Finding } from './finding.js'

type Of<Kind extends Finding['kind']> = Extract<Finding, { kind: Kind }>

/** What was found, in words, without its own place. `place` is what other rows are counted by. */
export function findingText(finding: Finding, place: 'line' | 'row' = 'line'): string {
  switch (finding.kind) {
    case 'unreadable':
      return unreadable(finding)
    case 'unordered':
      return `${iso(finding.at)} is out of order${finding.above === null ? '' : `: the row above is ${iso(finding.above)}`}`
    case 'duplicate':
      return duplicate(finding, place)
    case 'not-positive':
      return `${finding.column} ${digits(finding.value)} at ${iso(finding.at)} is ${finding.column === 'volume' ? 'below' : 'not above'} zero`
    case 'inconsistent':
      return inconsistent(finding)
    case 'off-grid':
      return `${iso(finding.at)} is between two candles${finding.last ? '; as the last row, it may be one that was not finished' : ''}`
    case 'gap':
      return `${finding.missing} missing, ${span(finding)}`
    case 'holiday':
      return `${count(finding.missing, 'weekday')} missing, ${span(finding)}, taken for a holiday`
    case 'other-timeframe':
      return `${count(finding.steps, 'step')} of ${timeframeName(finding.stepMs)} from ${iso(finding.at)} on, to ${place} ${finding.lastLine}`
    case 'unfinished':
      return `the candle of ${iso(finding.at)} closes at ${iso(finding.closesAt)}, after the file was written`
    case 'outlier':
      return outlier(finding)
    default:
      return `${count(finding.candles, 'candle')} without volume, ${span(finding)}${finding.candles === 1 ? '' : `, to ${place} ${finding.lastLine}`}`
  }
}

function unreadable({ column, found }: Of<'unreadable'>): string {
  if (column === 'row') return found
  if (column === 'time' && found.trim() !== '') return `the time ${found}`
  const what = found.trim() === '' ? 'nothing' : `'${found}'`
  return `${what} in the column ${column}, where a ${column === 'time' ? 'time' : 'number'} was expected`
}

function duplicate({ at, firstLine, differs }: Of<'duplicate'>, place: string): string {
  const how = differs.length === 0 ? 'with the same values' : `with another ${listed(differs)}`
  return `${iso(at)} again, as on ${place} ${firstLine}, ${how}`
}

function inconsistent({ at, open, high, low, close }: Of<'inconsistent'>): string {
  const range = `low ${digits(low)} … high ${digits(high)}`
  if (high < low) return `high ${digits(high)} below low ${digits(low)} at ${iso(at)}`
  const [name, value] = open > high || open < low ? (['open', open] as const) : (['close', close] as const)
  return `${name} ${digits(value)} outside ${range} at ${iso(at)}`
}

function outlier({ at, of, value, medianRanges }: Of<'outlier'>): string {
  const far = `${medianRanges.toFixed(1)} median ranges`
  if (of === 'candle') return `the candle at ${digits(value)} of ${iso(at)} stands ${far} apart from both neighbours`
  return `${of} ${digits(value)} of ${iso(at)} stands ${far} out of the candle's body`
}

function span({ from, to }: { readonly from: number; readonly to: number }): string {
  return from === to ? iso(from) : `${iso(from)} to ${iso(to)}`
}

function listed(words: readonly string[]): string {
  return words.length === 1 ? words[0] : `${words.slice(0, -1).join(', ')} and ${words.at(-1)!}`
}
