import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { CompressionType, setCompressionCodec, tableFromArrays, tableToIPC } from '@uwdata/flechette'
import { zipSync } from 'fflate'
import { parquetWriteBuffer } from 'hyparquet-writer'
import lz4 from 'lz4-napi'
import { afterAll, describe, expect, it } from 'vitest'
import { sha256 } from '#io/hash.js'
import { openTable } from '#io/open-table.js'
import type { Cell } from '#market/cell.js'
import { failureOf } from '../market/failure-of.js'

const folder = mkdtempSync(join(tmpdir(), 'hedgerow-table-'))
afterAll(() => rmSync(folder, { recursive: true }))

function written(content: string | Uint8Array, name = 'tao'): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

async function rowsOf(content: string | Uint8Array, readSize?: number) {
  const path = written(content)
  const table = await openTable(path, { where: 'data.candles', readSize })
  const rows: (readonly Cell[])[] = []
  const places: string[] = []
  await table.read((cells, line) => {
    rows.push([...cells])
    places.push(table.placeOf(line))
  })
  expect(table.sha256()).toBe(sha256(readFileSync(path)))
  return { rows, places, notes: table.notes, format: table.format, table }
}

const csv = 'time,open\r\n1,2.5\r\n3,4.5\r\n'
const csvRows = [
  ['time', 'open'],
  ['1', '2.5'],
  ['3', '4.5'],
]
const sizes = [1, 2, 3, 7, 64, 4_096]

describe('a packed file', () => {
  it.each([
    ['gzip', gzipSync(csv), 'gzip, CSV'],
    ['zip', zipSync({ 'tao.csv': Buffer.from(csv) }), 'zip, entry tao.csv, CSV'],
    ['stored zip', zipSync({ 'tao.csv': [Buffer.from(csv), { level: 0 }] }), 'zip, entry tao.csv, CSV'],
    [
      'zip with folders and what macOS adds',
      zipSync({ 'a/': new Uint8Array(), 'a/tao.csv': Buffer.from(csv), '__MACOSX/._tao.csv': Uint8Array.of(1) }),
      'zip, entry a/tao.csv, CSV',
    ],
    ['gzip of JSON', gzipSync('[[1,2.5],[3,4.5]]'), 'gzip, JSON'],
  ])('is unpacked on the way, whatever the reads: %s', async (_, content, note) => {
    for (const size of sizes) {
      const { rows, notes, format } = await rowsOf(content, size)
      expect(rows).toEqual(
        format === 'CSV'
          ? csvRows
          : [
              [1, 2.5],
              [3, 4.5],
            ],
      )
      expect(notes).toEqual([note])
    }
  })

  it('is refused where it is cut off, in every place', async () => {
    const text = Array.from({ length: 5_000 }, (_, row) => `${row},${Math.sin(row)}\n`).join('')
    for (const packed of [gzipSync(text), zipSync({ 'tao.csv': Buffer.from(text) })]) {
      for (const part of [0.1, 0.5, 0.99]) {
        expect(await failureOf(() => rowsOf(packed.subarray(0, packed.length * part)))).toMatchObject({
          code: 'archive-truncated',
          where: 'tao',
          hint: 'Download or copy the file again: rows are missing at its end.',
        })
      }
    }
  })

  it('is refused where its bytes were changed', async () => {
    for (const packed of [gzipSync('1,2\n3,4\n'), zipSync({ 'tao.csv': [Buffer.from('1,2\n3,4\n'), { level: 0 }] })]) {
      const bytes = Uint8Array.from(packed)
      const at = bytes.length > 100 ? bytes.indexOf(0x2c, 30) : bytes.length - 6
      bytes[at] ^= 0x10
      expect(await failureOf(() => rowsOf(bytes))).toMatchObject({ code: 'archive-damaged', where: 'tao' })
    }
  })

  it('with several files, or none, names them', async () => {
    const several = zipSync({ 'a.csv': Buffer.from('1'), 'b.csv': Buffer.from('2') })
    expect(await failureOf(() => rowsOf(several))).toMatchObject({
      code: 'zip-entries',
      message: 'found 2 files (a.csv, b.csv) in the zip archive; expected one',
    })
    expect(await failureOf(() => rowsOf(zipSync({ 'a/': new Uint8Array() })))).toMatchObject({ code: 'zip-entries' })
    const workbook = zipSync({ '[Content_Types].xml': Buffer.from('<x/>'), 'xl/a.xml': Buffer.from('<x/>') })
    expect(await failureOf(() => rowsOf(workbook))).toMatchObject({ code: 'file-is-workbook' })
  })

  it('with a password, or in another form, is refused', async () => {
    const encrypted = Buffer.from(zipSync({ 'a.csv': Buffer.from('1,2') }))
    const at = encrypted.indexOf(Buffer.from([0x50, 0x4b, 1, 2]))
    encrypted.writeUInt16LE(1, at + 8)
    expect(await failureOf(() => rowsOf(encrypted))).toMatchObject({ code: 'zip-unsupported' })
    encrypted.writeUInt16LE(0, at + 8)
    encrypted.writeUInt16LE(14, at + 10)
    expect(await failureOf(() => rowsOf(encrypted))).toMatchObject({
      code: 'zip-unsupported',
      message: expect.stringContaining('compression method 14'),
    })
  })
})

