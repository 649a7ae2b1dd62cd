import { execFile } from 'node:child_process'
import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cacheFolder } from '#io/cache/cache-folder.js'
import { cachedColumns, type ColumnReader } from '#io/cache/column-cache.js'
import { sha256 } from '#io/hash.js'

let root = ''
let parsedCount = 0
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'hedgerow-cache-'))
  parsedCount = 0
})
afterEach(() => rmSync(root, { recursive: true }))

const reader: ColumnReader = { name: 'numbers', version: 1, options: { volumeNeeded: true } }
const folder = () => cacheFolder({ HEDGEROW_CACHE: join(root, 'cache') })

/** A source file; where it is old, its hash may be remembered. */
function source(text: string, { name = 'a.csv', secondsOld = 60 } = {}): string {
  const path = join(root, name)
  writeFileSync(path, text)
  const then = Date.now() / 1_000 - secondsOld
  utimesSync(path, then, then)
  return path
}

/** One number a line. */
async function read(path: string, using = reader, cache: ReturnType<typeof folder> | null = folder()) {
  const {
    columns,
    facts,
    fromCache,
    sha256: hash,
  } = await cachedColumns(path, cache, using, async () => {
    parsedCount += 1
    const text = readFileSync(path, 'utf8')
    const numbers = text.trim().split('\n').map(Number)
    return {
      rows: numbers.length,
      columns: { value: Float64Array.from(numbers) },
      facts: { last: numbers.at(-1) },
      sha256: sha256(text),
    }
  })
  expect(hash).toBe(sha256(readFileSync(path)))
  return { values: Array.from(columns['value']), facts, fromCache }
}

function entries(ending: string): readonly string[] {
  return readdirSync(folder().path)
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder().path, name))
}

describe('cached columns', () => {
  it('are parsed once, and then taken from the cache with the same facts and hash', async () => {
    const path = source('1\n2\n')
    expect(await read(path)).toEqual({ values: [1, 2], facts: { last: 2 }, fromCache: false })
    expect(await read(path)).toEqual({ values: [1, 2], facts: { last: 2 }, fromCache: true })
    expect(parsedCount).toBe(1)
  })

  it('are parsed each time without a cache', async () => {
    const path = source('1\n')
    await read(path, reader, null)
    expect(await read(path, reader, null)).toMatchObject({ fromCache: false })
  })

  it('follow the content: a file that was changed is parsed anew, even at its old size and time of modification', async () => {
    const path = source('1\n2\n')
    const { mtime } = statSync(path)
    await read(path)
    writeFileSync(path, '1\n3\n')
    utimesSync(path, mtime, mtime)
    expect(await read(path)).toMatchObject({ values: [1, 3], fromCache: false })
  })

  it('follow the content: another file that takes the name is parsed anew', async () => {
    const path = source('1\n2\n')
    await read(path)
    renameSync(source('1\n3\n', { name: 'b.csv' }), path)
    expect(await read(path)).toMatchObject({ values: [1, 3], fromCache: false })
  })

  it('serve a copy of the file and a file that was only touched', async () => {
    const path = source('1\n2\n')
    await read(path)
    copyFileSync(path, join(root, 'copy.csv'))
    expect(await read(join(root, 'copy.csv'))).toMatchObject({ values: [1, 2], fromCache: true })
    const now = new Date()
    utimesSync(path, now, now)
    expect(await read(path)).toMatchObject({ values: [1, 2], fromCache: true })
  })

  it('are kept apart by reader, its version and its options', async () => {
    const path = source('1\n')
    await read(path)
    for (const other of [{ name: 'others' }, { version: 2 }, { options: { volumeNeeded: false } }]) {
      // oxlint-disable-next-line no-await-in-loop
      expect(await read(path, { ...reader, ...other })).toMatchObject({ fromCache: false })
    }
    expect(entries('.columns')).toHaveLength(4)
  })

  it('are parsed anew and kept again where their file is damaged, cut off or of another source', async () => {
    const path = source('1\n2\n')
    await read(path)
    const [kept] = entries('.columns')
    const whole = readFileSync(kept)
    const turned = Buffer.from(whole)
    turned[turned.length - 1] ^= 1
    await read(source('3\n4\n', { name: 'b.csv' }))
    const other = entries('.columns').find((name) => name !== kept)!
    for (const bytes of [turned, whole.subarray(0, -8), Buffer.alloc(0), readFileSync(other)]) {
      writeFileSync(kept, bytes)
      // oxlint-disable-next-line no-await-in-loop
      expect(await read(path)).toMatchObject({ values: [1, 2], fromCache: false })
      // oxlint-disable-next-line no-await-in-loop
      expect(await read(path)).toMatchObject({ values: [1, 2], fromCache: true })
    }
  })

  it('remember no hash of a file that was changed just now: it may change again within the same tick', async () => {
    const path = source('1\n')
    await read(path)
    expect(entries('.source')).toEqual([])
  })

  it('take less time than the disk refuses: a cache that cannot be written or read only parses', async () => {
    writeFileSync(join(root, 'cache'), 'a file where the folder should be')
    const path = source('1\n')
    expect(await read(path)).toMatchObject({ values: [1], fromCache: false })
    expect(await read(path)).toMatchObject({ values: [1], fromCache: false })
  })

  it('are not kept where they alone are beyond the limit', async () => {
    const path = source('1\n2\n3\n')
    const small = { ...folder(), limitBytes: 40 }
    await read(path, reader, small)
    expect(await read(path, reader, small)).toMatchObject({ fromCache: false })
  })

  it('pass on what parsing throws, and keep nothing of it', async () => {
    const path = source('1\n')
    const failing = cachedColumns(path, folder(), reader, () => Promise.reject(new Error('line 1 is bad')))
    await expect(failing).rejects.toThrow('line 1 is bad')
    expect(await read(path)).toMatchObject({ fromCache: false })
  })

  it.skipIf(process.platform === 'win32')('read a pipe once, and keep nothing of it', async () => {
    const path = join(root, 'pipe')
    await promisify(execFile)('mkfifo', [path])
    const columns = { value: Float64Array.of(1) }
    await cachedColumns(path, folder(), reader, () => Promise.resolve({ rows: 1, columns, facts: null, sha256: '' }))
    expect(readdirSync(root)).toEqual(['pipe'])
  })

  it('are whole for each of many that parse and keep the same file at once', async () => {
    const path = source(Array.from({ length: 20_000 }, (_, at) => `${at}\n`).join(''))
    const all = await Promise.all(Array.from({ length: 12 }, () => read(path)))
    for (const { values } of all) expect(values[19_999]).toBe(19_999)
    expect(entries('.columns')).toHaveLength(1)
    expect(entries('.tmp')).toEqual([])
    expect(await read(path)).toMatchObject({ fromCache: true })
  })
})
