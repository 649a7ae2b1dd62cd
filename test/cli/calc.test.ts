import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { InputError } from '#domain/failure.js'
import { answerTo, type LiquidationAnswer } from '../../src/cli/liquidation-answer.js'
import type { LiquidationFlags } from '../../src/cli/flags.js'
import { requestOf } from '../../src/cli/liquidation-request.js'
import { liquidationText } from '../../src/cli/liquidation-text.js'
import { Room } from './room.js'

async function answer(flags: Partial<LiquidationFlags>): Promise<LiquidationAnswer> {
  return answerTo(await requestOf({ leg: [], margin: 'isolated', maintenanceOn: 'mark', ...flags }))
}

async function prices(flags: Partial<LiquidationFlags>) {
  const { legs, pool } = await answer(flags)
  return pool === null
    ? legs.map((leg) => leg.isolated!.liquidationPrice)
    : [pool.liquidation.below, pool.liquidation.above]
}

const tao = 'tao-usdt-perp'

describe('L3: prices of isolated legs, by hand', () => {
  it.each<readonly [leg: string, others: Partial<LiquidationFlags>, price: string | null, worked: string]>([
    ['long:100@300x10', { instrument: tao }, '273.604060913706', '(30000 − 3000 − 50) ÷ (100 × 0.985), second tier'],
    ['short:32@300x10', { instrument: tao }, '326.662561576355', 'rises into the second tier'],
    ['long:100@300x10', { instrument: tao, at: '2024-05-01' }, '277.105263157895', '5 % and 675 then: 26325 ÷ 95'],
    ['long:10@300', { rate: '0.01' }, null, 'its collateral pays down to zero'],
    ['long:10@300x5', { rate: '0.01', maintenanceOn: 'entry' }, '243', '300 × (1 − 1/5 + 0.01)'],
    ['long:10@300x5', { rate: '0.01', closeFee: '0.0005' }, '242.546740778171', '2400 ÷ (10 × 0.9895)'],
    ['long:10@300x5', { rate: '0.01', collateral: ['699'] }, '232.424242424242', '2301 ÷ 9.9'],
  ])('%s %o: %s', async (leg, others, price) => {
    expect(await prices({ leg: [leg], ...others })).toEqual([price])
  })
})

describe('L4: prices of a cross pool, by hand', () => {
  const hedge = { leg: ['long:10@270x3', 'short:9.9@270x5'], margin: 'cross', wallet: '100', rate: '0.01' } as const

  it.each<readonly [Partial<LiquidationFlags>, readonly (string | null)[], string]>([
    [{}, [null, '737.373737373737'], '73 ÷ 0.099'],
    [{ hedgedMaintenance: 'larger' }, [null, null], 'slope 0.1 − 0.1'],
    [{ hedgedMaintenance: 'net', wallet: '20' }, ['70.707070707071', null], '7 ÷ 0.099'],
    [{ closeFee: '0.0005' }, [null, '670.032124827903'], '73 ÷ 0.10895'],
    [{ wallet: '-5' }, ['270', '270'], 'due at the mean entry'],
    [{ wallet: '-5', mark: '260' }, ['260', '260'], 'due at the mark'],
  ])('%o: %s (%s)', async (flags, found) => {
    expect(await prices({ ...hedge, ...flags })).toEqual(found)
  })

  it('is told from the mean entry, weighted by quantity', async () => {
    const { pool } = await answer({ ...hedge, leg: ['long:3@200', 'short:1@400'], wallet: '500' })
    // (600 + 400) ÷ 4; 500 + 3 × 50 + 150; 750 × 1 % + 250 × 1 %
    expect(pool).toMatchObject({ mark: '250', marginBalance: '800', maintenance: '10', due: false })
  })
})

