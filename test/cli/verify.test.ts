import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { withMoved } from '#config/moved.js'
import { firstDifference } from '#report/documents/first-difference.js'
import { Room } from './room.js'
import { candleCsv, smallRun } from './small-run.js'

const finished = async (): Promise<Room> => {
  const room = new Room(smallRun())
  expect((await room.hedgerow('run', 'small.yaml', '--quiet', '--bracket')).code).toBe(0)
  return room
}

describe('hedgerow verify', () => {
  it('replays a run from its folder, without the config and the strategy that it was made with', async () => {
    const room = await finished()
    for (const gone of ['small.yaml', 'hold.ts']) renameSync(join(room.folder, gone), join(room.folder, `${gone}.gone`))
    const { hash } = JSON.parse(room.text('reports/small/result.json')) as { hash: { result: string } }
    const { code, stdout } = await room.hedgerow('verify', 'reports/small')
    expect(stdout).toMatch(/^Identical: reports\/small, replayed by hedgerow \d/)
    expect(stdout).toContain(hash.result)
    expect(code).toBe(0)
  })

  it('names the first figure that is not what the replay makes, and ends with 3', async () => {
    const room = await finished()
    const text = room.text('reports/small/result.json')
    writeFileSync(
      join(room.folder, 'reports/small/result.json'),
      text.replace('"initial": "10000"', '"initial": "10001"'),
    )
    const { code, stdout } = await room.hedgerow('verify', 'reports/small')
    expect(stdout).toContain('First      account.initial\nRecorded   "10001"\nReplayed   "10000"\n')
    expect(code).toBe(3)
    const asked = await room.hedgerow('verify', 'reports/small', '--json')
    expect(JSON.parse(asked.stdout)).toMatchObject({
      identical: false,
      first: { path: 'account.initial', recorded: '10001', replayed: '10000' },
    })
    expect(asked.code).toBe(3)
  })

  it('says that the data are others before it says what follows from that', async () => {
    const room = await finished()
    writeFileSync(join(room.folder, 'candles.csv'), candleCsv({ hours: Array.from({ length: 50 }, (_, hour) => hour) }))
    const { code, stdout } = await room.hedgerow('verify', 'reports/small')
    expect(stdout).toContain('First      data[0].sha256')
    expect(stdout).toContain('Data       not those that the run read')
    expect(code).toBe(3)
  })

  it('finds data that have moved where --data says, and says so where they are gone', async () => {
    const room = await finished()
    mkdirSync(join(room.folder, 'elsewhere'))
    renameSync(join(room.folder, 'candles.csv'), join(room.folder, 'elsewhere/candles.csv'))
    const lost = await room.hedgerow('verify', 'reports/small')
    expect(lost.stderr).toContain('data.candles: there is no such file')
    expect(lost.stderr).toContain('--data FOLDER')
    expect(lost.code).toBe(2)
    expect((await room.hedgerow('verify', 'reports/small', '--data', 'elsewhere')).code).toBe(0)
  })

  it('refuses what is not the folder of a run', async () => {
    const room = new Room({ 'result.json': '{"schema":"other"}' })
    for (const folder of ['.', 'nowhere']) {
      const { code, stderr } = await room.hedgerow('verify', folder)
      expect(stderr).toContain('result.json: ')
      expect(code).toBe(2)
    }
  })
})

describe('reports/index.html', () => {
  it('lists every run, the newest first, and links their reports', async () => {
    const room = await finished()
    expect((await room.hedgerow('run', 'small.yaml', '--quiet', '--set', 'name=second run')).code).toBe(0)
    renameSync(join(room.folder, 'reports/small'), join(room.folder, 'reports/a & <run>'))
    expect((await room.hedgerow('run', 'small.yaml', '--quiet')).code).toBe(0)
    const html = room.text('reports/index.html')
    expect([...html.matchAll(/data-folder="([^"]+)"/g)].map(([, folder]) => folder)).toEqual([
      'small',
      'second run',
      'a &amp; &lt;run&gt;',
    ])
    expect(html).toContain('href="a%20%26%20%3Crun%3E/report.html"')
    expect(html).toContain('href="small/report.html"')
    expect(room.names('reports')).toEqual(['a & <run>', 'index.html', 'second run', 'small'])
  })

  it('lists a run that is put beside the others by --out, and is not touched by one elsewhere', async () => {
    const room = await finished()
    const foldersOf = () =>
      [...room.text('reports/index.html').matchAll(/data-folder="([^"]+)"/g)].map(([, name]) => name)
    expect((await room.hedgerow('run', 'small.yaml', '--quiet', '--out', 'reports/mine')).code).toBe(0)
    expect(foldersOf()).toEqual(['mine', 'small'])
    expect((await room.hedgerow('run', 'small.yaml', '--quiet', '--out', 'elsewhere/mine')).code).toBe(0)
    expect(foldersOf()).toEqual(['mine', 'small'])
    expect(room.left()).toEqual(['elsewhere', 'reports'])
  })

  it('links no report where a run has none', async () => {
    const room = await finished()
    expect((await room.hedgerow('run', 'small.yaml', '--quiet', '--no-report')).code).toBe(0)
    const html = room.text('reports/index.html')
    expect([...html.matchAll(/href="([^"]+)"/g)].map(([, link]) => link)).toEqual(['small/report.html'])
    expect(html).toContain('data-folder="small-2"')
  })

  it('passes over what is not a run, and leaves an index of somebody else alone', async () => {
    const room = await finished()
    mkdirSync(join(room.folder, 'reports/broken'))
    writeFileSync(join(room.folder, 'reports/broken/card.json'), '{')
    writeFileSync(join(room.folder, 'reports/index.html'), 'mine')
    const { code, stderr } = await room.hedgerow('run', 'small.yaml', '--force')
    expect(stderr).toContain('reports/index.html is not one of hedgerow’s')
    expect(room.text('reports/index.html')).toBe('mine')
    expect(code).toBe(0)
  })
})

describe('the first difference', () => {
  it('is a path into both, in the order of the first', () => {
    expect(firstDifference({ a: 1, b: [{ c: 2 }] }, { b: [{ c: 3 }], a: 1 })).toEqual({
      path: 'b[0].c',
      recorded: 2,
      replayed: 3,
    })
    expect(firstDifference({ a: [1] }, { a: [1, 2] })).toMatchObject({ path: 'a[1]', replayed: 2 })
    expect(firstDifference({ a: [] }, { a: {} })).toMatchObject({ path: 'a' })
    expect(firstDifference({ a: null }, { a: null })).toBeNull()
  })
})

it('moved files are the data files of every kind and the strategy, nothing else', () => {
  const values = {
    name: 'candles',
    data: {
      candles: 'x/c.csv',
      mark: null,
      from: null,
      funding: { series: ['x/f.csv'], fallback: null },
      feeds: { btc: { candles: 'x/b.csv', maxGap: '1d' }, news: { events: 'x/e.csv' } },
    },
    strategy: { use: 'x/s.ts', params: { candles: 3 } },
  }
  expect(withMoved(values, { data: (path) => path.replace('x', 'y'), strategy: '/s.mjs' })).toEqual({
    name: 'candles',
    data: {
      candles: 'y/c.csv',
      mark: null,
      from: null,
      funding: { series: ['y/f.csv'], fallback: null },
      feeds: { btc: { candles: 'y/b.csv', maxGap: '1d' }, news: { events: 'y/e.csv' } },
    },
    strategy: { use: '/s.mjs', params: { candles: 3 } },
  })
})
