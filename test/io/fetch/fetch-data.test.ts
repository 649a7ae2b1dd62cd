import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { InputError, OutsideError } from '#domain/failure.js'
import { connect } from '#io/fetch/exchange.js'
import { fetchData, type FetchRequest } from '#io/fetch/fetch-data.js'
import { readCandles } from '#io/read-candles.js'
import { ExchangeServer, type Fault, type Holdings } from './exchange-server.js'
import { candles, hour, linesOf, start } from './holdings.js'

const folders: string[] = []
const servers: ExchangeServer[] = []
afterAll(() => {
  for (const server of servers) server.stop()
  for (const folder of folders) rmSync(folder, { recursive: true })
})

/** Hardly any: waiting is not what is tested. */
const patience = { attempts: 4, firstWaitMs: 1, longestWaitMs: 1_000 }

interface Scene {
  readonly language: 'binance' | 'okx'
  readonly holdings: Holdings
  readonly faults?: readonly (Fault | null)[]
  readonly request?: Partial<FetchRequest>
  readonly folder?: string
}

/** Fetches from an exchange that has these holdings; the exchange fails as told. */
async function fetched({ language, holdings, faults = [], request = {}, folder }: Scene) {
  const server = new ExchangeServer(language, holdings, faults)
  servers.push(server)
  const out = folder ?? mkdtempSync(join(tmpdir(), 'hedgerow-fetch-'))
  if (folder === undefined) folders.push(out)
  const done = fetchData({
    exchange: language === 'binance' ? 'binanceusdm' : 'okx',
    pair: 'TAO/USDT:USDT',
    timeframe: '1h',
    baseUrl: await server.start(),
    from: start,
    to: null,
    series: ['candles'],
    folder: out,
    force: false,
    clock: () => Number.NaN,
    signal: new AbortController().signal,
    patience,
    ...request,
  })
  const result = await done.then(
    (value) => ({ files: value.files, error: null }),
    (error: unknown) => ({ files: [], error }),
  )
  return { ...result, out, server }
}

function linesIn(path: string | null | undefined): readonly string[] {
  return readFileSync(path ?? '', 'utf8')
    .trimEnd()
    .split('\n')
}

/** Two answers in a row that say the same are no fault but an answer: so a good one follows where a bad one was believable. */
const everyFault: readonly (Fault | null)[] = [
  ...(['429', 'short', '500', 'drop', 'shuffled'] as const),
  ...(['again', 'cut', null, 'hole', 'web page', null, 'empty', 'not numbers', null] as const),
]