describe('the answer for people', () => {
  it('says what is due at once, and why', async () => {
    const told = liquidationText(await answer({ leg: ['long:10@270x100'], rate: '0.01' }))
    expect(told).toContain(
      '\n  liquidated at once      at 270 a margin balance of 27 is not above the maintenance of 27\n',
    )
    const pool = { leg: ['short:1@100'], margin: 'cross', wallet: '-50', mark: '70', rate: '0.01' } as const
    expect(liquidationText(await answer(pool))).toContain(
      '\n  liquidated at once      at 70 a margin balance of −20 is not above the maintenance of 0.7\n',
    )
  })

  it('names the rules and notes leverage that the tiers do not allow', async () => {
    const flags = { leg: ['long:100@300x51', 'short:200000@300'], instrument: tao, closeFee: '0.0005' }
    const told = liquidationText(await answer({ ...flags, maintenanceOn: 'entry' }))
    expect(told).toMatch(
      /^isolated margin, tiers of tao-usdt-perp, maintenance on the entry, closing fee 0\.0005 in the test\n/,
    )
    expect(told).toContain('\nNote: long:100@300x51: the tiers allow a notional of 30000 at most 50x\n')
    expect(told).toMatch(
      /\nNote: short:200000@300: the tiers allow a notional of 60000000 no leverage: it is beyond the last tier\n$/,
    )
  })
})

describe('what is wrong is refused with the flag and the way out', () => {
  const leg = ['long:10@270x3']
  it.each<readonly [Partial<LiquidationFlags>, where: string, says: string]>([
    [{ leg: ['lnog:10@270x3'], rate: '0.01' }, '--leg', "found 'lnog:10@270x3', expected side:quantity@entryxleverage"],
    [{ leg: ['long:0@270x3'], rate: '0.01' }, '--leg', "found 'long:0@270x3', expected side:quantity@entryxleverage"],
    [{ leg: ['long:10@0'], rate: '0.01' }, '--leg', "found 'long:10@0', expected side:quantity@entryxleverage"],
    [{ leg: ['long:10@270x0'], rate: '0.01' }, '--leg', "found 'long:10@270x0', expected side:quantity@entryxleverage"],
    [{ leg }, '--instrument', 'found no margin tiers and no --rate'],
    [{ leg, rate: '0.01', instrument: tao }, '--rate', 'found --instrument, too'],
    [
      { leg, rate: '1' },
      '--rate',
      "found '1', expected a fraction of notional from 0 to below 1 (1 % is written 0.01)",
    ],
    [
      { leg, rate: '1%' },
      '--rate',
      "found '1%', expected a fraction of notional from 0 to below 1 (1 % is written 0.01)",
    ],
    [{ leg, rate: '0.01', at: '2025-01-01' }, '--at', 'a flat rate has no dates'],
    [{ leg, instrument: tao, at: 'May' }, '--at', "'May' is not a date or time"],
    [{ leg, instrument: 'tao-usdt-prep' }, '--instrument', "found 'tao-usdt-prep', expected one of: tao-usdt-perp"],
    [{ leg, instrument: './none.yaml' }, './none.yaml', 'there is no such file'],
    [{ leg, rate: '0.01', wallet: '5' }, '--wallet', 'an isolated leg answers with its collateral alone'],
    [{ leg, rate: '0.01', hedgedMaintenance: 'net' }, '--hedged-maintenance', 'isolated legs are not counted together'],
    [{ leg, rate: '0.01', margin: 'cross' }, '--wallet', 'is missing, and cross legs share it'],
    [{ leg, rate: '0.01', margin: 'cross', wallet: 'all' }, '--wallet', "found 'all', expected an amount"],
    [
      { leg, rate: '0.01', margin: 'cross', wallet: '5', collateral: ['5'] },
      '--collateral',
      'cross legs share the wallet',
    ],
    [{ leg, rate: '0.01', collateral: ['5', '6'] }, '--collateral', 'found 2 for 1 legs, expected one for each leg'],
    [{ leg, rate: '0.01', collateral: ['0'] }, '--collateral', "found '0', expected an amount above 0"],
    [{ leg, rate: '0.01', mark: '-1' }, '--mark', "found '-1', expected a price above 0"],
    [
      { leg, rate: '0.01', closeFee: '5' },
      '--close-fee',
      "found '5', expected a fraction of notional from 0 to below 1 (1 % is written 0.01)",
    ],
  ])('%o', async (flags, where, says) => {
    const refused: unknown = await answer(flags).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(InputError)
    const { where: told, message, hint } = refused as InputError
    expect({ told, message }).toEqual({ told: where, message: says })
    expect(hint).toMatch(/\S/)
  })
})

