import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { HOUR_MS, iso } from '#domain/time.js'
import { sha256 } from '#io/hash.js'
import { type Imported, importData, type ImportRequest } from '#io/import-data.js'
import { readCandles } from '#io/read-candles.js'
import { failureOf } from '../market/failure-of.js'

let folder = ''
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'hedgerow-import-'))))
afterEach(() => rmSync(folder, { recursive: true }))

const header = 'open_time,open,high,low,close,volume'
const at = (hour: number) => Date.UTC(2025, 0, 1) + hour * HOUR_MS
const row = (hour: number) => `${at(hour)},100.50,101.00,99,100.500,${hour}`
const hours = (first: number, end: number) => Array.from({ length: end - first }, (_, index) => row(first + index))
const made = (hour: number) => `${iso(at(hour))},100.50,101.00,99,100.500,${hour}`

function file(name: string, ...lines: readonly string[]): string {
  writeFileSync(join(folder, name), lines.map((line) => `${line}\n`).join(''))
  return join(folder, name)
}

function run(files: readonly string[], request: Partial<ImportRequest> = {}): Promise<Imported> {
  return importData({ files, out: join(folder, 'set'), ...request })
}

const text = (name: string) => readFileSync(join(folder, name), 'utf8')
const linesIn = (name: string) => text(name).trimEnd().split('\n')

