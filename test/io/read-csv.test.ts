import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { sha256 } from '#io/hash.js'
import { readCsv } from '#io/read-csv.js'
import { failureOf } from '../market/failure-of.js'

const folder = mkdtempSync(join(tmpdir(), 'hedgerow-csv-'))
afterAll(() => rmSync(folder, { recursive: true }))

type Row = readonly [line: number, ...cells: readonly string[]]

function written(content: string | Uint8Array): string {
  const path = join(folder, 'tao.csv')
  writeFileSync(path, content)
  return path
}

async function rowsOf(content: string | Uint8Array, readSize?: number): Promise<readonly Row[]> {
  const rows: Row[] = []
  const reading = { where: 'data.candles', ...(readSize === undefined ? {} : { readSize }) }
  await readCsv(written(content), reading, (cells, line) => rows.push([line, ...cells]))
  return rows
}

const expected: readonly Row[] = [
  [1, 'time', 'open'],
  [2, '1', '2.5'],
  [3, '3', '4.5'],
]

describe('readCsv', () => {
  it.each(['\n', '\r\n', '\r'])('reads lines that end in %j, whatever the reads', async (newline) => {
    for (const end of ['', newline]) {
      const content = ['time,open', '1,2.5', '3,4.5'].join(newline) + end
      expect(await rowsOf(content)).toEqual(expected)
      for (const readSize of [1, 2, 3, 5, 7, 10, 16]) expect(await rowsOf(content, readSize)).toEqual(expected)
    }
  })

  it('reads 2,000 CRLF rows in reads of 16 bytes without a stray carriage return', async () => {
    const rows = await rowsOf(Array.from({ length: 2_000 }, (_, index) => `${index},x\r\n`).join(''), 16)
    expect(rows).toHaveLength(2_000)
    expect(
      rows.every(([line, first, second], index) => line === index + 1 && first === String(index) && second === 'x'),
    ).toBe(true)
  })

  it('drops a byte order mark, also one cut in two', async () => {
    expect(await rowsOf('\uFEFFtime,open\n1,2.5\n3,4.5\n')).toEqual(expected)
    expect(await rowsOf('\uFEFFtime,open\n1,2.5\n3,4.5\n', 2)).toEqual(expected)
  })

  it('keeps characters that a read cuts in two', async () => {
    for (const readSize of [1, 2, 3, 4, 5]) expect(await rowsOf('día,€,𝄞\n', readSize)).toEqual([[1, 'día', '€', '𝄞']])
  })

  it('skips blank lines and counts them', async () => {
    expect(await rowsOf('\n\ntime,open\n \n1,2.5\n\n')).toEqual([
      [3, 'time', 'open'],
      [5, '1', '2.5'],
    ])
  })

  it('counts the lines that a quoted cell spans', async () => {
    for (const newline of ['\n', '\r\n']) {
      const content = ['time,note', '1,"a', 'b', 'c"', '2,"say ""x"", y"', '3,d'].join(newline)
      for (const readSize of [3, 64]) {
        expect(await rowsOf(content, readSize)).toEqual([
          [1, 'time', 'note'],
          [2, '1', ['a', 'b', 'c'].join(newline)],
          [5, '2', 'say "x", y'],
          [6, '3', 'd'],
        ])
      }
    }
  })

  it('refuses an unclosed quotation mark on the line where its row starts', async () => {
    for (const content of ['time,open\n1,2\n3,"4\n5,6\n', 'time,open\n1,2\n3,"4"x\n5,6\n']) {
      expect(await failureOf(() => rowsOf(content))).toEqual({
        code: 'quote-unclosed',
        where: 'tao.csv:3',
        message: 'found a quotation mark without its partner; expected pairs around a whole cell',
        hint: 'Close or remove the quotation mark in the row that starts here.',
      })
    }
  })

  it('refuses an unclosed quotation mark in a long file after one mebibyte, not at its end', async () => {
    let read = 0
    const path = written(`time,open\n1,"2\n${'3,4\n'.repeat(2_000_000)}`)
    const reading = { where: 'data.candles', onBytes: (bytes: number) => (read += bytes) }
    expect(await failureOf(() => readCsv(path, reading, () => {}))).toMatchObject({
      code: 'quote-unclosed',
      where: 'tao.csv:2',
    })
    expect(read).toBeLessThan(1_500_000)
  })

  it('ends with what the row handler throws', async () => {
    const handler = () => {
      throw new RangeError('enough')
    }
    await expect(readCsv(written('a\nb\n'), { where: 'data.candles' }, handler)).rejects.toThrow(
      new RangeError('enough'),
    )
  })

  it('hands out no row of an empty file', async () => {
    expect(await rowsOf('')).toEqual([])
    expect(await rowsOf('\uFEFF')).toEqual([])
  })

  it('hashes the bytes of the file, the mark and the line endings too', async () => {
    const bytes = Buffer.from('\uFEFFdía,x\r\n1,2\r\n')
    const file = await readCsv(written(bytes), { where: 'data.candles', readSize: 4 }, () => {})
    expect(file.sha256).toBe(sha256(bytes))
    expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  })
})

describe('a file that cannot be read', () => {
  const reading = { where: 'data.candles' }

  it('names the nearest file where there is none of that name', async () => {
    written('')
    const path = join(folder, 'tap.csv')
    expect(await failureOf(() => readCsv(path, reading, () => {}))).toEqual({
      code: 'file-missing',
      where: 'data.candles',
      message: `found no file '${path}'`,
      hint: "Did you mean 'tao.csv'?",
    })
    const elsewhere = await failureOf(() => readCsv(join(folder, 'none', 'tao.csv'), reading, () => {}))
    expect(elsewhere.hint).toBe('Check the path; in a config it is relative to the config file.')
  })

  it('tells a folder, a refusal of the system and a binary file apart', async () => {
    expect(await failureOf(() => readCsv(folder, reading, () => {}))).toMatchObject({
      code: 'file-is-folder',
      where: 'data.candles',
      message: `found a folder at '${folder}'; expected a file`,
    })
    const below = join(written('x'), 'below.csv')
    expect(await failureOf(() => readCsv(below, reading, () => {}))).toMatchObject({
      code: 'file-unreadable',
      where: 'data.candles',
      message: `cannot read '${below}' (ENOTDIR)`,
    })
    const binary = written(Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 0, 0, 0, 0))
    expect(await failureOf(() => readCsv(binary, reading, () => {}))).toMatchObject({
      code: 'file-not-text',
      where: 'data.candles',
      message: `found binary data in '${binary}'; expected text`,
    })
  })
})
