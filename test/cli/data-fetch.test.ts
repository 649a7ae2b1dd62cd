import { afterAll, describe, expect, it } from 'vitest'
import { ExchangeServer, type Fault } from '../io/fetch/exchange-server.js'
import { candles, hour, linesOf } from '../io/fetch/holdings.js'
import { ended, Room } from './room.js'

const servers: ExchangeServer[] = []
afterAll(() => {
  for (const server of servers) server.stop()
})

const all = candles(0, 720)
const funding = Array.from({ length: 90 }, (_, at) => [String(hour(8 * at)), '0.00010000'])

/** The words that fetch from an exchange which fails so; it is the last of `servers`. */
async function exchange(...faults: readonly (Fault | null)[]): Promise<readonly string[]> {
  const server = new ExchangeServer('okx', { candles: all, funding, now: hour(720) + 60_000 }, faults)
  servers.push(server)
  const words = [
    '--exchange',
    'okx',
    '--pair',
    'TAO/USDT:USDT',
    '--timeframe',
    '1h',
    '--base-url',
    await server.start(),
  ]
  return ['data', 'fetch', ...words]
}

const told = `TAO/USDT:USDT of okx, fetched by ccxt x
candles        720 rows, 2025-01-01 00:00 to 2025-01-31 00:00 UTC
               market/okx-TAO-USDT-USDT-1h.csv
funding        90 rows, 2025-01-01 00:00 to 2025-01-30 16:00 UTC
               market/okx-TAO-USDT-USDT-funding.csv
`

const config = `data: { pair: TAO/USDT:USDT, candles: market/okx-TAO-USDT-USDT-1h.csv, funding: { series: market/okx-TAO-USDT-USDT-funding.csv } }
instrument: tao-usdt-perp
account: { balance: 10000, currency: USDT }
strategy: { plan: [ { at: start, open: { leg: core, side: long, quantity: 1, leverage: 2 } } ] }
`

describe('hedgerow data fetch', () => {
  it('fetches what a run then replays', async () => {
    const room = new Room({ 'run.yaml': config })
    const words = await exchange()
    const { code, stdout } = await room.hedgerow(...words, '--from', '2025-01-01', '--funding', '--out', 'market')
    expect(code).toBe(0)
    expect(stdout.replace(/ccxt [\d.]+/, 'ccxt x')).toBe(told)
    expect(room.text('market/okx-TAO-USDT-USDT-1h.csv').trimEnd().split('\n').slice(1)).toEqual(linesOf(all))
    const run = await room.hedgerow('run', 'run.yaml', '--json', '--quiet')
    expect(run.code).toBe(0)
    expect(JSON.parse(run.stdout)).toMatchObject({ data: [{ rows: 720, gaps: 0, synthetic: false }, { rows: 90 }] })
  })

  it('says so where the exchange has less than was asked for, and as JSON tells all', async () => {
    const room = new Room()
    const words = [...(await exchange()), '--from', '2024-12-01', '--json']
    const { code, stdout, stderr } = await room.hedgerow(...words)
    expect(code).toBe(0)
    expect(stderr).toContain('nothing from 2024-12-01 00:00 to there')
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'hedgerow/fetch@1',
      exchange: 'okx',
      files: [{ series: 'candles', rows: 720, from: '2025-01-01T00:00:00Z', to: '2025-01-31T00:00:00Z', gaps: 0 }],
    })
  })

  it('ends with Ctrl-C, keeps what it has, says so, and goes on from there', async () => {
    const room = new Room()
    const range = ['--from', '2025-01-01', '--quiet']
    const child = room.start(...(await exchange(null, 'silence')), ...range)
    const end = ended(child)
    // The second page is asked for when the first one is kept, and not answered.
    const { asked } = servers.at(-1)!
    await expect.poll(() => asked.length, { timeout: 25_000 }).toBe(2)
    child.kill('SIGINT')
    expect(await end).toEqual({
      code: 130,
      signal: null,
      stdout: '',
      stderr:
        'Interrupted. Kept: 300 rows up to 2025-01-13 11:00 in okx-TAO-USDT-USDT-1h.csv.part. Give the same command again to go on from there.\n',
    })
    expect(await room.hedgerow(...(await exchange()), ...range)).toMatchObject({ code: 0, stdout: '', stderr: '' })
    expect(room.text('okx-TAO-USDT-USDT-1h.csv').trimEnd().split('\n').slice(1)).toEqual(linesOf(all))
    expect(room.names()).toEqual(['okx-TAO-USDT-USDT-1h.csv', 'okx-TAO-USDT-USDT-1h.csv.meta.yaml'])
  })

  it('ends with code 1 where the exchange does not answer, and says where what it has is kept', async () => {
    const room = new Room()
    const { code, stderr } = await room.hedgerow(
      ...(await exchange(null, '418 for an hour')),
      '--from',
      '2025-01-01',
      '--quiet',
    )
    expect(code).toBe(1)
    expect(stderr).toMatch(/^Error: okx was asked once and did not answer: .*It asks to be left alone for 3600 s\./)
    expect(stderr).toContain('Kept: 300 rows up to 2025-01-13 11:00 in okx-TAO-USDT-USDT-1h.csv.part.')
  })

  it.each([
    [['--from', '2025-02-01', '--to', '2025-01-01'], '--to: found 2025-02-01T00:00:00Z to 2025-01-01T00:00:00Z'],
    [['--from', 'yesterday'], "--from: 'yesterday' is not a date or time"],
    [['--from', '2025-01-01', '--exchange', 'okkx'], "--exchange: found the exchange 'okkx'"],
    [[], "required option '--from <time>' not specified"],
  ])('%j is wrong and ends with code 2', async (words, message) => {
    const { code, stderr } = await new Room().hedgerow(...(await exchange()), ...words)
    expect(code).toBe(2)
    expect(stderr).toContain(message)
  })
})