describe('importData', () => {
  it('writes one CSV that keeps the digits, and a sidecar that says whence', async () => {
    const source = file('tao.csv', header, ...hours(0, 3))
    const { sets, sources, notes } = await run([source], { pair: 'TAO/USDT:USDT' })
    expect(linesIn('set.csv')).toEqual(['time,open,high,low,close,volume', made(0), made(1), made(2)])
    const facts = { kind: 'candles', pair: 'TAO/USDT:USDT', timeframe: '1h', gaps: 0, rows: 3 }
    const range = { from: '2025-01-01T00:00:00Z', to: '2025-01-01T03:00:00Z', sha256: sha256(text('set.csv')) }
    expect(sets).toEqual([{ ...facts, ...range, missing: 0, synthetic: false, path: join(folder, 'set.csv') }])
    expect(parse(text('set.csv.meta.yaml'))).toEqual({
      source: 'tao.csv',
      format: 'CSV',
      sourceSha256: sha256(readFileSync(source)),
      importedBy: expect.stringMatching(/^hedgerow \d/),
      ...facts,
      ...range,
    })
    expect(sources[0].notes).toEqual(['times are in milliseconds since 1970'])
    expect(notes[0]).toContain('--drop-last')
    expect(readdirSync(folder).toSorted()).toEqual(['set.csv', 'set.csv.meta.yaml', 'tao.csv'])
  })

  it('turns a long file around that stands newest first', async () => {
    const source = file('tao.csv', ...hours(0, 12_001).toReversed())
    await run([source])
    const lines = linesIn('set.csv')
    expect(lines).toHaveLength(12_002)
    expect(lines.slice(1)).toEqual(Array.from({ length: 12_001 }, (_, hour) => made(hour)))
  })

  it('leaves out the newest candle where that is asked for, in either order', async () => {
    for (const rows of [hours(0, 9_000), hours(0, 9_000).toReversed()]) {
      // oxlint-disable-next-line no-await-in-loop
      const { sets } = await run([file('tao.csv', ...rows)], { dropLast: true, force: true })
      expect([sets[0].rows, sets[0].to]).toEqual([8_999, iso(at(8_999))])
      expect([linesIn('set.csv').length, linesIn('set.csv').at(-1)]).toEqual([9_000, made(8_998)])
      expect(sets[0].sha256).toBe(sha256(text('set.csv')))
    }
  })

  it('puts files in the order of their times, each in a unit and an order of its own', async () => {
    const late = file('late.csv', header, ...hours(4, 7).toReversed())
    const early = file('early.csv', ...hours(0, 4).map((line) => line.replace(',', '000,')))
    const { sets, sources } = await run([late, early])
    expect(linesIn('set.csv').slice(1)).toEqual([0, 1, 2, 3, 4, 5, 6].map(made))
    expect(sets[0]).toMatchObject({ rows: 7, gaps: 0 })
    expect(sources.map(({ file: name }) => name)).toEqual(['late.csv', 'early.csv'])
    expect(parse(text('set.csv.meta.yaml'))).toMatchObject({ source: ['late.csv', 'early.csv'] })
  })

  it('refuses files that overlap, and of different kinds, with nothing left behind', async () => {
    const files = [file('a.csv', header, ...hours(0, 4)), file('b.csv', header, ...hours(3, 7))]
    expect(await failureOf(() => run(files))).toMatchObject({
      code: 'files-overlap',
      where: 'b.csv:2',
      hint: 'Join them by hedgerow data join, which checks what they share.',
    })
    const funding = file('f.csv', 'funding_time,rate', `${at(0)},0.1`)
    expect(await failureOf(() => run([files[0], funding]))).toMatchObject({ code: 'kind-differs', where: 'f.csv' })
    expect(readdirSync(folder).toSorted()).toEqual(['a.csv', 'b.csv', 'f.csv'])
  })

  it('names the row at which the timeframe changes, in whichever file it is', async () => {
    const files = [file('a.csv', header, ...hours(0, 4)), file('b.csv', header, ...hours(4, 7), row(7.5))]
    expect(await failureOf(() => run(files))).toMatchObject({ code: 'timeframe-mixed', where: 'b.csv:5' })
    const turned = file('c.csv', header, row(7.5), ...hours(4, 7).toReversed())
    expect(await failureOf(() => run([files[0], turned]))).toMatchObject({ code: 'timeframe-mixed', where: 'c.csv:2' })
  })

  const pairs = (pair: string, hour: number) => `${row(hour)},${pair}`
  const mixed = [0, 1, 2].flatMap((hour) => [pairs('BTCUSDT', hour), pairs('ETHUSDT', hour + 5)])

  it('takes the pairs of a file apart, or takes one', async () => {
    const source = file('all.csv', `${header},symbol`, ...mixed)
    const { sets } = await run([source], { eachPair: true })
    expect(sets.map(({ pair, rows, path }) => [pair, rows, path])).toEqual([
      ['BTCUSDT', 3, join(folder, 'set-btcusdt.csv')],
      ['ETHUSDT', 3, join(folder, 'set-ethusdt.csv')],
    ])
    expect(linesIn('set-ethusdt.csv').slice(1)).toEqual([5, 6, 7].map(made))
    const one = await run([source], { pair: 'ETH/USDT' })
    expect(one.sets).toMatchObject([{ pair: 'ETHUSDT', rows: 3, path: join(folder, 'set.csv') }])
    expect(one.sources[0].notes).toContain('rows of ETHUSDT; left out: BTCUSDT')
    expect(await failureOf(() => run([source], { force: true }))).toMatchObject({
      code: 'pairs-several',
      where: 'all.csv:3',
    })
    const broken = file('broken.csv', `${header},symbol`, ...mixed, pairs('ETHUSDT', 9.5))
    expect(await failureOf(() => run([broken], { eachPair: true, force: true }))).toMatchObject({
      code: 'timeframe-mixed',
      where: 'broken.csv:8',
    })
  })

  it('reads a second file for the pair of the first', async () => {
    const files = [
      file('a.csv', `${header},symbol`, pairs('BTCUSDT', 0), pairs('BTCUSDT', 1)),
      file('b.csv', `${header},symbol`, pairs('ETHUSDT', 2)),
    ]
    expect(await failureOf(() => run(files))).toMatchObject({ code: 'pair-absent', where: 'b.csv' })
  })

  it('asks whether candles without any volume are mark prices', async () => {
    const source = file('mark.csv', header, ...[0, 1].map((hour) => `${at(hour)},1,1,1,1,0`))
    expect(await failureOf(() => run([source]))).toMatchObject({
      code: 'kind-open',
      hint: 'Say --kind mark or --kind candles.',
    })
    expect((await run([source], { kind: 'candles' })).sets[0].kind).toBe('candles')
    expect((await run([source], { kind: 'mark', force: true })).sets[0].kind).toBe('mark')
    expect(linesIn('set.csv')[1]).toBe('2025-01-01T00:00:00Z,1,1,1,1')
  })

  it('writes funding, a series and events in forms of their own', async () => {
    await run([file('f.csv', 'calc_time,symbol,last_funding_rate', `${at(8)},T,5e-05`, `${at(16)},T,-0.0001`)])
    expect(linesIn('set.csv')).toEqual(['funding_time,rate', `${iso(at(8))},0.00005`, `${iso(at(16))},-0.0001`])
    expect(parse(text('set.csv.meta.yaml'))).toMatchObject({ kind: 'funding', pair: 'T', rows: 2 })
    await run([file('s.csv', 'time,value', `${at(0)},7`)], { force: true })
    expect(linesIn('set.csv')).toEqual(['time,value', `${iso(at(0))},7`])
    await run([file('e.csv', 'time,title,kind', `${at(0)},"A ""b"", c",k`)], { force: true })
    expect(linesIn('set.csv')).toEqual(['time,kind,title,weight', `${iso(at(0))},k,"A ""b"", c",1`])
  })

  it('writes Parquet that reads as the same candles', async () => {
    const source = file('tao.csv', header, ...hours(0, 5_000))
    const { sets } = await run([source], { parquet: true })
    expect(sets[0].path).toBe(join(folder, 'set.parquet'))
    expect(parse(text('set.parquet.meta.yaml'))).toMatchObject({
      rows: 5_000,
      sha256: sha256(readFileSync(sets[0].path)),
    })
    const [made, read] = await Promise.all(
      [sets[0].path, source].map((path) => readCandles(path, 'candles', Infinity, { where: path })),
    )
    expect(made.candles).toEqual(read.candles)
    expect(made.fact.notes).not.toContain('its sidecar gives another sha256: the file was changed since')
  })

  it('hands on that its source is synthetic', async () => {
    const source = file('tao.csv', header, ...hours(0, 3))
    file('tao.csv.meta.yaml', 'synthetic: true')
    expect((await run([source])).sets[0].synthetic).toBe(true)
    expect(parse(text('set.csv.meta.yaml'))).toMatchObject({ synthetic: true })
  })

  it.each([
    ['synthetic: false', false],
    ['source: somewhere', undefined],
  ])('hands on what its source states, and nothing else: %s', async (line, stated) => {
    const source = file('tao.csv', header, ...hours(0, 3))
    file('tao.csv.meta.yaml', line)
    await run([source])
    expect((parse(text('set.csv.meta.yaml')) as { synthetic?: boolean }).synthetic).toBe(stated)
  })

  it('neither replaces a file unasked nor ever one that it reads', async () => {
    const source = file('tao.csv', header, ...hours(0, 3))
    await run([source])
    expect(await failureOf(() => run([source]))).toMatchObject({ code: 'out-exists', where: join(folder, 'set.csv') })
    await run([source], { force: true })
    const self = await failureOf(() => run([source], { out: join(folder, 'tao.csv'), force: true }))
    expect(self).toMatchObject({ code: 'out-is-input' })
    rmSync(join(folder, 'set.csv'))
    expect(await failureOf(() => run([source]))).toMatchObject({ where: join(folder, 'set.csv.meta.yaml') })
  })

  it('leaves nothing behind where it is stopped, or a row is bad', async () => {
    const source = file('tao.csv', header, ...hours(0, 30_000))
    const stop = new Error('stop')
    const stopped = run([source], {
      onProgress(fraction) {
        if (fraction > 0.5) throw stop
      },
    })
    await expect(stopped).rejects.toBe(stop)
    const packed = join(folder, 'tao.csv.gz')
    writeFileSync(packed, gzipSync(`${readFileSync(source, 'utf8')}bad`))
    expect(await failureOf(() => run([packed]))).toMatchObject({ code: 'column-count', where: 'tao.csv.gz:30002' })
    expect(readdirSync(folder).toSorted()).toEqual(['tao.csv', 'tao.csv.gz'])
  })

  it('tells a missing file before it reads a long one', async () => {
    const source = file('tao.csv', 'broken')
    const missing = join(folder, 'missing.csv')
    expect(await failureOf(() => run([source, missing]))).toMatchObject({ code: 'file-missing', where: missing })
    expect(await failureOf(() => run([file('empty.csv')]))).toMatchObject({ code: 'file-empty', where: 'empty.csv' })
    expect(await failureOf(() => run([file('head.csv', header)]))).toMatchObject({
      code: 'file-empty',
      where: 'head.csv',
    })
  })
})
