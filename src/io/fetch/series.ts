import type { OHLCV } from 'ccxt'
import { InputError } from '#domain/failure.js'
import { DAY_MS, durationMs, HOUR_MS, SECOND_MS } from '#domain/time.js'
import type { Connection } from './exchange.js'
import { type AskRows, gridPages, printPages, type Row } from './pages.js'
import type { RowShape } from './part-file.js'
import { MalformedAnswer } from './patience.js'

export const seriesNames = ['candles', 'mark', 'funding', 'open-interest'] as const
export type SeriesName = (typeof seriesNames)[number]

/** What is fetched into one file. */
export interface Series extends RowShape {
  readonly name: SeriesName
  /** Null for funding. */
  readonly timeframe: string | null
  /** How far back the exchange keeps it, ms; null where that is not known to be bounded. */
  readonly reachMs: number | null
  /** Rows before this instant are complete at `now`, and may be fetched. */
  readonly knownBefore: (now: number) => number
  /** Pages of rows from `from` on and before `end`: ascending, each row once. */
  readonly pages: (from: number, end: number) => AsyncGenerator<readonly Row[], void, undefined>
}

/** What has ended just now may still be corrected. */
const SETTLING_MS = 5 * SECOND_MS
/** The smallest page of candles that an exchange gives. */
const EMPTY_ROWS = 100

/** Larger pages than ccxt asks for by itself, and how long open interest is kept, where exchanges say so. */
const pageRows = { binance: { candles: 1_000, funding: 1_000, openInterest: 500 } }
const openInterestReachMs = { binance: 30 * DAY_MS - HOUR_MS }

/** The series of a pair. Throws `InputError` where the pair is no contract and the series belongs to one. */
export function seriesOf(name: SeriesName, connection: Connection, timeframe: string): Series {
  const { market } = connection
  if (name !== 'candles' && market.contract !== true) throw notOfSpot(name, market)
  const stepMs = durationMs(timeframe)
  if (name === 'funding') return fundingSeries(connection)
  if (name === 'open-interest') return openInterestSeries(connection, timeframe, stepMs)
  return candleSeries(name, connection, timeframe, stepMs)
}

function candleSeries(name: 'candles' | 'mark', connection: Connection, timeframe: string, stepMs: number): Series {
  const limit = candleLimit(name, connection)
  const askDays = stepMs < DAY_MS && Object.hasOwn(connection.exchange.timeframes, '1d')
  return {
    name,
    timeframe,
    header: ['time', 'open', 'high', 'low', 'close', ...(name === 'candles' ? ['volume'] : [])],
    stepMs,
    reachMs: null,
    knownBefore: (now) => now - SETTLING_MS - stepMs + 1,
    pages: (from, end) =>
      gridPages({
        ask: candlesOf(name, connection, timeframe, limit),
        from,
        end,
        stepMs,
        pageMs: limit * stepMs,
        emptyMs: Math.min(limit, EMPTY_ROWS) * stepMs,
        askDays: askDays ? candlesOf(name, connection, '1d', EMPTY_ROWS) : null,
      }),
  }
}

function candlesOf(
  name: 'candles' | 'mark',
  { exchange, market, call }: Connection,
  timeframe: string,
  limit: number,
): AskRows {
  const cells = name === 'candles' ? 5 : 4
  return (since) =>
    call(async () => {
      const candles =
        name === 'candles'
          ? await exchange.fetchOHLCV(market.symbol, timeframe, since, limit)
          : await exchange.fetchMarkOHLCV(market.symbol, timeframe, since, limit)
      return candles.map((candle: OHLCV) => rowOf(candle[0], candle.slice(1, 1 + cells), cells))
    })
}

/** Funding is paid every hour at most: a page of so many hours holds no more prints. */
function fundingSeries({ exchange, market, call }: Connection): Series {
  const limit = familyOf(exchange.id) === 'binance' ? pageRows.binance.funding : EMPTY_ROWS
  const ask: AskRows = (since, until) =>
    call(async () => {
      // OKX has its own word for the end of a page, which is exclusive; without it, it gives the newest prints only.
      const before = familyOf(exchange.id) === 'okx' ? { after: until } : { until: until - 1 }
      const prints = await exchange.fetchFundingRateHistory(market.symbol, since, limit, before)
      return prints.map(({ timestamp, fundingRate }) => rowOf(timestamp, [fundingRate], 1))
    })
  return {
    name: 'funding',
    timeframe: null,
    header: ['funding_time', 'rate'],
    stepMs: null,
    reachMs: null,
    knownBefore: (now) => now - SETTLING_MS,
    pages: (from, end) => printPages({ ask, from, end, pageMs: limit * HOUR_MS }),
  }
}

