import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { HOUR_MS } from '#domain/time.js'

/** What the server does with one request instead of answering it in full. */
export type Fault =
  | '429'
  | '418 for an hour'
  | '500'
  | 'drop' // the connection ends in the middle of the answer
  | 'cut' // the answer ends early, and says that this is all
  | 'web page'
  | 'not numbers'
  | 'empty'
  | 'short' // the first half of the page
  | 'hole' // a row of the page is left out
  | 'again' // the page before once more
  | 'shuffled'
  | 'silence' // no answer at all

/** What an exchange has: rows of texts, the first of them the time, ascending. */
export interface Holdings {
  readonly candles: readonly (readonly string[])[]
  readonly mark?: readonly (readonly string[])[]
  readonly funding?: readonly (readonly string[])[]
  readonly openInterest?: readonly (readonly string[])[]
  /** Its clock. */
  readonly now: number
}

interface Asked {
  readonly path: string
  readonly query: URLSearchParams
}

/** An exchange on this machine that speaks the REST of Binance's USDⓈ-M futures, or of OKX, and fails on demand. */
export class ExchangeServer {
  readonly #holdings: Holdings
  readonly #speak: (asked: Asked, holdings: Holdings) => Page | object | null
  readonly #faults: (Fault | null)[]
  readonly #tooMany: object
  readonly #server = createServer((request, response) => this.#take(new URL(request.url ?? '/', 'http://x'), response))
  /** Paths and queries of the requests for rows. */
  readonly asked: string[] = []
  #before: readonly Cells[] = []

  constructor(language: 'binance' | 'okx', holdings: Holdings, faults: readonly (Fault | null)[] = []) {
    this.#speak = language === 'binance' ? binance : okx
    this.#tooMany =
      language === 'binance' ? { code: -1003, msg: 'Too many requests.' } : { code: '50011', msg: 'Too Many Requests' }
    this.#holdings = holdings
    this.#faults = [...faults]
  }

  /** Listens, and returns its address. */
  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  stop(): void {
    this.#server.closeAllConnections()
    this.#server.close()
  }

  /** Faults that were not needed: a test that has any did not test them. */
  get faultsLeft(): number {
    return this.#faults.length
  }

  #take({ pathname: path, searchParams: query }: URL, response: ServerResponse): void {
    const answer = this.#speak({ path, query }, this.#holdings)
    if (answer === null) return send(response, 404, { code: -1, msg: `no such path: ${path}` })
    if (!(answer instanceof Page)) return send(response, 200, answer)
    this.asked.push(`${path}?${query.toString()}`)
    const { rows, wrap } = answer
    const fault = this.#faults.shift() ?? null
    const body = wrap(this.#rowsWith(fault, rows))
    this.#before = rows
    if (fault === '429') return send(response, 429, this.#tooMany)
    if (fault === '418 for an hour') return send(response, 418, this.#tooMany, { 'Retry-After': '3600' })
    if (fault === '500') return send(response, 500, { code: '1', msg: 'Operation failed.' })
    if (fault === 'silence') return
    if (fault === 'web page') return sendText(response, '<html>Checking your browser</html>')
    const text = JSON.stringify(body)
    if (fault === 'cut') return sendText(response, text.slice(0, text.length / 2))
    if (fault === 'drop') {
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': text.length })
      response.write(text.slice(0, text.length / 2), () => response.destroy())
      return
    }
    sendText(response, text)
  }

  #rowsWith(fault: Fault | null, rows: readonly Cells[]): readonly Cells[] {
    const middle = Math.floor(rows.length / 2)
    if (fault === 'empty') return []
    if (fault === 'short') return rows.slice(0, middle)
    if (fault === 'hole') return rows.toSpliced(middle, 1)
    if (fault === 'again') return this.#before
    if (fault === 'not numbers') return rows.map(([at, ...cells]) => [at, ...cells.map(() => 'n/a')])
    if (fault === 'shuffled') return [...rows.slice(middle), ...rows.slice(0, middle).toReversed()]
    return rows
  }
}

type Cells = readonly string[]

class Page {
  readonly rows: readonly Cells[]
  readonly wrap: (rows: readonly Cells[]) => unknown

  constructor(rows: readonly Cells[], wrap: (rows: readonly Cells[]) => unknown) {
    this.rows = rows
    this.wrap = wrap
  }
}

function send(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers })
  response.end(JSON.stringify(body))
}

function sendText(response: ServerResponse, text: string): void {
  response.writeHead(200, { 'Content-Type': 'application/json' })
  response.end(text)
}

