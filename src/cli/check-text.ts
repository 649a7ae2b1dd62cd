import { timeframeName } from '#domain/time.js'
import type { CandleCheck } from '#market/checks/check-candles.js'
import type { SeriesCheck } from '#market/checks/check-series.js'
import type { Finding, FindingKind } from '#market/checks/finding.js'
import { findingText } from '#market/checks/finding-text.js'
import { count, plural, time } from '#report/html-format.js'
import { type Checked, faultsOf, type FixedFile } from './check-document.js'

/** So many findings of a kind are told; `--json` has all of them. */
const TOLD = 10

const titles: Readonly<Record<FindingKind, string>> = {
  unreadable: 'cannot be read',
  unordered: 'out of order',
  duplicate: 'twice',
  'not-positive': 'not positive',
  inconsistent: 'high, low and body contradict each other',
  'off-grid': 'off the grid',
  gap: 'gaps',
  holiday: 'closed on weekdays',
  'other-timeframe': 'another timeframe',
  unfinished: 'not finished',
  outlier: 'outliers',
  'zero-volume': 'nothing traded',
}

/** What `hedgerow data check` tells of a file. */
export function checkText(checked: Checked): string {
  const { data, check, fixed } = checked
  const faults = faultsOf(check.findings)
  const remarks = check.findings.filter(({ severity }) => severity === 'remark')
  const verdict = faults.length === 0 ? 'no fault' : plural(faults.length, 'fault')
  return [
    `${data.file}: ${verdict}${remarks.length === 0 ? '' : `, ${plural(remarks.length, 'remark')}`}`,
    ...factLines(checked).map((line) => `  ${line}`),
    ...findingLines(faults, 'Fault', data.hasLines),
    ...findingLines(remarks, 'Remark', data.hasLines),
    ...data.notes.map((note) => `  Note: ${note}.`),
    ...(fixed === null ? [] : fixedLines(fixed)),
    '',
  ].join('\n')
}

/** Rows, range and gaps, as `data info` tells them, too. */
export function factLines(checked: Checked): readonly string[] {
  const { check } = checked
  const range = `${time(check.first)} to ${time(check.last)} UTC`
  const order = check.direction === 'newest-first' ? ', newest first' : ''
  if (checked.kind === 'series') {
    const columns = checked.check.columns.join(', ')
    return [`${plural(check.rows, 'row')} of ${columns}, ${range}${order}`, stepLine(checked.check)]
  }
  return [
    `${plural(check.rows, 'candle')}${timeframeOf(checked.check)}, ${range}${order}`,
    [gapWords(checked.check), volumeWords(checked.check)].join(', '),
  ]
}

function timeframeOf({ grid }: CandleCheck): string {
  return grid === null ? ' of unknown timeframe' : ` of ${grid.name}`
}

function gapWords({ gaps, closings, grid }: CandleCheck): string {
  const words =
    gaps.count === 0 ? 'no gaps' : `${plural(gaps.count, 'gap')} (${plural(gaps.missing, 'candle')} missing)`
  if (closings === null || grid === null) return words
  return `${words}, closed at ${plural(closings.weekends, 'weekend')} and on holidays (longest step ${timeframeName(closings.longestMs)})`
}

function volumeWords({ zeroVolume }: CandleCheck): string {
  if (zeroVolume === null) return 'no volume in the file'
  return zeroVolume === 0 ? 'volume in every candle' : `${plural(zeroVolume, 'candle')} without volume`
}

function stepLine({ steps, gaps }: SeriesCheck): string {
  const told = steps.slice(0, 4).map(({ step, count: times }) => `${step} (${count(times)})`)
  const more = steps.length > told.length ? [`and ${steps.length - told.length} other lengths`] : []
  const missing = gaps.count === 0 ? 'none longer than usual' : `${plural(gaps.count, 'longer one')} than usual`
  return steps.length === 0 ? 'one row, no step' : `steps of ${[...told, ...more].join(', ')}; ${missing}`
}

function findingLines(findings: readonly Finding[], title: string, hasLines = true): readonly string[] {
  const place = hasLines ? 'line' : 'row'
  return Object.keys(titles).flatMap((kind) => {
    const ofKind = findings.filter((finding) => finding.kind === kind)
    if (ofKind.length === 0) return []
    const told = ofKind.slice(0, TOLD).map((finding) => `    ${place} ${finding.line}: ${findingText(finding, place)}`)
    const more = ofKind.length - told.length
    return [
      `  ${title}: ${titles[kind as FindingKind]} (${count(ofKind.length)})`,
      ...told,
      ...(more === 0 ? [] : [`    and ${count(more)} more`]),
    ]
  })
}

function fixedLines(fixed: FixedFile): readonly string[] {
  if (fixed.out === null) return ['  Nothing to repair: no file was written.']
  const filled = fixed.filled.reduce((sum, { candles }) => sum + candles, 0)
  const done = [
    ...(fixed.dropped === 0 ? [] : [`${plural(fixed.dropped, 'row')} dropped`]),
    ...(fixed.sorted ? ['put in order'] : []),
    ...(filled === 0 ? [] : [`${plural(filled, 'candle')} filled into ${plural(fixed.filled.length, 'gap')}`]),
  ]
  const left = faultsOf(fixed.left)
  return [
    `  Written: ${fixed.out}, ${plural(fixed.rows, 'candle')}${done.length === 0 ? '' : `: ${done.join(', ')}`}`,
    ...fixed.unfilled.map(
      ({ from, candles }) =>
        `  Not filled: the gap of ${plural(candles, 'candle')} at ${time(from)}, longer than the whole file; a time may be wrong`,
    ),
    ...(left.length === 0 ? ['  No fault is left in it.'] : findingLines(left, 'Left in it')),
  ]
}
