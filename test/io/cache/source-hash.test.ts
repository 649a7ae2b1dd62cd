import {
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
import { setTimeout as elapse } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cacheFolder } from '#io/cache/cache-folder.js'
import { hashOf, identityOf, rememberedHash, rememberHash } from '#io/cache/source-hash.js'
import { sha256 } from '#io/hash.js'

const root = mkdtempSync(join(tmpdir(), 'hedgerow-hash-'))
afterAll(() => rmSync(root, { recursive: true }))

const folder = cacheFolder({ HEDGEROW_CACHE: join(root, 'cache') })
const names = ['kept', 'edited', 'replaced', 'damaged', 'late']
const pathOf = (name: string) => join(root, `${name}.csv`)

// The time of change of a file cannot be set, only waited for: after two seconds a file may be remembered.
beforeAll(async () => {
  for (const name of names) writeFileSync(pathOf(name), `${name} 1`)
  await elapse(2_100)
})

async function remembered(path: string): Promise<string | null> {
  return rememberedHash(folder, (await identityOf(path))!)
}

async function remember(name: string): Promise<string> {
  const path = pathOf(name)
  await rememberHash(folder, (await identityOf(path))!, await hashOf(path))
  return path
}

describe('the hash of a source file', () => {
  it('is that of its bytes, and is remembered as long as the file is left alone', async () => {
    const path = await remember('kept')
    expect(await remembered(path)).toBe(sha256('kept 1'))
  })

  it('is forgotten when the file is edited, even where its size and time of modification are as before', async () => {
    const path = await remember('edited')
    const { mtime } = statSync(path)
    writeFileSync(path, 'edited 2')
    utimesSync(path, mtime, mtime)
    expect(await remembered(path)).toBeNull()
  })

  it('is forgotten when another file takes the name', async () => {
    const path = await remember('replaced')
    renameSync(pathOf('kept'), path)
    expect(await remembered(path)).toBeNull()
  })

  it('is not remembered where the file was changed just before: it may change again within the same tick', async () => {
    const path = pathOf('late')
    writeFileSync(path, 'late 2')
    await remember('late')
    expect(await remembered(path)).toBeNull()
  })

  it('is judged by the time at which the file was looked at, not by that at which its hash is ready', async () => {
    const path = pathOf('late')
    writeFileSync(path, 'late 3')
    const identity = (await identityOf(path))!
    await elapse(2_100)
    await rememberHash(folder, identity, sha256('late 3'))
    expect(await remembered(path)).toBeNull()
  })

  it('is not trusted where what was remembered is damaged', async () => {
    const path = await remember('damaged')
    const own = readdirSync(folder.path).find((name) => readFileSync(join(folder.path, name), 'utf8').includes(path))!
    const text = readFileSync(join(folder.path, own), 'utf8')
    for (const wrong of ['', text.slice(0, 60), text.replace(/\n[0-9a-f]{64}/, '\nnone'), `1${text}`]) {
      writeFileSync(join(folder.path, own), wrong)
      // oxlint-disable-next-line no-await-in-loop
      expect(await remembered(path), wrong).toBeNull()
    }
    writeFileSync(join(folder.path, own), text)
    expect(await remembered(path)).toBe(sha256('damaged 1'))
  })

  it('is asked of plain files alone', async () => {
    expect(await identityOf(root)).toBeNull()
    expect(await identityOf(join(root, 'nowhere'))).toBeNull()
  })
})
