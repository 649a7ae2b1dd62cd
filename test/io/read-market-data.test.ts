import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { FundingConfig } from '#config/resolved.js'
import { decimal } from '#domain/decimal.js'
import { HOUR_MS } from '#domain/time.js'
import { sha256 } from '#io/hash.js'
import { loadMarketData, type MarketRequest } from '#io/market-data.js'
import { failureOf } from '../market/failure-of.js'

const folder = mkdtempSync(join(tmpdir(), 'hedgerow-market-'))
afterAll(() => rmSync(folder, { recursive: true }))

function written(name: string, lines: readonly string[]): string {
  const path = join(folder, name)
  writeFileSync(path, lines.map((line) => `${line}\n`).join(''))
  return path
}

function at(hour: number): number {
  return Date.UTC(2025, 0, 1) + hour * HOUR_MS
}

function hours(count: number, price = 100): string[] {
  return Array.from({ length: count }, (_, hour) => `${at(hour)},${price},${price + 1},${price - 1},${price},5`)
}

const columns = 'open_time,open,high,low,close,volume'

function load(request: Partial<MarketRequest> & { readonly candles: string }) {
  return loadMarketData({
    mark: null,
    fine: null,
    funding: { kind: 'none' },
    from: null,
    to: null,
    maxGapMs: 24 * HOUR_MS,
    ...request,
  })
}

function seriesOf(...files: readonly string[]): Extract<FundingConfig, { kind: 'series' }> {
  return { kind: 'series', files, fallback: null }
}