describe('what is no file of rows', () => {
  it.each([
    ['UTF-16', Buffer.from('\uFEFFtime,open', 'utf16le'), 'file-not-utf8'],
    ['SQLite', Buffer.from('SQLite format 3\0'), 'file-format'],
    ['feather 1', Buffer.from('FEA1....'), 'file-format'],
    ['HDF5', Uint8Array.of(0x89, 0x48, 0x44, 0x46, 0x0d), 'file-format'],
    ['other bytes', Uint8Array.of(1, 0, 2, 0), 'file-not-text'],
    ['other bytes in gzip', gzipSync(Uint8Array.of(1, 0, 2, 0)), 'file-not-text'],
  ])('is told as what it is: %s', async (_, content, code) => {
    expect(await failureOf(() => rowsOf(content))).toMatchObject({ code, hint: expect.stringMatching(/\.$/) })
  })
})

describe('the separator', () => {
  it.each([
    ['time;open\n1;2.5\n3;4.5\n', csvRows],
    ['time\topen\n1\t2.5\n3\t4.5\n', csvRows],
    ['time|open\n1|2.5\n3|4.5\n', csvRows],
    [
      '# made by, a; tool; of; mine\ntime,open\n1,2.5\n',
      [
        ['# made by', ' a; tool; of; mine'],
        ['time', 'open'],
        ['1', '2.5'],
      ],
    ],
    ['1;2,5;3,5\n', [['1', '2,5', '3,5']]],
    ['"a;b;c",d\n', [['a;b;c', 'd']]],
    ['value\n1\n', [['value'], ['1']]],
  ])('is seen in the first row: %j', async (text, rows) => {
    expect((await rowsOf(text)).rows).toEqual(rows)
  })
})

describe('JSON', () => {
  const rows = [
    [1, '2.5', ''],
    ['a "[,]" b', 3e-7, 'true'],
  ]

  it.each([
    '[[1,"2.5",null],["a \\"[,]\\" b",3e-7,true]]',
    '\uFEFF [\n [1, "2.5", {"x": [1, 2]}] ,\n ["a \\"[,]\\" b", 0.0000003, true]\n ]\n',
  ])('of arrays is read row by row, whatever the reads: %s', async (text) => {
    for (const size of sizes) {
      const file = await rowsOf(text, size)
      expect(file.rows).toEqual(rows)
      expect(file.places).toEqual(['tao, row 1', 'tao, row 2'])
    }
  })

  it('of objects has its keys as titles', async () => {
    const text = '[{"time":1,"rate":0.5,"info":{"a":1}},{"rate":0.25,"time":2}]'
    expect((await rowsOf(text)).rows).toEqual([
      ['time', 'rate', 'info'],
      [1, 0.5, ''],
      [2, 0.25, ''],
    ])
  })

  it.each([
    ['{"code":"0","msg":"","data":[["1","2","3","4","5","6","7","8","1"]]}', 'OKX candles', "OKX's answer"],
    ['{"retCode":0,"result":{"symbol":"T","list":[["1","2","3","4","5","6","7"]]}}', 'Bybit klines', "Bybit's answer"],
    ['{"code":"200000","data":[["1","2","3","4","5","6","7"]]}', undefined, "KuCoin's answer"],
    ['{"rows":[["1","2"]],"count":1}', undefined, "rows are read from 'rows'"],
  ])('of an exchange is opened: %s', async (text, titles, note) => {
    const { rows: read, table, notes } = await rowsOf(text)
    expect(read).toHaveLength(1)
    expect(table.titles?.name).toBe(titles)
    expect(notes).toEqual(['JSON', note])
  })

  it('of Kraken is read without the candle that has not closed, the volume beside the mean price', async () => {
    const row = '[1,"2","3","1","2","2.2","7",5]'
    const { rows: read, table, notes } = await rowsOf(`{"error":[],"result":{"XBT":[${row},${row}],"last":1}}`)
    expect(read).toEqual([[1, '2', '3', '1', '2', '2.2', '7', 5]])
    expect(table.titles?.of(8)).toEqual(['time', 'open', 'high', 'low', 'close', 'vwap', 'volume', 'count'])
    expect(notes.join()).toContain('the last candle is left out')
  })

  it("of Yahoo's chart is turned into rows", async () => {
    const quote = '{"open":[1],"high":[2],"low":[3],"close":[4],"volume":[5]}'
    const { rows: read } = await rowsOf(`{"chart":{"result":[{"timestamp":[9],"indicators":{"quote":[${quote}]}}]}}`)
    expect(read).toEqual([
      ['time', 'open', 'high', 'low', 'close', 'volume'],
      [9, 1, 2, 3, 4, 5],
    ])
  })

  it.each([
    ['{"code":-1121,"msg":"Invalid symbol."}', 'json-error-answer', 'tao'],
    ['{"code":"51001","msg":"no instrument","data":[]}', 'json-error-answer', 'tao'],
    ['{"retCode":10001,"retMsg":"bad","result":{}}', 'json-error-answer', 'tao'],
    ['{"error":["EQuery:Unknown asset pair"]}', 'json-error-answer', 'tao'],
    ['{"open":{"0":1},"close":{"0":1}}', 'json-no-rows', 'tao'],
    ['{"a":[', 'json-invalid', 'tao'],
    ['[[1,2],[3,', 'json-cut-off', 'tao'],
    ['[[1,2],[3,NaN]]', 'json-invalid', 'tao, row 2'],
    ['[[1,2],3]', 'json-not-rows', 'tao, row 2'],
    ['[[1,2]] more', 'json-not-rows', 'tao, row 2'],
    [`[[1,2],["${'x'.repeat(1 << 21)}"]]`, 'json-not-rows', 'tao, row 2'],
  ])('is refused: %.60s', async (text, code, where) => {
    expect(await failureOf(() => rowsOf(text))).toMatchObject({ code, where, hint: expect.stringMatching(/\.$/) })
  })
})

