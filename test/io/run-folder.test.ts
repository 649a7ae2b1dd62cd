import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as disk from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { InputError } from '#domain/failure.js'
import { checkRunPlace, type FileContent, type RunPlace, writeRunFolder } from '#io/run-folder.js'

vi.mock('node:fs/promises', { spy: true })

let reportsFolder: string
beforeEach(() => {
  reportsFolder = mkdtempSync(join(tmpdir(), 'hedgerow-test-'))
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(reportsFolder, { recursive: true, force: true })
})

const run = (result: string): Record<string, FileContent> => ({ 'result.json': result, 'legs.csv': 'id\n' })
const named = (name: string, result = name) => writeRunFolder({ place: { reportsFolder, name }, files: run(result) })
const resultIn = (folder: string) => readFileSync(join(reportsFolder, folder, 'result.json'), 'utf8')
const names = () => readdirSync(reportsFolder).sort()

async function refusal(place: RunPlace): Promise<InputError> {
  const error: unknown = await writeRunFolder({ place, files: run('new') }).catch((error: unknown) => error)
  expect(error).toBeInstanceOf(InputError)
  return error as InputError
}

describe('the folder of a run', () => {
  it('has each file, of text or of pieces of text and bytes, and the mode of an ordinary folder', async () => {
    function* pieces() {
      yield 'time,equity\n'
      yield new TextEncoder().encode('é,1\n')
      yield ''
      yield '2,3\n'
    }
    const folder = await writeRunFolder({
      place: { reportsFolder: join(reportsFolder, 'made', 'below'), name: 'hold' },
      files: { 'result.json': '{}\n', 'equity.csv': pieces() },
    })
    expect(folder).toBe(join(reportsFolder, 'made', 'below', 'hold'))
    expect(readdirSync(folder).sort()).toEqual(['equity.csv', 'result.json'])
    expect(readFileSync(join(folder, 'equity.csv'), 'utf8')).toBe('time,equity\né,1\n2,3\n')
    expect((await disk.stat(folder)).mode).toBe((await disk.stat(join(reportsFolder, 'made'))).mode)
  })

  it('takes the next number where its name is taken, by a run or by anything else', async () => {
    writeFileSync(join(reportsFolder, 'hold-3'), 'a file')
    const paths = [await named('hold', 'first'), await named('hold', 'second'), await named('hold', 'third')]
    expect(paths).toEqual(['hold', 'hold-2', 'hold-4'].map((name) => join(reportsFolder, name)))
    expect(['hold', 'hold-2', 'hold-4'].map(resultIn)).toEqual(['first', 'second', 'third'])
    expect(names()).toEqual(['hold', 'hold-2', 'hold-3', 'hold-4'])
  })

  it('is refused a name that is not the name of a folder', async () => {
    for (const name of ['', '.', '..', '../hold', 'a/b', 'a\\b', '.hidden', '/etc']) {
      const error = await refusal({ reportsFolder, name })
      expect(error).toMatchObject({ code: 'bad-run-name', where: 'name' })
    }
    expect(names()).toEqual([])
  })
})

describe('an earlier run', () => {
  it('is replaced with force, whole: no file of it stays', async () => {
    await writeRunFolder({ place: { reportsFolder, name: 'hold' }, files: { ...run('old'), 'report.html': 'old' } })
    const folder = await writeRunFolder({ place: { reportsFolder, name: 'hold', force: true }, files: run('new') })
    expect(folder).toBe(join(reportsFolder, 'hold'))
    expect(readdirSync(folder).sort()).toEqual(['legs.csv', 'result.json'])
    expect(resultIn('hold')).toBe('new')
    expect(names()).toEqual(['hold'])
  })

  it('is replaced where it stands at an explicit out; an empty folder is, too', async () => {
    const out = join(reportsFolder, 'out')
    mkdirSync(out)
    expect(await writeRunFolder({ place: { out }, files: run('first') })).toBe(out)
    expect(await writeRunFolder({ place: { out }, files: run('second') })).toBe(out)
    expect(resultIn('out')).toBe('second')
    expect(names()).toEqual(['out'])
  })

  it('stands as it was where the new one cannot be put in its place', async () => {
    await named('hold', 'old')
    const { rename } = await vi.importActual<typeof disk>('node:fs/promises')
    vi.mocked(disk.rename)
      .mockImplementationOnce(rename)
      .mockRejectedValueOnce(Object.assign(new Error('EIO: i/o error, rename'), { syscall: 'rename', code: 'EIO' }))
    const error = await refusal({ reportsFolder, name: 'hold', force: true })
    expect(error).toMatchObject({ code: 'out-not-writable', where: join(reportsFolder, 'hold') })
    expect(error.message).toBe("The run's folder cannot be written: EIO: i/o error")
    expect(resultIn('hold')).toBe('old')
    expect(names()).toEqual(['hold'])
  })
})