/** Binance: rows from startTime on, oldest first, the first `limit` of them. */
function binance({ path, query }: Asked, holdings: Holdings): Page | object | null {
  const page = (rows: readonly Cells[] = [], most: number, wrap: Page['wrap']): Page => {
    const from = Number(query.get('startTime') ?? 0)
    const to = Number(query.get('endTime') ?? Infinity)
    const limit = Math.min(Number(query.get('limit') ?? 500), most)
    return new Page(rows.filter(([at]) => Number(at) >= from && Number(at) <= to).slice(0, limit), wrap)
  }
  const klines = (rows: readonly Cells[]) =>
    rows.map(([at, ...prices]) => {
      const [open, high, low, close, volume = '0'] = prices
      return [Number(at), open, high, low, close, volume, Number(at) + HOUR_MS - 1, '0', 1, '0', '0', '0']
    })
  switch (path) {
    case '/fapi/v1/exchangeInfo':
      return { timezone: 'UTC', symbols: ['TAO', 'BTC'].map(binanceSymbol) }
    case '/fapi/v1/time':
      return { serverTime: holdings.now }
    case '/fapi/v1/klines':
      return page(query.get('interval') === '1d' ? daysOf(holdings.candles) : holdings.candles, 1_500, klines)
    case '/fapi/v1/markPriceKlines':
      return page(query.get('interval') === '1d' ? daysOf(holdings.mark ?? []) : holdings.mark, 1_500, klines)
    case '/fapi/v1/fundingRate':
      return page(holdings.funding, 1_000, (rows) =>
        rows.map(([at, rate]) => ({ symbol: 'TAOUSDT', fundingTime: Number(at), fundingRate: rate, markPrice: '300' })),
      )
    case '/futures/data/openInterestHist':
      if (Number(query.get('startTime')) < holdings.now - 30 * 24 * HOUR_MS) return null
      return page(holdings.openInterest, 500, (rows) =>
        rows.map(([at, base, quote]) => ({
          symbol: 'TAOUSDT',
          sumOpenInterest: base,
          sumOpenInterestValue: quote,
          timestamp: Number(at),
        })),
      )
    default:
      return null
  }
}

function binanceSymbol(base: string): object {
  return {
    symbol: `${base}USDT`,
    pair: `${base}USDT`,
    contractType: 'PERPETUAL',
    deliveryDate: 4133404800000,
    onboardDate: 1712844000000,
    status: 'TRADING',
    baseAsset: base,
    quoteAsset: 'USDT',
    marginAsset: 'USDT',
    pricePrecision: 2,
    quantityPrecision: 3,
    baseAssetPrecision: 8,
    quotePrecision: 8,
    underlyingType: 'COIN',
    orderTypes: ['LIMIT', 'MARKET'],
    timeInForce: ['GTC'],
    filters: [
      { filterType: 'PRICE_FILTER', minPrice: '0.01', maxPrice: '100000', tickSize: '0.01' },
      { filterType: 'LOT_SIZE', minQty: '0.001', maxQty: '10000', stepSize: '0.001' },
      { filterType: 'MIN_NOTIONAL', notional: '5' },
    ],
  }
}

/** OKX: rows after `before` and before `after`, both exclusive, newest first, the newest `limit` of them. */
function okx({ path, query }: Asked, holdings: Holdings): Page | object | null {
  const page = (rows: readonly Cells[] = [], most: number, wrap: (row: Cells) => unknown): Page => {
    const from = Number(query.get('before') ?? 0)
    const to = Number(query.get('after') ?? Infinity)
    const limit = Math.min(Number(query.get('limit') ?? 100), most)
    const inside = rows.filter(([at]) => Number(at) > from && Number(at) < to)
    return new Page(inside.toReversed().slice(0, limit), (all) => ({ code: '0', msg: '', data: all.map(wrap) }))
  }
  const days = query.get('bar')?.startsWith('1D') === true
  const candle = ([at, open, high, low, close, volume]: Cells) => [at, open, high, low, close, '9', volume, '9', '1']
  const markCandle = ([at, open, high, low, close]: Cells) => [at, open, high, low, close, '1']
  switch (path) {
    case '/api/v5/public/instruments':
      return { code: '0', msg: '', data: query.get('instType') === 'SWAP' ? [okxSwap] : [] }
    case '/api/v5/public/time':
      return { code: '0', msg: '', data: [{ ts: String(holdings.now) }] }
    case '/api/v5/market/candles':
    case '/api/v5/market/history-candles':
      return page(days ? daysOf(holdings.candles) : holdings.candles, 300, candle)
    case '/api/v5/market/mark-price-candles':
    case '/api/v5/market/history-mark-price-candles':
      return page(days ? daysOf(holdings.mark ?? []) : holdings.mark, 100, markCandle)
    case '/api/v5/public/funding-rate-history':
      return page(holdings.funding, 100, ([at, rate]) => ({
        instType: 'SWAP',
        instId: 'TAO-USDT-SWAP',
        fundingRate: '9',
        realizedRate: rate,
        fundingTime: at,
        method: 'x',
      }))
    default:
      return null
  }
}

const okxSwap = {
  instType: 'SWAP',
  instId: 'TAO-USDT-SWAP',
  instFamily: 'TAO-USDT',
  uly: 'TAO-USDT',
  baseCcy: '',
  quoteCcy: '',
  settleCcy: 'USDT',
  ctVal: '0.01',
  ctMult: '1',
  ctValCcy: 'TAO',
  ctType: 'linear',
  listTime: '1712844000000',
  expTime: '',
  lever: '50',
  tickSz: '0.01',
  lotSz: '1',
  minSz: '1',
  alias: '',
  state: 'live',
  category: '1',
}

/** Candles of a day from shorter ones: their times are what is looked at. */
function daysOf(rows: readonly Cells[]): readonly Cells[] {
  const day = 24 * HOUR_MS
  const days = new Map(rows.map(([at, ...cells]) => [Math.floor(Number(at) / day) * day, cells]))
  return [...days].map(([at, cells]) => [String(at), ...cells])
}