describe('loadMarketData', () => {
  it('joins candles, mark and funding of files into one checked whole', async () => {
    const candles = written('tao.csv', [columns, ...hours(20)])
    const mark = written('mark.csv', ['time,open,high,low,close', ...hours(19, 90).map((row) => row.slice(0, -2))])
    const early = written('early.csv', ['funding_time,rate', `${at(0)},0.0001`, `${at(8)},-2e-05`])
    const late = written('late.csv', ['Timestamp,symbol,fundingRate', `${at(16) / 1000},TAOUSDT,0.0003`])
    const market = await load({ candles, mark, funding: seriesOf(late, early), from: at(4), to: at(18) })

    expect(market).toMatchObject({ first: 4, end: 18 })
    expect(market.candles.close[19]).toBe(100)
    expect(market.mark.close[18]).toBe(90)
    expect(market.funding).toEqual([
      { at: at(8), rate: -0.00002, candle: 8, phase: 'open', known: true },
      { at: at(16), rate: 0.0003, candle: 16, phase: 'open', known: true },
    ])
    expect(market.facts.map(({ role, file, rows, from, to }) => [role, file, rows, from, to])).toEqual([
      ['candles', 'tao.csv', 20, '2025-01-01T00:00:00Z', '2025-01-01T20:00:00Z'],
      ['mark', 'mark.csv', 19, '2025-01-01T00:00:00Z', '2025-01-01T19:00:00Z'],
      ['funding', 'late.csv', 1, '2025-01-01T16:00:00Z', '2025-01-01T16:00:00Z'],
      ['funding', 'early.csv', 2, '2025-01-01T00:00:00Z', '2025-01-01T08:00:00Z'],
    ])
    expect(market.facts[0]).toMatchObject({
      sha256: sha256(readFileSync(candles)),
      timeframe: '1h',
      gaps: 0,
      synthetic: false,
    })
    expect(market.facts[2].notes).toEqual(['times are in seconds since 1970, converted to milliseconds'])
    expect(market.assumptions).toEqual([])
  })

  it('P4: reads finer candles like the others, without a volume, and counts them to the files', async () => {
    const candles = written('tao.csv', [columns, ...hours(3)])
    const rows = Array.from({ length: 6 }, (_, half) => `${at(half / 2)},100,101,99,100`)
    const fine = written('fine.csv', ['time,open,high,low,close', ...rows])
    const market = await load({ candles, fine, funding: seriesOf(written('f.csv', ['time,rate', `${at(1)},0.0001`])) })
    expect(market.facts.map(({ role, timeframe }) => [role, timeframe])).toEqual([
      ['candles', '1h'],
      ['fine', '30m'],
      ['funding', null],
    ])
    expect([...market.fine!.firstOf]).toEqual([0, 2, 4])
    const broken = written('broken.csv', ['time,open,high,low,close', `${at(0)},100,99,101,100`])
    expect(await failureOf(() => load({ candles, fine: broken }))).toMatchObject({
      code: 'candle-inconsistent',
      where: 'broken.csv:2',
    })
  })

  it('F4: takes the constant and the fallback of the config', async () => {
    const candles = written('tao.csv', [columns, ...hours(50)])
    const constant = { rate: decimal('0.00012'), everyMs: 8 * HOUR_MS }
    const flat = await load({ candles, funding: { kind: 'constant', constant } })
    expect(flat.funding.map((due) => due.rate)).toEqual(Array.from({ length: 7 }, () => 0.00012))
    const funding = { ...seriesOf(written('funding.csv', ['time,rate', `${at(40)},0.5`])), fallback: constant }
    const filled = await load({ candles, funding })
    expect(filled.funding.map(({ candle, known }) => [candle, known])).toEqual([
      [8, false],
      [16, false],
      [24, false],
      [32, false],
      [40, true],
    ])
    expect((await load({ candles, funding: { ...funding, fallback: 'zero' } })).funding).toHaveLength(1)
  })

  it('reports progress over the bytes of all files, up to the whole', async () => {
    const candles = written('tao.csv', [columns, ...hours(5_000)])
    const fractions: number[] = []
    await load({ candles, mark: candles, onProgress: (fraction) => fractions.push(fraction) })
    expect(fractions.length).toBeGreaterThan(4)
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b))
    expect(fractions.at(-1)).toBe(1)
    expect(fractions.find((fraction) => fraction >= 0.5)).toBe(0.5)
  })

  it('allows gaps in the mark series that the candles may not have', async () => {
    const candles = written('tao.csv', [columns, ...hours(60)])
    const mark = written('mark.csv', [columns, ...hours(60, 90).filter((_, hour) => hour < 10 || hour > 50)])
    expect((await load({ candles, mark })).assumptions[0]).toBe(
      'The mark series lacks 41 candles of the run: the traded candles stand in there.',
    )
    expect(await failureOf(() => load({ candles: mark }))).toMatchObject({ code: 'gap-too-long', where: 'mark.csv:12' })
  })

  it('refuses bad rows with file and line', async () => {
    const candles = written('tao.csv', [columns, ...hours(3)])
    const broken = written('broken.csv', [columns, ...hours(3), `${at(3)},100,101,99,none,5`])
    expect(await failureOf(() => load({ candles: broken }))).toEqual({
      code: 'not-a-number',
      where: 'broken.csv:5',
      message: "found 'none' in the column close; expected a number",
      hint: 'Write plain decimals such as 284.1, without units or thousands separators.',
    })
    expect(await failureOf(() => load({ candles, mark: broken }))).toMatchObject({ where: 'broken.csv:5' })
    expect(await failureOf(() => load({ candles: written('empty.csv', []) }))).toMatchObject({
      code: 'file-empty',
      where: 'empty.csv',
    })
  })

  it.each([
    [['funding_time,rate', `${at(0)},x`], 'not-a-number', 2, "found 'x' in the column rate; expected a number"],
    [['funding_time,rate', `${at(0)},`], 'not-a-number', 2, 'found nothing in the column rate; expected a number'],
    [
      ['funding_time,rate', 'now,0.1'],
      'bad-time',
      2,
      "found the time 'now'; expected ISO 8601, or seconds, milliseconds or microseconds since 1970",
    ],
    [['funding_time,rate', `${at(0)},0.1,9`], 'column-count', 2, 'found 3 columns; expected 2, as in the first row'],
    [
      ['funding_time,rate', `${at(1)},0.1`, `${at(0)},0.1`],
      'funding-unordered',
      3,
      'found the funding of 2025-01-01T00:00:00Z after that of 2025-01-01T01:00:00Z; expected ascending times',
    ],
    [
      ['funding_time,rate', `${at(1)},0.1`, `${at(1) + 9},0.1`],
      'funding-twice',
      3,
      'found funding at 2025-01-01T01:00:00.009Z, within 60 s of funding.csv:2 at 2025-01-01T01:00:00Z; expected each funding once',
    ],
    [
      ['funding_time,raet', `${at(1)},0.1`],
      'column-missing',
      1,
      'found the columns funding_time, raet; expected a column for the rate, named rate or funding_rate or last_funding_rate, in a header row with commas between the names',
    ],
    [
      [`${at(1)},0.1`],
      'column-missing',
      1,
      `found '${at(1)},0.1' as the first row; expected a header row that names the time and the rate`,
    ],
    [['funding_time,rate'], 'file-empty', null, 'found a header row alone; expected a header row and rows of data'],
    [[], 'file-empty', null, 'found an empty file; expected a header row and rows of data'],
  ])('refuses the funding file %j', async (lines, code, line, message) => {
    const candles = written('tao.csv', [columns, ...hours(3)])
    const failure = await failureOf(() => load({ candles, funding: seriesOf(written('funding.csv', lines)) }))
    expect(failure).toMatchObject({ code, where: line === null ? 'funding.csv' : `funding.csv:${line}`, message })
  })

  it('reads the rows of its pair in files that name pairs, and refuses files of another', async () => {
    const several = hours(6).map((row, hour) => `${row},${hour % 2 === 0 ? 'BTCUSDT' : 'TAO/USDT'}`)
    const candles = written('pairs.csv', [`${columns},symbol`, ...several])
    const funding = seriesOf(written('rates.csv', ['time,symbol,rate', `${at(1)},TAOUSDT,0.1`, `${at(1)},BTCUSDT,0.2`]))
    const market = await load({ candles, funding, pair: 'TAO/USDT:USDT' })
    expect([...market.candles.openedAt]).toEqual([at(1), at(3), at(5)])
    expect(market.funding.map(({ rate }) => rate)).toEqual([0.1])
    expect(await failureOf(() => load({ candles }))).toMatchObject({ code: 'pairs-several', where: 'pairs.csv:3' })
    expect(await failureOf(() => load({ candles, pair: 'SOL/USDT' }))).toMatchObject({
      code: 'pair-absent',
      where: 'pairs.csv',
    })
  })

  it('tells a missing file by its config path before it reads a long one', async () => {
    const candles = written('tao.csv', [columns, ...hours(3), 'broken'])
    const missing = join(folder, 'missing.csv')
    const byDefault = await failureOf(() => load({ candles, funding: seriesOf(missing) }))
    expect(byDefault).toMatchObject({
      code: 'file-missing',
      where: 'data.funding',
      message: `found no file '${missing}'`,
    })
    expect(await failureOf(() => load({ candles, mark: missing }))).toMatchObject({ where: 'data.mark' })
    const named = await failureOf(() => load({ candles: missing, where: { candles: 'CANDLES' } }))
    expect(named).toMatchObject({ code: 'file-missing', where: 'CANDLES' })
    expect(await failureOf(() => load({ candles: folder }))).toMatchObject({
      code: 'file-is-folder',
      where: 'data.candles',
    })
  })
})

