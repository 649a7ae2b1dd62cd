import { type ChildProcess, execFileSync } from 'node:child_process'
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as elapse } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { ended, Room } from './room.js'
import { candleCsv, configText, smallRun } from './small-run.js'

const busyFor = (work: string) => `import { defineStrategy } from 'hedgerow'

let isFirst = true

export default defineStrategy({
  name: 'Busy',
  legs: { core: { side: 'long' } },
  onCandle() {
    if (isFirst) console.error('replaying')
    isFirst = false
    const began = performance.now()
    while (${work}) continue
  },
})
`
/** Seventeen thousand candles at a fifth of a millisecond each. */
const slow = smallRun({
  'hold.ts': busyFor('performance.now() - began < 0.2'),
  'small.yaml': configText({ data: { candles: 'data/tao-usdt-perp-1h.synthetic.csv' } }),
})

function toldReplaying(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => child.stderr?.once('data', () => resolve()))
}

/** A file that has no end: blank lines until told to stop, or nobody reads any more. */
async function writeOn(pipe: FileHandle, signal: AbortSignal): Promise<void> {
  try {
    while (!signal.aborted) {
      await pipe.write('\n')
      await elapse(20)
    }
  } catch (error) {
    expect(error).toMatchObject({ code: 'EPIPE' })
  } finally {
    await pipe.close()
  }
}

describe.concurrent('a run that is interrupted', () => {
  it('by Ctrl-C while candles are replayed ends with code 130 and leaves nothing', async () => {
    const room = new Room(slow)
    const child = room.start('run', 'small.yaml', '--quiet')
    const end = ended(child)
    await toldReplaying(child)
    child.kill('SIGINT')
    expect(await end).toEqual({
      code: 130,
      signal: null,
      stdout: '',
      stderr: 'replaying\nInterrupted. Nothing was written.\n',
    })
    expect(room.left()).toEqual([])
  })

  it('by Ctrl-C twice at once, as npx passes it on, still ends with code 130 and its word', async () => {
    const room = new Room(slow)
    const child = room.start('run', 'small.yaml', '--quiet', '--json')
    const end = ended(child)
    await toldReplaying(child)
    child.kill('SIGINT')
    child.kill('SIGINT')
    const { code, stdout } = await end
    expect(code).toBe(130)
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'interrupted', where: null } })
  })

  it.skipIf(process.platform === 'win32')(
    'by Ctrl-C while candles are read ends with code 130 and leaves nothing',
    async () => {
      const { 'candles.csv': _, ...files } = smallRun()
      const room = new Room(files)
      execFileSync('sh', ['-c', 'mkfifo candles.csv'], { cwd: room.folder })
      const child = room.start('run', 'small.yaml', '--quiet')
      const end = ended(child)
      // Opening waits until the other end is opened, too: from here on the run is reading.
      const pipe = await open(join(room.folder, 'candles.csv'), 'w')
      await pipe.write(candleCsv())
      child.kill('SIGINT')
      const goOn = new AbortController()
      const writing = writeOn(pipe, goOn.signal)
      expect(await end).toMatchObject({ code: 130, stdout: '', stderr: 'Interrupted. Nothing was written.\n' })
      goOn.abort()
      await writing
      expect(room.left()).toEqual(['candles.csv'])
    },
  )

  it('by SIGTERM ends at once, even in a strategy that never returns, and leaves nothing', async () => {
    const room = new Room(smallRun({ 'hold.ts': busyFor('began > 0') }))
    const child = room.start('run', 'small.yaml', '--quiet')
    const end = ended(child)
    await toldReplaying(child)
    child.kill('SIGTERM')
    expect(await end).toMatchObject({ code: null, signal: 'SIGTERM' })
    expect(room.left()).toEqual([])
  })
})
