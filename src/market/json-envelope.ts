import type { InputError, Where } from '#domain/failure.js'
import { badInput } from './bad-input.js'
import type { Titles } from './row-source.js'

/** The rows in a JSON document that is not an array itself: an exchange's answer, as it came. */
export interface Enveloped {
  readonly rows: readonly unknown[]
  readonly titles: Titles | null
  readonly notes: readonly string[]
}

type Fields = Readonly<Record<string, unknown>>

const prices = ['time', 'open', 'high', 'low', 'close'] as const

/** Titles by how many cells a row has. */
function titlesOf(name: string, forms: readonly (readonly string[])[]): Titles {
  return { name, of: (width) => forms.find((form) => form.length === width) ?? null }
}

const okx = titlesOf('OKX candles', [
  [...prices, 'vol', 'volCcy', 'volCcyQuote', 'confirm'],
  [...prices, 'confirm'],
])
const bybit = titlesOf('Bybit klines', [[...prices, 'volume', 'turnover'], [...prices]])
const kraken = titlesOf('Kraken OHLC', [[...prices, 'vwap', 'volume', 'count']])

/** Finds the rows. Throws `InputError` for an exchange's error answer, and where there is not exactly one array of rows. */
export function enveloped(document: unknown, where: Where): Enveloped {
  if (!isFields(document)) throw noRows('a single value', where)
  const told = errorIn(document)
  if (told !== null) throw errorAnswer(told, where)
  const { data, result, chart } = document
  if (isFields(chart)) return yahooChart(chart, where)
  if (Array.isArray(data) && document['code'] === '0') return { rows: data, titles: okx, notes: ["OKX's answer"] }
  if (Array.isArray(data) && document['code'] === '200000')
    return { rows: data, titles: null, notes: ["KuCoin's answer"] }
  if (isFields(result) && Array.isArray(result['list'])) {
    return { rows: result['list'], titles: bybit, notes: ["Bybit's answer"] }
  }
  if (isFields(result) && Array.isArray(document['error'])) return krakenRows(result, where)
  const arrays = Object.entries(document).filter(([, value]) => Array.isArray(value))
  if (arrays.length !== 1) throw noRows(`the keys ${Object.keys(document).slice(0, 8).join(', ')}`, where)
  const [key, rows] = arrays[0]
  return { rows: rows as readonly unknown[], titles: null, notes: [`rows are read from '${key}'`] }
}

/** The last row of Kraken's answer is the candle of now. */
function krakenRows(result: Fields, where: Where): Enveloped {
  const pairs = Object.entries(result).filter(([, value]) => Array.isArray(value))
  if (pairs.length !== 1) throw noRows(`${pairs.length} pairs in Kraken's answer`, where)
  const [pair, rows] = pairs[0]
  const notes = [
    `Kraken's answer for ${pair}`,
    'the last candle is left out: Kraken gives the one that has not closed, too',
  ]
  return { rows: (rows as readonly unknown[]).slice(0, -1), titles: kraken, notes }
}

function yahooChart(chart: Fields, where: Where): Enveloped {
  const [result] = Array.isArray(chart['result']) ? (chart['result'] as readonly unknown[]) : []
  const quote = isFields(result) && isFields(result['indicators']) ? result['indicators']['quote'] : null
  const [columns] = Array.isArray(quote) ? (quote as readonly unknown[]) : []
  if (!isFields(result) || !isFields(columns) || !Array.isArray(result['timestamp'])) {
    throw noRows("Yahoo's chart without times or prices", where)
  }
  const names = ['open', 'high', 'low', 'close', 'volume'] as const
  const rows = (result['timestamp'] as readonly unknown[]).map((time, index) => ({
    time,
    ...Object.fromEntries(names.map((name) => [name, (columns[name] as readonly unknown[] | undefined)?.[index]])),
  }))
  return { rows, titles: null, notes: ["Yahoo's chart; the volume of a crypto pair is money, not the base asset"] }
}

function errorIn(document: Fields): string | null {
  const { code, error, retCode } = document
  const messages = [document['msg'], document['retMsg']].filter((text) => typeof text === 'string')
  const failed =
    (typeof code === 'number' && code < 0) ||
    (typeof code === 'string' && code !== '0' && code !== '200000') ||
    (typeof retCode === 'number' && retCode !== 0)
  if (failed) return `${String(code ?? retCode)} ${messages.join(' ')}`.trim()
  if (Array.isArray(error) && error.length > 0) return error.join(', ')
  return typeof error === 'string' ? error : null
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function errorAnswer(told: string, where: Where): InputError {
  return badInput('json-error-answer', where, {
    found: `an exchange's error instead of data: ${told}`,
    expected: 'rows',
    remedy: 'Ask the exchange again; hedgerow data fetch does so.',
  })
}

function noRows(found: string, where: Where): InputError {
  return badInput('json-no-rows', where, {
    found: `${found} at the top of the JSON`,
    expected: "an array of rows, or an exchange's answer with one array in it",
    remedy: 'Save the data as an array of rows: [[time, open, high, low, close, volume], …].',
  })
}
