import { iso } from '#domain/time.js'
import type { DataFile } from '#io/read-data-file.js'
import { checkCandles, defaultCheck } from '#market/checks/check-candles.js'
import { checkSeries } from '#market/checks/check-series.js'
import { digits } from '#market/digits.js'
import { date, percent, plural, time } from '#report/html-format.js'
import { type Checked, faultsOf } from './check-document.js'
import { factLines } from './check-text.js'
import { choiceOf, readingData } from './data-reading.js'
import { equityPlot, priceDigits } from './equity-plot.js'
import type { DataInfoFlags } from './flags.js'

/** What is told about a file, besides what a check says. */
interface Info {
  readonly checked: Checked
  readonly column: string
  /** Of the rows that can be used, by time: closes, or the first column of a series. */
  readonly values: Float64Array
  readonly lowest: number | null
  readonly highest: number | null
}

/** Carries out `hedgerow data info`. Faults are counted, not told: that is what `data check` is for. */
export async function tellInfo(paths: readonly string[], flags: DataInfoFlags): Promise<void> {
  const documents: object[] = []
  await readingData(async (read) => {
    for (const [at, path] of paths.entries()) {
      // One after the other: a file may be large.
      // oxlint-disable-next-line no-await-in-loop
      const info = infoOf(await read(path, choiceOf(flags)))
      if (flags.json === true) documents.push(infoDocument(info))
      else process.stdout.write(`${at === 0 ? '' : '\n'}${infoText(info)}`)
    }
  })
  if (flags.json !== true) return
  process.stdout.write(`${JSON.stringify({ schema: 'hedgerow/data-info@1', files: documents }, null, 2)}\n`)
}

function infoOf(data: DataFile): Info {
  if (data.kind === 'candles') {
    const check = checkCandles(data.raw, { ...defaultCheck, writtenAt: data.writtenAt })
    const { low, high, close } = data.raw
    const [lowest] = extremes(low, check.sound)
    const [, highest] = extremes(high, check.sound)
    const values = Float64Array.from(check.sound, (row) => close[row])
    return { checked: { kind: 'candles', data, check, fixed: null }, column: 'close', values, lowest, highest }
  }
  const check = checkSeries(data.raw)
  const [column] = data.raw.columns
  const values = Float64Array.from(check.sound, (row) => column.values[row])
  const [lowest, highest] = extremes(column.values, check.sound)
  return { checked: { kind: 'series', data, check, fixed: null }, column: column.name, values, lowest, highest }
}

function extremes(column: Float64Array, rows: Uint32Array): readonly [lowest: number | null, highest: number | null] {
  let [lowest, highest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const row of rows) {
    if (column[row] < lowest) lowest = column[row]
    if (column[row] > highest) highest = column[row]
  }
  return rows.length === 0 ? [null, null] : [lowest, highest]
}

function infoDocument({ checked, column, values, lowest, highest }: Info): object {
  const { data, check } = checked
  const instant = (at: number | null) => (at === null ? null : iso(at))
  return {
    file: data.file,
    kind: data.kind,
    rows: check.rows,
    first: instant(check.first),
    last: instant(check.last),
    order: check.direction,
    timeframe: checked.kind === 'candles' ? (checked.check.grid?.name ?? null) : null,
    gaps: check.gaps,
    zeroVolumeShare: zeroVolumeShare(checked),
    column,
    lowest,
    highest,
    lastValue: values.at(-1) ?? null,
    faults: faultsOf(check.findings).length,
    bytes: data.bytes,
    sha256: data.sha256,
    synthetic: data.synthetic,
    notes: data.notes,
  }
}

function zeroVolumeShare(checked: Checked): number | null {
  if (checked.kind === 'series' || checked.check.zeroVolume === null) return null
  return checked.check.zeroVolume / checked.check.sound.length
}

function infoText(info: Info): string {
  const { checked, column, values, lowest, highest } = info
  const { data, check } = checked
  const share = zeroVolumeShare(checked)
  const faults = faultsOf(check.findings).length
  const range =
    lowest === null || highest === null
      ? []
      : [`${digits(lowest)} to ${digits(highest)}, last ${column} ${digits(values.at(-1)!)}`]
  return [
    `${data.file}: ${data.kind}${data.synthetic ? ', SYNTHETIC DATA' : ''}`,
    ...[
      ...factLines(checked),
      ...range,
      ...(share === null || share === 0 ? [] : [`${percent(share)} of the candles are without volume`]),
      `${plural(data.bytes, 'byte')}, sha256 ${data.sha256}`,
      ...data.notes.map((note) => `Note: ${note}.`),
      ...(faults === 0 ? [] : [`${plural(faults, 'fault')}: hedgerow data check tells them, line by line.`]),
    ].map((line) => `  ${line}`),
    ...chart(info),
    '',
  ].join('\n')
}

function chart({ checked: { check }, column, values }: Info): readonly string[] {
  const drawn = equityPlot(values, priceDigits)
  if (drawn === null || check.first === null || check.last === null) return []
  const { lines, indent, width } = drawn
  const isShort = check.last - check.first < 72 * 3_600_000
  const [from, to] = isShort ? [time(check.first), time(check.last)] : [date(check.first), date(check.last)]
  const axis = `${from}${to.padStart(Math.max(width - from.length, to.length + 1))}`
  return ['', `  ${column}`, ...lines.map((line) => `  ${line}`), `  ${' '.repeat(indent)}${axis}`]
}
