import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { checkLogFolder, openRowLog } from '#io/row-log.js'

const room = mkdtempSync(join(tmpdir(), 'hedgerow-log-'))
afterAll(() => rmSync(room, { recursive: true }))

const row = (hash: string, text = 'ü') => JSON.stringify({ hash, text })

describe('a log of rows', () => {
  it('finds what earlier sessions left, over two interruptions, and keeps each run once at the end', async () => {
    const folder = join(room, 'twice')
    const first = await openRowLog(folder, 'runs')
    expect(first.earlier).toBe(0)
    await first.append(row('a'))
    await first.append(row('b'))
    await first.putAside([row('d')])
    await first.close()
    // The process was ended in the middle of a line.
    appendFileSync(join(folder, 'runs.ndjson'), '{"hash":"cut')

    const second = await openRowLog(folder, 'runs')
    expect(second.earlier).toBe(3)
    expect(await second.find('b')).toBe(row('b'))
    expect(await second.find('d')).toBe(row('d'))
    expect(await second.find('cut')).toBeNull()
    await second.append(row('c'))
    await second.close()

    const third = await openRowLog(folder, 'runs')
    expect(await Promise.all(['a', 'b', 'c', 'd'].map((hash) => third.find(hash)))).toEqual(
      ['a', 'b', 'c', 'd'].map((hash) => row(hash)),
    )
    await third.append(row('a'))
    const kept = await third.finish()
    expect(readFileSync(join(folder, 'runs.ndjson'), 'utf8')).toBe(`${row('a')}\n`)
    const store = readFileSync(join(folder, 'runs.earlier.ndjson'), 'utf8')
    expect(store.trimEnd().split('\n').toSorted()).toEqual(['b', 'c', 'd'].map((hash) => row(hash)))
    expect(kept).toEqual({ file: 'runs.earlier.ndjson', rows: 3, bytes: Buffer.byteLength(store) })
  })

  it('keeps the runs of a finished session for those after the next, and leaves nothing beside a session of all', async () => {
    const folder = join(room, 'finished')
    const session = async (...hashes: readonly string[]) => {
      const log = await openRowLog(folder, 'runs')
      const found = await Promise.all(hashes.map((hash) => log.find(hash)))
      for (const hash of hashes) await log.append(row(hash))
      const { rows } = await log.finish()
      return { found: found.filter((text) => text !== null).length, rows }
    }
    expect(await session('a', 'b')).toEqual({ found: 0, rows: 0 })
    expect(await session('b', 'c')).toEqual({ found: 1, rows: 1 })
    expect(await session('a', 'b')).toEqual({ found: 2, rows: 1 })
    expect(readFileSync(join(folder, 'runs.ndjson'), 'utf8')).toBe(`${row('a')}\n${row('b')}\n`)
    expect(await session('c', 'b', 'a')).toEqual({ found: 3, rows: 0 })
    expect(readdirSync(folder)).toEqual(['runs.ndjson'])
  })

  it('keeps the row that tells more of a run than the one that is written now', async () => {
    const folder = join(room, 'more')
    const long = row('a', 'with its daily returns')
    for (const [text, rows] of [
      [long, 0],
      [row('a'), 1],
      [row('b'), 1],
    ] as const) {
      const log = await openRowLog(folder, 'runs')
      await log.append(text)
      expect(await log.finish()).toMatchObject({ rows })
    }
    const log = await openRowLog(folder, 'runs')
    expect(await log.find('a')).toBe(long)
    await log.close()
  })

  it('does not begin in a folder of something else', async () => {
    writeFileSync(join(room, 'thesis.txt'), '')
    await expect(checkLogFolder(room)).rejects.toMatchObject({ code: 'out-not-a-sweep', where: room })
  })
})
