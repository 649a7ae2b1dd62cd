import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { checkLogFolder, openRowLog } from '#io/row-log.js'

const room = mkdtempSync(join(tmpdir(), 'hedgerow-log-'))
afterAll(() => rmSync(room, { recursive: true }))

const row = (hash: string, text = 'ü') => JSON.stringify({ hash, text })

describe('a log of rows', () => {
  it('finds what earlier sessions left, over two interruptions, and keeps nothing twice at the end', async () => {
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
    await third.finish()
    expect(readdirSync(folder)).toEqual(['runs.ndjson'])
    expect(readFileSync(join(folder, 'runs.ndjson'), 'utf8')).toBe(`${row('a')}\n`)
  })

  it('does not begin in a folder of something else', async () => {
    writeFileSync(join(room, 'thesis.txt'), '')
    await expect(checkLogFolder(room)).rejects.toMatchObject({ code: 'out-not-a-sweep', where: room })
  })
})