describe.concurrent('the command line', () => {
  it('reads an instrument file', async () => {
    const text = `tick: 0.01\nlot: 0.1\nminNotional: 5\ntiers: [{ upTo: 1000, maxLeverage: 10, rate: 0.02 }]\n`
    const room = new Room({ 'mine.yaml': text, 'bad.yaml': text.replace('rate', 'rtae') })
    const told = (file: string) => room.hedgerow('calc', 'liquidation', '--leg', 'long:1@100x5', '--instrument', file)
    // (100 − 20) ÷ 0.98
    expect((await told('./mine.yaml')).stdout).toContain('liquidated at or below  81.632653 ')
    expect((await told('./bad.yaml')).stderr).toMatch(/^Error: \.\/bad\.yaml: tiers\.0\.rtae: unknown key 'rtae'/)
  })

  it('says which command to ask for help', async () => {
    const told = async (...words: string[]) => (await new Room().hedgerow(...words)).stderr
    expect(await told('calc', 'liq')).toBe("Error: command line: unknown command 'liq'. See hedgerow calc --help.\n")
    expect(await told('calc', 'liquidation')).toMatch(
      /'--leg <leg>' not specified\. See hedgerow calc liquidation --help\.\n$/,
    )
  })

  it('tells a refusal as JSON, too', async () => {
    const { code, stdout } = await new Room().hedgerow('calc', 'liquidation', '--leg', 'long:1', '--json')
    expect(code).toBe(2)
    expect((JSON.parse(stdout) as { error: unknown }).error).toMatchObject({ code: 'calc-flag', where: '--leg' })
  })
})

const tables = fileURLToPath(new URL('../../../shared/data/reference/tier-tables.json', import.meta.url))

describe.skipIf(!existsSync(tables))(
  "Binance's formula on recorded tier tables (skipped without ../shared/data)",
  () => {
    type Row = readonly [floor: number, upTo: number, rate: number, maxLeverage: number, amount: number | null]

    /** LP of the formula for a long and a short of one pair, tier by tier until both notionals lie in the tiers it used. */
    function published(
      rows: readonly Row[],
      wallet: number,
      long: number,
      short: number,
      entry: number,
    ): number | null {
      const last = rows.length - 1
      const within = (at: number, notional: number) =>
        notional >= rows[at][0] * (1 - 1e-12) && (at === last || notional <= rows[at][1] * (1 + 1e-12))
      for (const [atLong, [, , longRate, , longAmount]] of rows.entries()) {
        for (const [atShort, [, , shortRate, , shortAmount]] of rows.entries()) {
          const above = wallet + longAmount! + shortAmount! - long * entry + short * entry
          const price = above / (long * longRate + short * shortRate - long + short)
          if (price > entry && within(atLong, long * price) && within(atShort, short * price)) return price
        }
      }
      return null
    }

    const all = existsSync(tables) ? (JSON.parse(readFileSync(tables, 'utf8')) as Record<string, readonly Row[]>) : {}
    const complete = Object.entries(all).filter(([, rows]) => rows.every(([, , , , amount]) => amount !== null))

    it('gives the price of a hedge, 4 % net long, that a rise liquidates', async () => {
      const found = await Promise.all(complete.map(([, rows]) => compared(rows)))
      expect(found.length).toBeGreaterThan(5)
      // Of each table at least one size has such a price.
      expect(Math.min(...found)).toBeGreaterThan(0)
    })

    /** Compares hedges of three sizes; how many of them have a price. */
    async function compared(rows: readonly Row[]): Promise<number> {
      const room = new Room({
        'table.json': JSON.stringify({
          tick: 0.01,
          lot: 0.001,
          minNotional: 5,
          tiers: rows.map(([, upTo, rate, maxLeverage, amount]) => ({ upTo, rate, maxLeverage, amount })),
        }),
      })
      let found = 0
      for (const long of [100, 1000, 10_000]) {
        const wallet = long * 20 // a fifth of the long's notional
        const { pool } = await answer({
          leg: [`long:${long}@100`, `short:${long * 0.96}@100`],
          margin: 'cross',
          wallet: String(wallet),
          instrument: `${room.folder}/table.json`,
        })
        const { above } = pool!.liquidation
        const expected = published(rows, wallet, long, long * 0.96, 100)
        expect([pool!.due, above === null]).toEqual([false, expected === null])
        if (above === null || expected === null) continue
        expect(Math.abs(Number(above) / expected - 1)).toBeLessThan(1e-9)
        found++
      }
      return found
    }
  },
)
