import type { Exchange as CcxtExchange, Market } from 'ccxt'
import { InputError, nearest, OutsideError } from '#domain/failure.js'
import { ask, type Patience } from './patience.js'

/** What an exchange is asked for. */
export interface ExchangeRequest {
  /** ccxt's id: `binanceusdm`. */
  readonly exchange: string
  /** As ccxt writes it: `TAO/USDT:USDT`. */
  readonly pair: string
  /** Stands in for scheme and host of every address of the exchange: a mirror or a proxy. Null: the exchange itself. */
  readonly baseUrl: string | null
  readonly signal: AbortSignal
  readonly patience: Patience
}

export interface ConnectOptions {
  /** Where ccxt comes from; by default from beside hedgerow. */
  readonly load?: () => Promise<unknown>
  /** Looks at what ccxt knows of the exchange before anything is asked of it. What it throws ends the connecting. */
  readonly check?: (exchange: CcxtExchange) => void
}

/** A pair of an exchange, ready to be asked. */
export interface Connection {
  readonly exchange: CcxtExchange
  readonly market: Market & object
  readonly ccxtVersion: string
  /** Calls the exchange, again after a fault that may pass. Throws `OutsideError`, or `InputError` where it refuses. */
  readonly call: <T>(work: () => Promise<T>) => Promise<T>
}

type Ccxt = typeof import('ccxt').default

/** Connects to the pair of an exchange. Throws `InputError` where ccxt, the exchange or the pair is not there. */
export async function connect(
  request: ExchangeRequest,
  { load = () => import('ccxt'), check }: ConnectOptions = {},
): Promise<Connection> {
  const ccxt = await loaded(load)
  const line = new Line(request.signal)
  const exchange = exchangeOf(ccxt, request, line)
  check?.(exchange)
  const call = <T>(work: () => Promise<T>): Promise<T> =>
    ask(work, {
      patience: request.patience,
      signal: request.signal,
      exchange: request.exchange,
      isFault: (error) => error instanceof ccxt.OperationFailed || line.isDown,
      waitAskedMs: () => line.retryAfterMs,
      isRefusal: (error) => error instanceof ccxt.BaseError,
    })
  await call(() => exchange.loadMarkets())
  const market = marketOf(exchange, request)
  // From here on numbers are text, with the digits that the exchange gave.
  exchange.number = String as unknown as typeof exchange.number
  return { exchange, market, ccxtVersion: ccxt.version, call }
}

type Urls = CcxtExchange['urls'][string]

async function loaded(load: () => Promise<unknown>): Promise<Ccxt> {
  try {
    return ((await load()) as { readonly default: Ccxt }).default
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND'
    if (!missing) throw error
    throw new InputError('ccxt-missing', 'fetching needs the package ccxt, which is not installed', {
      hint: 'Install it beside hedgerow: npm install ccxt@4',
      cause: error,
    })
  }
}

function exchangeOf(ccxt: Ccxt, { exchange: id, baseUrl }: ExchangeRequest, line: Line): CcxtExchange {
  const ids = ccxt.exchanges as unknown as readonly string[]
  if (!ids.includes(id)) throw unknownExchange(id, ids)
  const classes = ccxt as unknown as Readonly<Record<string, new (options: object) => CcxtExchange>>
  const exchange = new classes[id]({ enableRateLimit: true, timeout: 20_000 })
  // Coins and their networks are of no use here, and some exchanges ask for a key before they tell them.
  exchange.has['fetchCurrencies'] = false
  exchange.fetchImplementation = line.fetch
  if (baseUrl !== null) exchange.urls['api'] = redirected(exchange.urls['api'], origin(baseUrl)) as Urls
  return exchange
}

/** The same tree of addresses, on another host. */
function redirected(urls: unknown, base: string): unknown {
  if (typeof urls === 'string') return urls.replace(/^https?:\/\/[^/]+/, base)
  if (typeof urls !== 'object' || urls === null) return urls
  return Object.fromEntries(Object.entries(urls).map(([key, url]) => [key, redirected(url, base)]))
}