describe('a sidecar', () => {
  const candles = written('made.csv', [columns, ...hours(3)])

  async function withSidecar(lines: readonly string[]) {
    written('made.csv.meta.yaml', lines)
    return (await load({ candles })).facts[0]
  }

  it('labels its file synthetic and adds its words to the notes', async () => {
    const hash = sha256(readFileSync(candles))
    const fact = await withSidecar(['synthetic: true', 'seed: 7', 'source: a generator', `sha256: ${hash}`])
    expect(fact.synthetic).toBe(true)
    expect(fact.notes).toEqual(['times are in milliseconds since 1970', 'synthetic', 'seed: 7', 'source: a generator'])
  })

  it('does not make a file synthetic that it only describes, and notes a hash of another content', async () => {
    const fact = await withSidecar(['source: an exchange', 'sha256: 00ff'])
    expect(fact.synthetic).toBe(false)
    expect(fact.notes.slice(1)).toEqual([
      'source: an exchange',
      'its sidecar gives another sha256: the file was changed since',
    ])
  })

  it.each([
    [[], false],
    [['source: an exchange'], false],
    [['synthetic: false'], true],
    [['exchange: binanceusdm'], true],
    [['exchange: binanceusdm', 'sha256: 00ff'], false],
    [['exchange: binanceusdm', 'synthetic: true'], false],
  ])('calls a file real where it says so of these very bytes: %j', async (lines, real) => {
    expect((await withSidecar(['seed: 7', ...lines])).real).toBe(real)
  })

  it('is not needed: of a file without one nothing is known', async () => {
    const bare = written('bare.csv', readFileSync(candles, 'utf8').split('\n'))
    const [fact] = (await load({ candles: bare })).facts
    expect([fact.synthetic, fact.real]).toEqual([false, false])
  })

  it.each([
    [['synthetic: maybe'], 'made.csv.meta.yaml', 'found synthetic: "maybe"; expected synthetic: true or false'],
    [
      ['- a list'],
      'made.csv.meta.yaml:1',
      'found something else than a mapping; expected lines such as `synthetic: true`',
    ],
  ])('is refused where it says something else: %j', async (lines, where, message) => {
    expect(await failureOf(() => withSidecar(lines))).toMatchObject({ code: 'meta-invalid', where, message })
  })

  it('is refused where it is not YAML, with the line', async () => {
    const failure = await failureOf(() => withSidecar(['synthetic: true', 'seed: "7']))
    expect(failure).toMatchObject({ code: 'meta-invalid' })
    expect(failure.where).toMatch(/^made\.csv\.meta\.yaml:[23]$/)
  })
})