function openInterestSeries({ exchange, market, call }: Connection, timeframe: string, stepMs: number): Series {
  const family = familyOf(exchange.id)
  const limit = family === 'binance' ? pageRows.binance.openInterest : EMPTY_ROWS
  const ask: AskRows = (since, until) =>
    call(async () => {
      const values = await exchange.fetchOpenInterestHistory(market.symbol, timeframe, since, limit, {
        until: until - 1,
      })
      return values.map(({ timestamp, openInterestAmount, openInterestValue }) =>
        rowOf(timestamp, [openInterestAmount, openInterestValue], 0),
      )
    })
  return {
    name: 'open-interest',
    timeframe,
    header: ['time', 'open_interest_base', 'open_interest_quote'],
    stepMs,
    reachMs: family === 'binance' ? openInterestReachMs.binance : null,
    knownBefore: (now) => now - SETTLING_MS,
    pages: (from, end) =>
      gridPages({ ask, from, end, stepMs, pageMs: limit * stepMs, emptyMs: EMPTY_ROWS * stepMs, askDays: null }),
  }
}

/** One row; the first `needed` values have to be there. */
function rowOf(at: unknown, values: readonly (number | string | null | undefined)[], needed: number): Row {
  const cells = values.map((value) => (value === undefined || value === null ? '' : String(value)))
  const isNumber = (cell: string, index: number) => Number.isFinite(Number(cell)) && (cell !== '' || index >= needed)
  if (!Number.isSafeInteger(at) || !cells.every(isNumber)) {
    throw new MalformedAnswer(`a row that holds no numbers: ${[at, ...cells].join(',')}`)
  }
  return { at: at as number, cells }
}

function candleLimit(name: 'candles' | 'mark', { exchange, market }: Connection): number {
  if (familyOf(exchange.id) === 'binance') return pageRows.binance.candles
  const feature = (key: string): unknown => exchange.featureValue(market.symbol, 'fetchOHLCV', key)
  const limit = (name === 'mark' ? feature('mark') : null) ?? feature('limit')
  return typeof limit === 'number' && limit >= 1 ? limit : EMPTY_ROWS
}

/** `binance`, `binanceusdm` and `binancecoinm` are one house, and so on. */
function familyOf(id: string): string {
  return ['binance', 'okx'].find((family) => id.startsWith(family) || id === `my${family}`) ?? id
}

const offers = {
  candles: { method: 'fetchOHLCV', noun: 'candles' },
  mark: { method: 'fetchMarkOHLCV', noun: 'candles of the mark price' },
  funding: { method: 'fetchFundingRateHistory', noun: 'history of funding' },
  'open-interest': { method: 'fetchOpenInterestHistory', noun: 'history of open interest' },
} as const

/** Throws `InputError` where ccxt knows of an exchange that it does not give the series, or not in this timeframe. */
export function checkOffered(name: SeriesName, exchange: Connection['exchange'], timeframe: string): void {
  const { method, noun } = offers[name]
  if (exchange.has[method] !== true && exchange.has[method] !== 'emulated') {
    throw new InputError('series-not-offered', `${exchange.id} gives no ${noun}, as far as ccxt knows`, {
      where: name === 'candles' ? '--exchange' : `--${name}`,
      hint: name === 'candles' ? 'Choose another exchange.' : `Leave --${name} out, or take it from another exchange.`,
    })
  }
  const known = Object.keys(exchange.timeframes).filter(isFixedLength)
  if (known.includes(timeframe)) return
  throw new InputError('timeframe-not-offered', `${exchange.id} has no candles of '${timeframe}'`, {
    where: '--timeframe',
    hint: `It has ${known.join(', ')}.`,
  })
}

function notOfSpot(name: Exclude<SeriesName, 'candles'>, { symbol, base, quote }: Connection['market']): InputError {
  return new InputError('series-of-contracts', `${symbol} is spot: there is no ${offers[name].noun} for it`, {
    where: `--${name}`,
    hint: `Leave --${name} out, or name the perpetual, such as ${base}/${quote}:${quote}.`,
  })
}

/** A month has no length. */
function isFixedLength(timeframe: string): boolean {
  return /^\d+[smhdw]$/.test(timeframe)
}
