import { describe, expect, it, vi } from 'vitest'
import { ended, Room } from './room.js'
import { configText, smallRun } from './small-run.js'

// Each command starts threads of its own, and other tests run beside it.
vi.setConfig({ testTimeout: 120_000 })

/** A core, and a hedge of half of it. */
const hedged = `import { defineStrategy } from 'hedgerow'

export default defineStrategy({
  name: 'Hedged',
  legs: { core: { side: 'long', leverage: 8 }, hedge: { side: 'short', leverage: 2, hedges: 'core' } },
  onCandle({ legs: { core, hedge } }) {
    if (core.isFlat && !core.isOpening) core.open({ notional: 20000 })
    if (core.isOpen && hedge.isFlat) hedge.open({ notional: 10000 })
  },
})
`
const files = smallRun({ 'hold.ts': hedged, 'small.yaml': configText({ account: { balance: 10000 } }) })

/** The run, its unhedged twin and its smaller core. */
const accountsPlayed = 3

interface Told {
  readonly accounts: Readonly<
    Record<string, { totalReturn: { low: number; high: number; count: number }; fan: { equity: number[][] } }>
  >
}

describe.concurrent('a bootstrap', () => {
  it('is the same to the byte with one worker and with three, twins on the same histories', async () => {
    const [one, three] = await Promise.all(
      ['1', '3'].map(async (workers) => {
        const room = new Room(files)
        const words = ['--runs', '30', '--block', '5h', '--workers', workers, '--json']
        const { code, stdout, stderr } = await room.hedgerow('bootstrap', 'small.yaml', ...words)
        expect(code, stderr).toBe(0)
        expect(room.names('reports/small-bootstrap')).toEqual([
          'bootstrap.html',
          'bootstrap.json',
          'card.json',
          'paths.csv',
        ])
        return [stdout, ...['bootstrap.html', 'paths.csv'].map((name) => room.text(`reports/small-bootstrap/${name}`))]
      }),
    )
    expect(one).toEqual(three)
    const { accounts } = JSON.parse(one[0]) as Told
    expect(Object.keys(accounts)).toEqual(['run', 'unhedged', 'net', 'smallerCore'])
    const width = ({ totalReturn }: Told['accounts'][string]) => totalReturn.high - totalReturn.low
    expect(accounts['run'].totalReturn.count).toBe(30)
    // Half of the core is hedged at every close: its twin without the hedge swings about twice as far.
    expect(width(accounts['unhedged']) / width(accounts['run'])).toBeGreaterThan(1.6)
    expect(accounts['run'].fan.equity).toHaveLength(5)
  })

  it('a path is the same whatever the number of paths, and another seed gives others', async () => {
    const rows = async (...words: readonly string[]) => {
      const room = new Room(files)
      const { code, stderr } = await room.hedgerow('bootstrap', 'small.yaml', '--block', '5h', '--quiet', ...words)
      expect(code, stderr).toBe(0)
      return room.text('reports/small-bootstrap/paths.csv').split('\n').slice(1, 4)
    }
    const [few, more, other] = await Promise.all([
      rows('--runs', '3'),
      rows('--runs', '9'),
      rows('--runs', '3', '--seed', '2'),
    ])
    expect(more).toEqual(few)
    expect(other).not.toEqual(few)
  })

  it.each([
    [['--block', '10m'], 'bootstrap-block', 'found blocks of 10m; expected at least one candle, 1h'],
    [['--block', '100d'], 'bootstrap-block', 'no more than the run, 60 candles'],
    [['--block', 'three'], 'bad-duration', "'three' is not a duration"],
    [['--runs', '0'], 'usage-number', "found '0'; expected a whole number from 1 on"],
    [['--block', '5h', '--set', 'strategy.params.x=1'], 'bootstrap-refused', "The strategy has no parameter 'x'"],
  ])('%j is refused', async (words, code, message) => {
    const room = new Room(files)
    const { code: exit, stdout } = await room.hedgerow('bootstrap', 'small.yaml', '--runs', '4', '--json', ...words)
    expect(exit).toBe(2)
    expect(room.left()).toEqual([])
    const { error } = JSON.parse(stdout) as { error: { code: string; message: string } }
    expect(error.code).toBe(code)
    expect(error.message).toContain(message)
  })

  /** Tells of each run, and of its twins, that it begins; where it is to be slow, each takes 4 ms a candle. */
  const busy = hedged.replace(
    'onCandle({ legs: { core, hedge } }) {',
    `onStart() {
    console.error('playing')
  },
  onCandle({ legs: { core, hedge } }) {
    for (const end = performance.now() + 4; process.env.SLOW && performance.now() < end; ) continue`,
  )
  const slow = { ...files, 'hold.ts': busy }

  /** Runs until so many accounts have begun, then Ctrl-C. */
  async function interrupted(room: Room, begun: number, ...words: readonly string[]) {
    const child = room.startIn({ SLOW: 'yes' }, 'bootstrap', 'small.yaml', ...words)
    const end = ended(child)
    let told = ''
    await new Promise<void>((resolve) =>
      child.stderr?.on('data', (text: string) => {
        told += text
        if (told.split('playing\n').length > begun) resolve()
      }),
    )
    child.kill('SIGINT')
    return end
  }

  it('that is interrupted before a history is played leaves nothing', async () => {
    const room = new Room(slow)
    const { code, stdout, stderr } = await interrupted(room, 1, '--runs', '100000', '--block', '5h')
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' })
    expect(stderr).toMatch(/Interrupted\. Nothing was written\.\n$/)
    expect(room.left()).toEqual([])
  })

  it.each(['1', '3'])('that is interrupted goes on from what was played: %s workers', async (workers) => {
    const words = ['--runs', '12', '--block', '5h', '--quiet', '--out', 'all']
    const whole = new Room(slow)
    expect((await whole.hedgerow('bootstrap', 'small.yaml', ...words, '--workers', '2')).code).toBe(0)
    const room = new Room(slow)
    const first = await interrupted(room, 16, ...words, '--workers', workers)
    expect(first.code).toBe(130)
    expect(first.stderr).toMatch(
      /Interrupted\. What was finished is kept in all\.unfinished: the same command goes on from there\.\n$/,
    )
    const kept = room.text('all.unfinished/runs.ndjson').trimEnd().split('\n').length
    expect(kept).toBeGreaterThan(0)
    expect(kept).toBeLessThan(13)
    // A request that is wrong takes nothing of it.
    expect((await room.hedgerow('bootstrap', 'small.yaml', ...words, '--block', '100d')).code).toBe(2)
    const again = await room.hedgerow('bootstrap', 'small.yaml', ...words, '--workers', workers)
    expect(again.code, again.stderr).toBe(0)
    // Each is played with two of its twins; the net twin is made of its fills.
    expect(again.stderr.split('playing\n').length - 1).toBe((13 - kept) * accountsPlayed)
    expect(room.left()).toEqual(['all'])
    for (const name of whole.names('all')) expect(room.text(`all/${name}`), name).toBe(whole.text(`all/${name}`))
  })

  it.each([
    ["throw new Error('no luck')", "Strategy 'Hedged' threw"],
    ['process.exit(7)', 'the thread that played it was lost: worker exited with code: 7'],
  ])('of which no history comes to its end has code 1 and leaves nothing: %s', async (does, says) => {
    const room = new Room({ ...files, 'hold.ts': hedged.replace('if (core.isFlat', `${does}\n    if (core.isFlat`) })
    const words = ['--runs', '3', '--block', '5h', '--workers', '1', '--quiet']
    const { code, stderr } = await room.hedgerow('bootstrap', 'small.yaml', ...words)
    expect(code).toBe(1)
    expect(stderr).toContain(`Error: Not one history came to its end; the first: ${says}`)
    expect(room.left()).toEqual([])
  })
})
