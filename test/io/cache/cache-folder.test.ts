import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cacheEntries, cacheFolder, cacheIsWritable, clearCache, markUsed, putInCache } from '#io/cache/cache-folder.js'

let root = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'hedgerow-cache-'))
})
afterEach(() => rmSync(root, { recursive: true }))

const HOUR_S = 3_600

function folderOf(limit = '1000') {
  return cacheFolder({ HEDGEROW_CACHE: root, HEDGEROW_CACHE_LIMIT: limit })
}

/** Puts ten bytes into the cache that were used last so many hours ago. */
async function put(name: string, hoursAgo: number, folder = folderOf()): Promise<void> {
  await putInCache(folder, name, (path) => writeFile(path, '0123456789'))
  const then = Date.now() / 1_000 - hoursAgo * HOUR_S
  utimesSync(join(folder.path, name), then, then)
}

async function namesIn(folder = folderOf()): Promise<readonly string[]> {
  return (await cacheEntries(folder)).map(({ name }) => name)
}

describe('the cache folder', () => {
  it('is where HEDGEROW_CACHE says, with a limit of 2 GB unless HEDGEROW_CACHE_LIMIT says otherwise', () => {
    expect(cacheFolder({ HEDGEROW_CACHE: '/somewhere' })).toEqual({ path: '/somewhere/data', limitBytes: 2e9 })
    expect(cacheFolder({ HEDGEROW_CACHE_LIMIT: '1.5 gb' }).limitBytes).toBe(1.5e9)
    expect(cacheFolder({ HEDGEROW_CACHE_LIMIT: '300MB' }).limitBytes).toBe(3e8)
    expect(cacheFolder({ HEDGEROW_CACHE_LIMIT: '4096' }).limitBytes).toBe(4096)
    expect(cacheFolder({ HEDGEROW_CACHE: '' }).path).toContain('hedgerow')
  })

  it('refuses a limit that is no size, and says where it stands', () => {
    expect(() => folderOf('2 gigs')).toThrow(
      expect.objectContaining({ code: 'cache-limit-invalid', where: 'HEDGEROW_CACHE_LIMIT' }),
    )
  })

  it('lists what it has, the longest unused first, and is empty where there is none', async () => {
    expect(await cacheEntries(folderOf())).toEqual([])
    await put('a.columns', 1)
    await put('b.columns', 3)
    await put('c.source', 2)
    expect(await namesIn()).toEqual(['b.columns', 'c.source', 'a.columns'])
    await markUsed(folderOf(), 'b.columns')
    expect(await namesIn()).toEqual(['c.source', 'a.columns', 'b.columns'])
  })

  it('lets the longest unused go until the limit is kept, but never what was just put in', async () => {
    await put('a.columns', 1, folderOf('35'))
    await put('b.columns', 3, folderOf('35'))
    await put('c.columns', 2, folderOf('35'))
    await put('d.columns', 0, folderOf('35'))
    expect(await namesIn()).toEqual(['c.columns', 'a.columns', 'd.columns'])
    await put('e.columns', 0, folderOf('5'))
    expect(await namesIn()).toEqual(['e.columns'])
  })

  it('sweeps up what a process left that was killed, once nobody can be writing it any more', async () => {
    await put('a.columns', 0)
    const { path } = folderOf()
    const hourAgo = Date.now() / 1_000 - 2 * HOUR_S
    writeFileSync(join(path, 'dead.tmp'), '')
    utimesSync(join(path, 'dead.tmp'), hourAgo, hourAgo)
    writeFileSync(join(path, 'alive.tmp'), '')
    await put('b.columns', 0)
    expect(readdirSync(path).toSorted()).toEqual(['a.columns', 'alive.tmp', 'b.columns'])
  })

  it('leaves nothing of a file whose writing fails', async () => {
    const failing = putInCache(folderOf(), 'a.columns', async (path) => {
      await writeFile(path, 'half')
      throw new Error('disk full')
    })
    await expect(failing).rejects.toThrow('disk full')
    expect(readdirSync(folderOf().path)).toEqual([])
  })

  it('is cleared of its own files and of nothing else', async () => {
    await put('a.columns', 0)
    await put('b.source', 0)
    writeFileSync(join(folderOf().path, 'thesis.docx'), '')
    expect(await clearCache(folderOf())).toHaveLength(2)
    expect(readdirSync(folderOf().path)).toEqual(['thesis.docx'])
  })

  it('knows whether something can be kept there', async () => {
    writeFileSync(join(root, 'file'), '')
    expect(await cacheIsWritable(folderOf())).toBe(true)
    expect(await cacheIsWritable(cacheFolder({ HEDGEROW_CACHE: join(root, 'file') }))).toBe(false)
  })
})