describe.concurrent('fetching candles', () => {
  it.each(['binance', 'okx'] as const)(
    'from %s survives every fault: nothing is lost, nothing comes twice',
    async (language) => {
      const all = candles(0, language === 'binance' ? 4_700 : 1_450)
      const holdings = { candles: all, now: hour(all.length) + 60_000 }
      const { files, error, server } = await fetched({
        language,
        holdings,
        faults: everyFault,
      })
      expect(error).toBeNull()
      expect(linesIn(files[0].path)).toEqual(['time,open,high,low,close,volume', ...linesOf(all)])
      expect(files[0]).toMatchObject({ rows: all.length, gaps: 0 })
      expect(server.faultsLeft).toBe(0)
    },
  )

  it('keeps the digits that the exchange gives', async () => {
    const holdings = { candles: candles(0, 3), now: hour(4) }
    const { files } = await fetched({ language: 'binance', holdings })
    expect(linesIn(files[0].path)[1]).toBe('2025-01-01T00:00:00Z,300.50,301.00,299.10,300.90,0.12345678901234567')
  })

  it.each(['binance', 'okx'] as const)(
    'from %s takes no candle that has not closed, nor one that has just closed',
    async (language) => {
      const all = candles(0, 12)
      const closing = async (now: number) => (await fetched({ language, holdings: { candles: all, now } })).files[0].to
      expect(await closing(hour(10) + 59 * 60_000)).toBe('2025-01-01T10:00:00Z')
      expect(await closing(hour(11) + 4_999)).toBe('2025-01-01T10:00:00Z')
      expect(await closing(hour(11) + 5_000)).toBe('2025-01-01T11:00:00Z')
    },
  )

  it('begins and ends where it is told to: from inclusive, to exclusive', async () => {
    const holdings = { candles: candles(0, 30), now: hour(40) }
    const { files } = await fetched({ language: 'okx', holdings, request: { from: hour(3), to: hour(7) } })
    expect(linesIn(files[0].path).slice(1)).toEqual(linesOf(candles(3, 7)))
  })

  it('goes on beyond a stretch in which the exchange has nothing, without walking through it page by page', async () => {
    const all = [...candles(0, 700), ...candles(20_000, 20_500), ...candles(20_502, 20_600)]
    const holdings = { candles: all, now: hour(20_601) }
    const { files, server } = await fetched({
      language: 'okx',
      holdings,
      request: { from: start - 3 * 365 * 86_400_000 },
    })
    expect(linesIn(files[0].path).slice(1)).toEqual(linesOf(all))
    expect(files[0]).toMatchObject({ rows: 1_298, gaps: 2, from: '2025-01-01T00:00:00Z' })
    expect(server.asked.length).toBeLessThan(60)
  })

  it('leaves files that hedgerow reads, with a sidecar of where they come from', async () => {
    const holdings = { candles: candles(0, 50), now: hour(50) + 5_000 }
    const { files, server } = await fetched({ language: 'binance', holdings, request: { to: hour(40) } })
    const { candles: read, fact } = await readCandles(files[0].path ?? '', 'candles', 0, { where: 'candles' })
    expect(read.length).toBe(40)
    expect(fact.sha256).toBe(files[0].sha256)
    expect(fact.file).toBe('binanceusdm-TAO-USDT-USDT-1h.csv')
    expect(fact.notes).toEqual([
      'times are ISO 8601, read as UTC where no zone is given',
      expect.stringMatching(/^source: binanceusdm, fetched by ccxt \d+\.\d+\.\d+$/),
      'exchange: binanceusdm',
      'pair: TAO/USDT:USDT',
      'series: candles',
      'fetchedAt: 2025-01-03T02:00:05Z',
      expect.stringMatching(/^ccxt: \d+\.\d+\.\d+$/),
      expect.stringMatching(/^mirror: 127\.0\.0\.1:\d+$/),
      'rows: 40',
    ])
    expect(server.asked).toHaveLength(1)
  })

  it('replaces no file that is there, unless told to', async () => {
    const holdings = { candles: candles(0, 5), now: hour(9) }
    const { out, files } = await fetched({ language: 'binance', holdings })
    const again = await fetched({ language: 'binance', holdings: { ...holdings, candles: candles(0, 4) }, folder: out })
    expect(again.error).toMatchObject({ code: 'file-exists', where: files[0].path })
    expect(again.server.asked).toEqual([])
    const forced = await fetched({
      language: 'binance',
      holdings: { ...holdings, candles: candles(0, 4) },
      folder: out,
      request: { force: true },
    })
    expect(forced.files[0].rows).toBe(4)
  })

  it('says where there is nothing', async () => {
    const { error, out } = await fetched({ language: 'okx', holdings: { candles: [], now: hour(9) } })
    expect(error).toMatchObject({
      code: 'no-data',
      message: expect.stringContaining('2025-01-01T00:00:00Z to now') as string,
    })
    expect(readdirSync(out)).toEqual([])
  })

  it('takes the clock of this machine where the exchange does not tell its own', async () => {
    const holdings = { candles: candles(0, 12), now: 0 }
    const { files } = await fetched({ language: 'binance', holdings, request: { clock: () => hour(6) } })
    expect(files[0].to).toBe('2025-01-01T05:00:00Z')
  })
})

