import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Room } from './room.js'
import { smallRun } from './small-run.js'

/** Line 11 throws, at the close of the tenth candle. */
const throws = `import { defineStrategy } from 'hedgerow'

export default defineStrategy({
  name: 'Throws at 109',
  legs: { core: { side: 'long' } },
  onStart({ legs }) {
    legs.core.open({ quantity: 10 })
  },
  onCandle({ candle }) {
    const doubts: string[] = []
    if (candle.close === 109) throw new RangeError(['too high', ...doubts].join())
  },
})
`

const strategy = (body: string) => `import { defineStrategy, indicator } from 'hedgerow'

export default defineStrategy({
  name: 'Fails',
  legs: { core: { side: 'long' } },
  ${body}
})
`

describe.concurrent('a strategy that throws', () => {
  const told = "Strategy 'Throws at 109' threw at 2025-01-01T10:00:00"

  it('ends the run with code 1 and leaves what was computed up to there, marked incomplete', async () => {
    const room = new Room(smallRun({ 'hold.ts': throws }))
    const { code, stdout, stderr } = await room.hedgerow('run', 'small.yaml')
    expect(code).toBe(1)
    expect(stdout).toMatch(/\nINCOMPLETE: Strategy 'Throws at 109' threw at .*: too high\n/)
    expect(stdout).toContain('10 candles of 1h')
    expect(stderr).toMatch(new RegExp(`^Error: hold\\.ts:11:37: ${told}.*: too high\\. `))
    expect(stderr).toContain('What was computed up to there is in reports/small, marked incomplete.\n')
    expect(room.names('reports/small')).toContain('report.html')
    const result = JSON.parse(room.text('reports/small/result.json')) as {
      status: string
      error: string
      legs: object[]
    }
    expect(result.status).toBe('incomplete')
    expect(result.error).toContain(told)
    expect(result.legs).toEqual([expect.objectContaining({ name: 'core', quantity: '10', closedAt: null })])
    expect(room.text('reports/small/equity.csv').trimEnd().split('\n')).toHaveLength(1 + 10)
  })

  it("is told with a stack of the user's own lines alone, and of all with --log-level debug", async () => {
    const room = new Room(smallRun({ 'hold.ts': throws }))
    const [first, ...stack] = (await room.hedgerow('run', 'small.yaml', '--quiet')).stderr.trimEnd().split('\n')
    expect(first).toMatch(/^Error: /)
    expect(stack).toEqual(['RangeError: too high', `    at Object.onCandle (${join(room.folder, 'hold.ts')}:11:37)`])
    const whole = (await room.hedgerow('run', 'small.yaml', '--quiet', '--log-level', 'debug')).stderr
    expect(whole).toContain(`(${join(room.folder, 'hold.ts')}:11:37)`)
    expect(whole).toMatch(/engine[/\\]loop/)
  })

  it('is told with --json as one error, where the incomplete run is', async () => {
    const room = new Room(smallRun({ 'hold.ts': throws }))
    const { code, stdout } = await room.hedgerow('run', 'small.yaml', '--json', '--quiet')
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toEqual({
      error: {
        code: 'strategy-threw',
        message: expect.stringContaining(told) as string,
        where: 'hold.ts:11:37',
        hint: 'What was computed up to there is in reports/small, marked incomplete.',
      },
    })
  })

  it('while its indicators are computed ends with code 1, its own line and no folder', async () => {
    const broken =
      "indicators: () => ({ mood: indicator(() => () => { throw new Error('no mood') }) }),\n  onCandle() {},"
    const room = new Room(smallRun({ 'hold.ts': strategy(broken) }))
    const { code, stderr } = await room.hedgerow('run', 'small.yaml')
    expect(code).toBe(1)
    expect(stderr).toMatch(
      /^Error: hold\.ts:6:\d+: The strategy threw outside of the run: no mood\. Nothing was written\./,
    )
    expect(room.left()).toEqual([])
  })

  it('where nobody waits for it is told once, with its line, and leaves nothing', async () => {
    const promise = "onCandle() { void Promise.resolve().then(() => { throw new Error('late') }) },"
    const room = new Room(smallRun({ 'hold.ts': strategy(promise) }))
    const { code, stderr } = await room.hedgerow('run', 'small.yaml')
    expect(code).toBe(1)
    expect(stderr.match(/^Error: hold\.ts:6:\d+: .*late\. .* write them without promises\.$/gm)).toHaveLength(1)
    expect(room.left()).toEqual([])
  })
})
