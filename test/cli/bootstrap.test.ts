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
    [['--block', '5h', '--set', 'strategy.params.x=1'], 'bootstrap-failed', "The strategy has no parameter 'x'"],
  ])('%j is refused', async (words, code, message) => {
    const room = new Room(files)
    const { code: exit, stdout } = await room.hedgerow('bootstrap', 'small.yaml', '--runs', '4', '--json', ...words)
    expect(exit).toBe(2)
    expect(room.left()).toEqual([])
    const { error } = JSON.parse(stdout) as { error: { code: string; message: string } }
    expect(error.code).toBe(code)
    expect(error.message).toContain(message)
  })

  it('that is interrupted leaves nothing', async () => {
    const room = new Room(files)
    const child = room.start('bootstrap', 'small.yaml', '--runs', '100000', '--block', '5h')
    const end = ended(child)
    await new Promise((resolve) => child.stderr?.once('data', resolve))
    child.kill('SIGINT')
    const { code, stdout, stderr } = await end
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' })
    expect(stderr).toMatch(/^replaying histories: \d+ %\n(.*\n)*Interrupted\. Nothing was written\.\n$/)
    expect(room.left()).toEqual([])
  })
})
