import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readColumnFacts, readColumnFile, writeColumnFile } from '#io/cache/column-file.js'

const folder = mkdtempSync(join(tmpdir(), 'hedgerow-columns-'))
afterAll(() => rmSync(folder, { recursive: true }))

const written = {
  rows: 3,
  columns: { at: Float64Array.of(1, 2, 3, 99), value: Float64Array.of(0.1, -0, Number.MAX_VALUE) },
  facts: { notes: ['a – b'] },
}
let count = 0

async function fresh(): Promise<string> {
  const path = join(folder, `${count++}.columns`)
  await writeColumnFile(path, written)
  return path
}

describe('a file of columns', () => {
  it('gives back the rows of its columns, to the bit and in shared memory, and its facts', async () => {
    const read = await readColumnFile(await fresh())
    expect(read).toEqual({
      rows: 3,
      columns: { at: Float64Array.of(1, 2, 3), value: Float64Array.of(0.1, -0, Number.MAX_VALUE) },
      facts: written.facts,
    })
    expect(read?.columns['at'].buffer).toBeInstanceOf(SharedArrayBuffer)
  })

  it('gives back no rows where it has none', async () => {
    const path = join(folder, 'empty.columns')
    await writeColumnFile(path, { rows: 0, columns: { at: new Float64Array() }, facts: null })
    expect(await readColumnFile(path)).toEqual({ rows: 0, columns: { at: new Float64Array() }, facts: null })
  })

  it('tells its facts without its columns', async () => {
    expect(await readColumnFacts(await fresh())).toMatchObject({ rows: 3, facts: written.facts })
  })

  it('is not trusted when any one of its bits is turned over', async () => {
    const path = await fresh()
    const whole = readFileSync(path)
    // The words of nothing after the sum of the header mean nothing.
    const meaningful = Array.from(whole.keys()).filter((at) => at < 20 || at >= 32)
    for (const at of meaningful) {
      const damaged = Buffer.from(whole)
      damaged[at] ^= 1 << (at % 8)
      writeFileSync(path, damaged)
      // oxlint-disable-next-line no-await-in-loop
      expect(await readColumnFile(path), `byte ${at}`).toBeNull()
    }
    writeFileSync(path, whole)
    expect(await readColumnFile(path)).not.toBeNull()
  })

  it('is not trusted when it is cut off anywhere, or longer than it says', async () => {
    const path = await fresh()
    const whole = readFileSync(path)
    writeFileSync(path, Buffer.concat([whole, Buffer.alloc(8)]))
    expect(await readColumnFile(path)).toBeNull()
    for (let length = whole.length - 1; length >= 0; length--) {
      truncateSync(path, length)
      // oxlint-disable-next-line no-await-in-loop
      expect(await readColumnFile(path), `${length} bytes`).toBeNull()
    }
  })
})
