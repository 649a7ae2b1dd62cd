import { basename } from 'node:path'
import { iso, timeframeName } from '#domain/time.js'
import { readCandles } from '#io/read-candles.js'
import { count } from '#market/count.js'
import { digits } from '#market/digits.js'
import type { IndicatorFlags } from './flags.js'
import { parseIndicator } from './indicator-expression.js'

/** Carries out `hedgerow indicator`: expression and candles → values on stdout. */
export async function printIndicator(expression: string, path: string, { json }: IndicatorFlags): Promise<void> {
  const { key, outputs, compute } = parseIndicator(expression)
  // Indicators count candles, however far apart: gaps are told, not refused. As of a mark file, no volume is asked for.
  const { candles, fact } = await readCandles(path, 'mark', Number.POSITIVE_INFINITY, { where: path })
  if (fact.gaps > 0)
    process.stderr.write(`${fact.file}: ${count(fact.gaps, 'gap')}; the candles around one count as neighbours\n`)
  const names = outputs ?? ['value']
  const columns = compute(candles)
  const times = Array.from(candles.openedAt, iso)
  if (json !== true) {
    const rows = times.map((time, i) => `${time},${columns.map((column) => cell(column[i])).join(',')}\n`)
    process.stdout.write(`time,${names.join(',')}\n${rows.join('')}`)
    return
  }
  const document = {
    schema: 'hedgerow/indicator@1',
    indicator: key,
    file: basename(path),
    timeframe: timeframeName(candles.timeframeMs),
    values: times.map((time, i) => ({
      time,
      ...Object.fromEntries(names.map((name, at) => [name, Number.isFinite(columns[at][i]) ? columns[at][i] : null])),
    })),
  }
  process.stdout.write(`${JSON.stringify(document, null, 2)}\n`)
}

/** Nothing where there is no value. */
function cell(value: number): string {
  return Number.isFinite(value) ? digits(value) : ''
}