describe('what is not a run', () => {
  it.each(['a folder with other files', 'a file', 'a link to a run'])('is never replaced: %s', async (what) => {
    const out = join(reportsFolder, 'precious')
    if (what === 'a file') writeFileSync(out, 'thesis')
    else if (what === 'a link to a run') symlinkSync(await named('run'), out)
    else {
      mkdirSync(out)
      writeFileSync(join(out, 'thesis.txt'), 'thesis')
    }
    const before = names()
    for (const place of [{ out }, { reportsFolder, name: 'precious', force: true }]) {
      const error = await refusal(place)
      expect(error).toMatchObject({ code: 'out-not-a-run', where: out })
      expect(error.hint).toContain('result.json')
      await expect(checkRunPlace(place)).rejects.toThrow('is not replaced')
    }
    expect(names()).toEqual(before)
    if (what !== 'a link to a run')
      expect(readFileSync(what === 'a file' ? out : join(out, 'thesis.txt'), 'utf8')).toBe('thesis')
  })

  it('may stand in the way only of the numbers, not of a run that takes the next one', async () => {
    await expect(checkRunPlace({ reportsFolder, name: 'hold' })).resolves.toBeUndefined()
    writeFileSync(join(reportsFolder, 'hold'), 'a file')
    await expect(checkRunPlace({ reportsFolder, name: 'hold' })).resolves.toBeUndefined()
  })
})

describe('a run that does not get to its end', () => {
  it('leaves nothing when it is interrupted between two pieces, and tells the reason', async () => {
    await named('hold', 'old')
    for (const force of [false, true]) {
      const interruption = new AbortController()
      function* pieces() {
        yield 'first\n'
        interruption.abort(new Error('Ctrl-C'))
        yield 'second\n'
      }
      const files = { ...run('new'), 'equity.csv': pieces() }
      const written = writeRunFolder({
        place: { reportsFolder, name: 'hold', force },
        files,
        signal: interruption.signal,
      })
      await expect(written).rejects.toThrow('Ctrl-C')
    }
    expect(names()).toEqual(['hold'])
    expect(resultIn('hold')).toBe('old')
  })

  it('leaves nothing when it is interrupted after the last file', async () => {
    const interruption = new AbortController()
    function* pieces() {
      yield 'all\n'
      interruption.abort(new Error('Ctrl-C'))
    }
    const place = { reportsFolder, name: 'hold' }
    const written = writeRunFolder({ place, files: { 'equity.csv': pieces() }, signal: interruption.signal })
    await expect(written).rejects.toThrow('Ctrl-C')
    expect(names()).toEqual([])
  })

  it('leaves nothing when the making of a file throws, and lets the error through', async () => {
    const defect = new TypeError('defect')
    function* pieces() {
      yield 'first\n'
      throw defect
    }
    const written = writeRunFolder({
      place: { reportsFolder, name: 'hold' },
      files: { ...run('x'), 'equity.csv': pieces() },
    })
    await expect(written).rejects.toBe(defect)
    expect(names()).toEqual([])
  })

  it('is told where it may not write, and what to do', async () => {
    const file = join(reportsFolder, 'file')
    writeFileSync(file, '')
    for (const place of [
      { out: join(file, 'run') },
      { reportsFolder: file, name: 'run' },
      { reportsFolder: join(file, 'a'), name: 'run' },
    ]) {
      const error = await refusal(place)
      expect(error.code).toBe('out-not-writable')
      expect(error.where).toMatch(/file.*run$/)
      expect(error.message).toMatch(/cannot be written: E[A-Z]+: [a-z ]+$/)
      expect(error.hint).toContain('--out')
    }
    const tooLong = await refusal({ reportsFolder, name: 'n'.repeat(300) })
    expect(tooLong.message).toContain('ENAMETOOLONG')
    expect(names()).toEqual(['file'])
  })
})

describe('several processes at once', () => {
  const writers = Array.from({ length: 12 }, (_, index) => `run ${index}`)

  it('that want one name each get a folder of their own, complete', async () => {
    const paths = await Promise.all(writers.map((result) => named('hold', result)))
    expect(new Set(paths).size).toBe(12)
    expect(names()).toEqual(['hold', ...Array.from({ length: 11 }, (_, index) => `hold-${index + 2}`)].sort())
    expect(paths.map((path) => readFileSync(join(path, 'result.json'), 'utf8'))).toEqual(writers)
    expect(paths.every((path) => existsSync(join(path, 'legs.csv')))).toBe(true)
  })

  it('that replace one folder leave one of their runs there, complete, and nothing else', async () => {
    await named('hold', 'old')
    const place = { reportsFolder, name: 'hold', force: true }
    await Promise.all(writers.map((result) => writeRunFolder({ place, files: run(result) })))
    expect(names()).toEqual(['hold'])
    expect(writers).toContain(resultIn('hold'))
    expect(readdirSync(join(reportsFolder, 'hold')).sort()).toEqual(['legs.csv', 'result.json'])
  })

  it('are not bothered by what a killed one left', async () => {
    mkdirSync(join(reportsFolder, '.tmp-hold-0123456789ab'))
    expect(await named('hold')).toBe(join(reportsFolder, 'hold'))
    expect(names()).toEqual(['.tmp-hold-0123456789ab', 'hold'])
  })
})