describe.concurrent('fetching what belongs to candles', () => {
  const funding = Array.from({ length: 88 }, (_, at) => [String(hour(8 * at) + (at % 3)), `0.0001${at}00`])
  const openInterest = Array.from({ length: 700 }, (_, at) => [String(hour(at)), `${at}.50`, `${at}00.10`])
  const mark = candles(0, 720).map((row) => row.slice(0, 5))
  const holdings = { candles: candles(0, 720), mark, funding, openInterest, now: hour(710) + 60_000 }

  it('from Binance: mark price, funding and open interest, through faults, each into a file of its own', async () => {
    const faults = [null, 'drop', 'short', null, 'short', '429', null, 'again', 'hole'] as const
    const series = ['candles', 'mark', 'funding', 'open-interest'] as const
    const { files, error, server } = await fetched({ language: 'binance', holdings, faults, request: { series } })
    expect(error).toBeNull()
    expect(linesIn(files[1].path)).toEqual(['time,open,high,low,close', ...linesOf(mark.slice(0, 710))])
    expect(linesIn(files[2].path)).toEqual(['funding_time,rate', ...linesOf(funding)])
    expect(linesIn(files[3].path)).toEqual(['time,open_interest_base,open_interest_quote', ...linesOf(openInterest)])
    expect(files.map(({ path }) => path?.split('/').at(-1))).toEqual([
      'binanceusdm-TAO-USDT-USDT-1h.csv',
      'binanceusdm-TAO-USDT-USDT-mark-1h.csv',
      'binanceusdm-TAO-USDT-USDT-funding.csv',
      'binanceusdm-TAO-USDT-USDT-open-interest-1h.csv',
    ])
    expect(server.faultsLeft).toBe(0)
  })

  it('from OKX: mark price and funding, whose pages begin at their newest row', async () => {
    const request = { series: ['candles', 'mark', 'funding'] as const, from: hour(-5_000) }
    const { files, error } = await fetched({ language: 'okx', holdings, request })
    expect(error).toBeNull()
    expect(linesIn(files[1].path).slice(1)).toEqual(linesOf(mark.slice(0, 710)))
    expect(linesIn(files[2].path).slice(1)).toEqual(linesOf(funding))
  })

  it('asks Binance for no open interest that is older than it keeps', async () => {
    const late = { ...holdings, now: hour(29 * 24 + 24 * 20) }
    const series = ['candles', 'open-interest'] as const
    const { files, error } = await fetched({ language: 'binance', holdings: late, request: { series } })
    expect(error).toBeNull()
    expect(files[1].from).toBe('2025-01-20T01:00:00Z')
  })

  it('leaves no file of a series in which there is nothing', async () => {
    const series = ['candles', 'funding'] as const
    const { files, out } = await fetched({
      language: 'binance',
      holdings: { ...holdings, funding: [] },
      request: { series },
    })
    expect(files[1]).toEqual({ series: 'funding', path: null, rows: 0, from: null, to: null, gaps: 0, sha256: null })
    expect(readdirSync(out)).toEqual(['binanceusdm-TAO-USDT-USDT-1h.csv', 'binanceusdm-TAO-USDT-USDT-1h.csv.meta.yaml'])
  })

  it('tells how far it is, over all series', async () => {
    const told: number[] = []
    const request = {
      series: ['candles', 'funding'] as const,
      onProgress: ({ fraction }: { readonly fraction: number }) => void told.push(fraction),
    }
    await fetched({ language: 'okx', holdings, request })
    expect(told).toEqual(told.toSorted((a, b) => a - b))
    expect(told[0]).toBe(0)
    expect(told.at(-1)).toBeGreaterThan(0.95)
  })
})

describe.concurrent('a fetch that does not come to its end', () => {
  const all = candles(0, 1_000)
  const holdings = { candles: all, now: hour(1_001) }

  it('keeps what it has, says so, and goes on from there', async () => {
    const faults = [null, null, '418 for an hour'] as const
    const first = await fetched({ language: 'okx', holdings, faults })
    expect(first.error).toBeInstanceOf(OutsideError)
    expect(first.error).toMatchObject({ code: 'exchange-silent', hint: 'It asks to be left alone for 3600 s.' })
    expect(readdirSync(first.out)).toEqual(['okx-TAO-USDT-USDT-1h.csv.part'])
    const second = await fetched({ language: 'okx', holdings, folder: first.out })
    expect(second.server.asked[0]).toContain(`before=${hour(600) - 1}`)
    expect(linesIn(second.files[0].path).slice(1)).toEqual(linesOf(all))
    expect(readdirSync(first.out)).toEqual(['okx-TAO-USDT-USDT-1h.csv', 'okx-TAO-USDT-USDT-1h.csv.meta.yaml'])
  })

  it('gives up on an exchange that stays silent', async () => {
    const faults = ['500', '500', 'drop', 'web page'] as const
    const { error, server } = await fetched({ language: 'binance', holdings, faults })
    expect(error).toMatchObject({ code: 'exchange-silent', message: expect.stringContaining('4 times') as string })
    expect(server.asked).toHaveLength(4)
  })

  it.each([
    ['half a line', (text: string) => text.slice(0, -20)],
    ['zeros, as a computer leaves them that went down', (text: string) => `${text.slice(0, -500)}${'\0'.repeat(400)}`],
    ['a row twice', (text: string) => `${text}${text.split('\n').at(-2)}\n`],
    ['half of its first line', (text: string) => text.slice(0, 30)],
    ['its first line alone', (text: string) => `${text.split('\n')[0]}\n`],
  ])('goes on with a part that ends in %s', async (_, damaged) => {
    const { out } = await fetched({ language: 'okx', holdings, faults: [null, null, '418 for an hour'] })
    const part = join(out, 'okx-TAO-USDT-USDT-1h.csv.part')
    writeFileSync(part, damaged(readFileSync(part, 'latin1')), 'latin1')
    const { files } = await fetched({ language: 'okx', holdings, folder: out })
    expect(linesIn(files[0].path).slice(1)).toEqual(linesOf(all))
  })

  it('does not go on with rows of another request', async () => {
    const { out } = await fetched({ language: 'okx', holdings, faults: [null, '418 for an hour'] })
    const other = await fetched({ language: 'okx', holdings, folder: out, request: { from: hour(10) } })
    expect(other.error).toMatchObject({
      code: 'part-of-another',
      where: join(out, 'okx-TAO-USDT-USDT-1h.csv.part'),
      message: expect.stringContaining('"from":"2025-01-01T00:00:00Z"') as string,
    })
  })

  it('ends with the signal, also while it waits for an answer that does not come', async () => {
    const controller = new AbortController()
    const onProgress = ({ rows }: { readonly rows: number }) => {
      if (rows === 300) setTimeout(() => controller.abort(new Error('enough')), 200)
    }
    const request = { signal: controller.signal, onProgress }
    const { error, out } = await fetched({ language: 'okx', holdings, faults: [null, 'silence'], request })
    expect(error).toEqual(new Error('enough'))
    expect(linesIn(join(out, 'okx-TAO-USDT-USDT-1h.csv.part'))).toHaveLength(301)
  })
})

