import { describe, expect, it } from 'vitest'
import { Room } from './room.js'
import { smallRun } from './small-run.js'

const inCache = (room: Room) => ({ HEDGEROW_CACHE: `${room.folder}/cache` })

interface Told {
  readonly bytes: number
  readonly files: readonly { readonly source: string; readonly rows: number }[]
}
const json = (text: string) => JSON.parse(text) as Told

describe.concurrent('hedgerow data cache', () => {
  it('tells where it is, what a run left in it, and is cleared', async () => {
    const room = new Room(smallRun())
    const env = inCache(room)
    const before = await room.hedgerowIn(env, 'data', 'cache')
    expect(before).toMatchObject({ code: 0, stderr: '' })
    expect(before.stdout).toBe(`Folder  ${room.folder}/cache/data\nHolds   0 parsed files, 0 B of at most 2.00 GB\n`)

    await room.hedgerowIn(env, 'run', 'small.yaml', '--quiet')
    const { stdout } = await room.hedgerowIn(env, 'data', 'cache', 'info')
    expect(stdout).toMatch(/Holds {3}1 parsed file, \d+\.\d KB of at most 2\.00 GB/)
    expect(stdout).toMatch(/candles\.csv +│ +60 │ +\d+\.\d KB │ \d{4}-\d\d-\d\d \d\d:\d\d/)

    const cleared = await room.hedgerowIn(env, 'data', 'cache', 'clear')
    expect(cleared.stdout).toMatch(/^Removed 1 parsed file, \d+\.\d KB, from .*cache\/data\n$/)
    expect(json((await room.hedgerowIn(env, 'data', 'cache', '--json')).stdout).files).toEqual([])
  })

  it('leaves the result of a run as it is, to the byte, and --no-cache leaves nothing', async () => {
    const room = new Room(smallRun())
    const env = inCache(room)
    const parsed = await room.hedgerowIn(env, 'run', 'small.yaml', '--json', '--no-cache', '--out', 'one')
    expect(room.names()).not.toContain('cache')
    const first = await room.hedgerowIn(env, 'run', 'small.yaml', '--json', '--out', 'two')
    const second = await room.hedgerowIn(env, 'run', 'small.yaml', '--json', '--out', 'three')
    expect(parsed.code).toBe(0)
    expect(first.stdout).toBe(parsed.stdout)
    expect(second.stdout).toBe(parsed.stdout)
    const { files } = json((await room.hedgerowIn(env, 'data', 'cache', '--json')).stdout)
    expect(files).toMatchObject([{ source: 'candles.csv', rows: 60 }])
  })

  it('refuses a limit that is no size, also when a run would keep something', async () => {
    const room = new Room(smallRun())
    const env = { ...inCache(room), HEDGEROW_CACHE_LIMIT: 'plenty' }
    const words = "Error: HEDGEROW_CACHE_LIMIT: found 'plenty'; expected a size such as 500MB or 2GB."
    const asked = await room.hedgerowIn(env, 'data', 'cache', '--json')
    expect(asked).toMatchObject({ code: 2, stderr: expect.stringContaining(words) as string })
    expect(JSON.parse(asked.stdout)).toMatchObject({ error: { code: 'cache-limit-invalid' } })
    expect(await room.hedgerowIn(env, 'run', 'small.yaml')).toMatchObject({ code: 2 })
    expect(await room.hedgerowIn(env, 'run', 'small.yaml', '--quiet', '--no-cache')).toMatchObject({ code: 0 })
  })

  it('says where the folder takes no files, and runs all the same', async () => {
    const room = new Room(smallRun({ cache: 'a file' }))
    const { stdout } = await room.hedgerowIn(inCache(room), 'data', 'cache')
    expect(stdout).toContain('IT CANNOT BE WRITTEN')
    expect(await room.hedgerowIn(inCache(room), 'run', 'small.yaml', '--quiet')).toMatchObject({ code: 0, stderr: '' })
  })

  it('knows no other word', async () => {
    const { code, stderr } = await new Room().hedgerow('data', 'cash')
    expect(code).toBe(2)
    expect(stderr).toContain("unknown command 'cash'. Did you mean cache?")
  })
})