describe('columns', () => {
  const times = Array.from({ length: 3_000 }, (_, hour) => Date.UTC(2025, 0, 1, hour))
  const prices = times.map((_, hour) => 100 + hour / 10)
  const rows = times.map((time, hour) => [time, prices[hour], 0])

  function feather(codec?: 'LZ4_FRAME' | 'ZSTD'): Uint8Array {
    const dates = times.map((time) => new Date(time))
    const table = tableFromArrays({
      date: dates,
      open: Float64Array.from(prices),
      volume: new Float64Array(times.length),
    })
    const decode = (): never => {
      throw new Error('not decoded here')
    }
    setCompressionCodec(CompressionType.LZ4_FRAME, {
      encode: (bytes) => lz4.compressFrameSync(Buffer.from(bytes)),
      decode,
    })
    setCompressionCodec(CompressionType.ZSTD, { encode: repeated, decode })
    return tableToIPC(table, { format: 'file', ...(codec === undefined ? {} : { codec: CompressionType[codec] }) })!
  }

  it.each([undefined, 'LZ4_FRAME', 'ZSTD'] as const)('of a feather file are rows: %s', async (codec) => {
    const bytes = feather(codec)
    for (const content of [bytes, gzipSync(bytes)]) {
      const file = await rowsOf(content)
      expect(file.rows[0]).toEqual(['date', 'open', 'volume'])
      expect(file.rows.slice(1)).toEqual(rows)
      expect(file.notes[0]).toMatch(/Arrow \(feather\)$/)
    }
  })

  it('of a Parquet file are rows, from every row group', async () => {
    const columnData = [
      { name: 'open_time', data: times.map((time) => new Date(time)) },
      { name: 'open', data: prices },
      { name: 'volume', data: prices.map(() => 0) },
    ]
    const bytes = new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize: 1_000 }))
    for (const content of [bytes, gzipSync(bytes)]) {
      const { rows: read, notes } = await rowsOf(content)
      expect(read[0]).toEqual(['open_time', 'open', 'volume'])
      expect(read.slice(1)).toEqual(rows)
      expect(notes[0]).toMatch(/Parquet$/)
    }
  })

  it('of a file that is cut off are refused', async () => {
    const bytes = feather('LZ4_FRAME')
    expect(await failureOf(() => rowsOf(bytes.subarray(0, bytes.length / 2)))).toMatchObject({ code: 'arrow-invalid' })
    const parquet = new Uint8Array(parquetWriteBuffer({ columnData: [{ name: 'open', data: prices }] }))
    const half = parquet.subarray(0, parquet.length / 2)
    expect(await failureOf(() => rowsOf(half))).toMatchObject({ code: 'parquet-invalid', where: 'tao' })
  })
})

/** A ZSTD frame of one repeated byte; for bytes that are not all alike one that is longer than they are, which is not used. */
function repeated(bytes: Uint8Array): Uint8Array {
  if (bytes.some((byte) => byte !== bytes[0])) return new Uint8Array(bytes.length + 1)
  const frame = Buffer.alloc(13)
  frame.writeUInt32LE(0xfd2fb528, 0)
  frame.writeUInt8(0xa0, 4)
  frame.writeUInt32LE(bytes.length, 5)
  frame.writeUIntLE((bytes.length << 3) | 0b11, 9, 3)
  frame.writeUInt8(bytes[0], 12)
  return frame
}