describe.concurrent('a fetch of what is not there', () => {
  const holdings = { candles: candles(0, 5), now: hour(9) }
  const refusal = async (request: Partial<FetchRequest>, language: 'binance' | 'okx' = 'binance') =>
    (await fetched({ language, holdings, request })).error as InputError

  it.each([
    [{ exchange: 'binanceusdn' }, 'exchange-unknown', '--exchange', "Did you mean 'binanceusdm'?"],
    [{ exchange: 'mtgox' }, 'exchange-unknown', '--exchange', 'ccxt lists'],
    [{ pair: 'TOA/USDT:USDT' }, 'pair-unknown', '--pair', "Did you mean 'TAO/USDT:USDT'?"],
    [{ pair: 'TAO/USDT' }, 'pair-unknown', '--pair', "Did you mean 'TAO/USDT:USDT'?"],
    [{ pair: 'TAOUSDT' }, 'pair-unknown', '--pair', "Did you mean 'TAO/USDT:USDT'?"],
    [{ pair: 'tao/usdt:usdt' }, 'pair-unknown', '--pair', "Did you mean 'TAO/USDT:USDT'?"],
    [{ pair: 'bitcoin' }, 'pair-unknown', '--pair', 'TAO/USDT for spot'],
    [{ timeframe: '7m' }, 'timeframe-not-offered', '--timeframe', '5m, 15m'],
    [{ timeframe: '1M' }, 'timeframe-not-offered', '--timeframe', '1w'],
    [{ exchange: 'kraken', series: ['candles', 'funding'] }, 'series-not-offered', '--funding', 'Leave --funding out'],
    [{ exchange: 'hyperliquid', series: ['candles', 'mark'] }, 'series-not-offered', '--mark', 'another exchange'],
    [{ from: hour(9) }, 'from-in-the-future', '--from', 'in the past'],
    [{ baseUrl: 'mirror.example' }, 'base-url-invalid', '--base-url', 'scheme and host'],
  ] as const)('%o is refused as %s', async (request, code, where, hint) => {
    const error = await refusal(request)
    expect(error).toBeInstanceOf(InputError)
    expect(error).toMatchObject({ code, where, hint: expect.stringContaining(hint) as string })
  })

  it('says how to install ccxt where it is missing', async () => {
    const missing = Object.assign(new Error("Cannot find package 'ccxt'"), { code: 'ERR_MODULE_NOT_FOUND' })
    const request = { exchange: 'okx', pair: 'x', baseUrl: null, signal: new AbortController().signal, patience }
    await expect(connect(request, { load: () => Promise.reject(missing) })).rejects.toMatchObject({
      code: 'ccxt-missing',
      hint: expect.stringContaining('npm install ccxt') as string,
    })
  })
})