function origin(baseUrl: string): string {
  if (/^https?:\/\/[^/]/.test(baseUrl) && URL.canParse(baseUrl)) return baseUrl.replace(/\/+$/, '')
  throw new InputError('base-url-invalid', `found '${baseUrl}'; expected an address such as https://mirror.example`, {
    where: '--base-url',
    hint: "Give scheme and host; the exchange's own paths are appended.",
  })
}

/**
 * How ccxt reaches the exchange. An answer is given only when it has arrived whole and is JSON: ccxt itself takes what is cut
 * off or is a web page for an answer without rows, and stops its clock before the body is there.
 */
class Line {
  readonly #ending: AbortSignal
  #status = 0
  #retryAfter: string | null = null

  constructor(ending: AbortSignal) {
    this.#ending = ending
  }

  /** Whether the last answer was that there is none now: ccxt does not know every exchange's words for it. */
  get isDown(): boolean {
    return this.#status >= 500 || this.#status === 429 || this.#status === 418
  }

  /** How long the last answer asks to wait; NaN where it does not. */
  get retryAfterMs(): number {
    return this.#retryAfter === null ? Number.NaN : Number(this.#retryAfter) * 1_000
  }

  readonly fetch = async (url: string, { method, headers, body, signal }: RequestInit): Promise<Response> => {
    this.#status = 0
    this.#retryAfter = null
    const response = await fetch(url, {
      method: method ?? 'GET',
      headers: headers ?? {},
      body: body ?? null,
      signal: AbortSignal.any([this.#ending, ...(signal ? [signal] : [])]),
      redirect: 'error',
    })
    this.#status = response.status
    this.#retryAfter = response.headers.get('Retry-After')
    const text = await response.text()
    if (response.ok && !isJson(text)) throw new TypeError('the answer is not JSON')
    return new Response(text, { status: response.status, statusText: response.statusText, headers: response.headers })
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function unknownExchange(id: string, ids: readonly string[]): InputError {
  const near = nearest(id, ids)
  return new InputError('exchange-unknown', `found the exchange '${id}'; expected one that ccxt knows`, {
    where: '--exchange',
    hint:
      near === null ? 'Such as binanceusdm, bybit, okx, kraken: the ids that ccxt lists.' : `Did you mean '${near}'?`,
  })
}

function marketOf(exchange: CcxtExchange, { exchange: id, pair }: ExchangeRequest): Market & object {
  const markets = exchange.markets as Readonly<Record<string, Market & object>>
  if (Object.hasOwn(markets, pair)) return markets[pair]
  const symbols = Object.keys(markets)
  if (symbols.length === 0) {
    throw new OutsideError('exchange-without-markets', `${id} lists no pair at all`, { hint: 'Try again later.' })
  }
  const meant = meantBy(pair, Object.values(markets)) ?? nearest(pair, symbols)
  throw new InputError('pair-unknown', `found the pair '${pair}'; expected one of the ${symbols.length} of ${id}`, {
    where: '--pair',
    hint:
      meant === null
        ? 'Write it as ccxt does: TAO/USDT:USDT for a perpetual, TAO/USDT for spot.'
        : `Did you mean '${meant}'?`,
  })
}

/** The exchange's own name of a pair (`TAOUSDT`), or a pair without its settlement (`TAO/USDT`). */
function meantBy(pair: string, markets: readonly (Market & object)[]): string | null {
  const word = pair.toUpperCase()
  const plain = word.replaceAll(/[^A-Z0-9]/g, '')
  const found =
    markets.find((market) => market.symbol.toUpperCase() === word) ??
    markets.find((market) => market.symbol.split(':')[0] === word.split(':')[0]) ??
    markets.find((market) => market.id?.toUpperCase() === word || `${market.base}${market.quote}` === plain)
  return found?.symbol ?? null
}
