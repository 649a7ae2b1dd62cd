import { describe, expect, it } from 'vitest'
import { ended, Room } from './room.js'
import { configText, smallRun } from './small-run.js'

const hedge = `import { defineStrategy, number, sma } from 'hedgerow'

export default defineStrategy({
  name: 'Hedge',
  legs: { core: { side: 'long', leverage: 2 }, hedge: { side: 'short', leverage: 2, hedges: 'core' } },
  params: { hedgeRatio: number(0.5, { min: 0, max: 1, unit: 'of the core' }) },
  indicators: () => ({ trend: sma(3) }),
  onStart({ legs }) {
    legs.core.open({ notional: 1000 })
  },
  onCandle({ candle, legs: { hedge }, params }) {
    if (candle.close === 110 && params.hedgeRatio === 0.75) throw new Error('not this one')
    if (hedge.isFlat && candle.close === 105) hedge.open({ ratioOf: 'core', ratio: params.hedgeRatio })
  },
})
`
const files = smallRun({ 'hold.ts': hedge, 'other.yaml': configText({ name: 'other', account: { balance: 5000 } }) })
const vary = ['--vary', 'strategy.params.hedgeRatio=0,0.25,0.5,0.75,1']

interface Answer {
  readonly runs: readonly {
    readonly name: string
    readonly status: string
    readonly error?: string
    readonly twins: object | null
  }[]
  readonly trials: number
  readonly partings: readonly { readonly between: readonly string[]; readonly time: string | null }[]
}

describe.concurrent('hedgerow compare', () => {
  it('leaves the same bytes whatever the number of threads', { timeout: 60_000 }, async () => {
    const room = new Room(files)
    const one = await room.hedgerow(
      'compare',
      'small.yaml',
      ...vary,
      '--workers',
      '1',
      '--out',
      'one',
      '--json',
      '--quiet',
    )
    const three = await room.hedgerow(
      'compare',
      'small.yaml',
      ...vary,
      '--workers',
      '3',
      '--out',
      'three',
      '--json',
      '--quiet',
    )
    expect([one.code, one.stderr, three.code, three.stderr]).toEqual([0, '', 0, ''])
    expect(three.stdout).toBe(one.stdout)
    expect(room.names('one')).toEqual(['card.json', 'compare.csv', 'compare.html', 'compare.json'])
    for (const name of room.names('one')) expect(room.text(`three/${name}`), name).toBe(room.text(`one/${name}`))
    const answer = JSON.parse(one.stdout) as Answer
    expect(answer.trials).toBe(5)
    expect(answer.runs.map(({ name, status }) => `${name} ${status}`)).toEqual([
      'hedgeRatio 0 complete',
      'hedgeRatio 0.25 complete',
      'hedgeRatio 0.5 complete',
      'hedgeRatio 0.75 failed',
      'hedgeRatio 1 complete',
    ])
    expect(answer.runs[3].error).toContain('not this one')
    expect(answer.runs[1].twins).toHaveProperty('smallerCore')
    expect(answer.partings.map(({ between }) => between.join(' | '))).toContain('hedgeRatio 0.5 | hedgeRatio 1')
  })

  it('compares configs, tells a table and where they part', { timeout: 60_000 }, async () => {
    const room = new Room(files)
    const { code, stdout, stderr } = await room.hedgerow('compare', 'small.yaml', 'other.yaml')
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^small: 2 runs\n/)
    expect(stdout).toMatch(/│ small \*? *│/)
    expect(stdout).toMatch(/│ other \*? *│/)
    expect(stdout).toContain('small | other: all fills are the same')
    expect(stdout).toMatch(/Report {4}reports\/small-compare\/compare.html\n$/)
    expect(room.text('reports/small-compare/compare.html')).toContain('Configs side by side')
  })

  it('leaves with --reports the report of each run that is complete, of the same figures, and opens it from the table', async () => {
    const room = new Room(files)
    const { code, stderr } = await room.hedgerow(
      'compare',
      'small.yaml',
      '--quiet',
      '--reports',
      '--vary=strategy.params.hedgeRatio=0,9,0.5',
    )
    expect([code, stderr]).toEqual([0, ''])
    // 9 is more than the parameter takes.
    expect(room.names('reports/small-compare/runs')).toEqual(['1', '3'])
    const page = room.text('reports/small-compare/compare.html')
    expect([...page.matchAll(/href="(runs[^"]+)"/g)].map(([, href]) => href)).toEqual([
      'runs/1/report.html',
      'runs/3/report.html',
    ])
    const { runs } = JSON.parse(room.text('reports/small-compare/compare.json')) as {
      runs: readonly { metrics: { netProfit: number } | null }[]
    }
    const own = JSON.parse(room.text('reports/small-compare/runs/3/result.json')) as { metrics: { netProfit: number } }
    expect(own.metrics.netProfit).toBeCloseTo(runs[2].metrics!.netProfit, 9)
    const [command] = /npx hedgerow run [^<]+/.exec(room.text('reports/small-compare/runs/3/report.html'))!
    expect(command).toBe('npx hedgerow run small.yaml --set strategy.params.hedgeRatio=0.5 --no-stress')
  })

  it('replaces an earlier comparison with --force, and nothing else', { timeout: 60_000 }, async () => {
    const room = new Room(files)
    const words = ['compare', 'small.yaml', 'other.yaml', '--quiet', '--no-report']
    await room.hedgerow(...words)
    await room.hedgerow(...words, '--force')
    await room.hedgerow(...words)
    expect(room.names('reports')).toEqual(['index.html', 'small-compare', 'small-compare-2'])
    expect(room.names('reports/small-compare')).toEqual(['card.json', 'compare.csv', 'compare.json'])
  })

  it.each([
    [['--vary', 'strategy.params.hedgeRatoi=0,1'], 'strategy.params.hedgeRatoi', "Did you mean 'hedgeRatio'?"],
    [['--vary', 'accuont.balance=1,2'], 'accuont', "Did you mean 'account'?"],
    [['--vary', 'strategy.legs.hegde.leverage=1,2'], 'strategy.legs.hegde', "Did you mean 'hedge'?"],
    [['--vary', 'strategy.params.hedgeRatio=1..0'], '--vary strategy.params.hedgeRatio', 'empty range'],
    [['--vary', 'strategy.params.hedgeRatio='], '--vary strategy.params.hedgeRatio', 'found no value'],
    [['--vary', 'strategy.params.hedgeRatio=0.5'], 'command line', 'found one run; expected two or more'],
    [[], 'command line', 'found one run; expected two or more'],
    [['--vary', 'strategy.params.hedgeRatio=0..1'], '--vary strategy.params.hedgeRatio', 'without a step'],
    [['--vary', 'seed=1..10000/1', '--vary', 'account.balance=1..1000/1'], '--vary', '10,000,000 combinations'],
    [['other.yaml', '--vary', 'seed=1,2'], '--vary', 'expected one where values are varied'],
    [['--workers', 'two', '--vary', 'seed=1,2'], '--workers', 'a whole number from 1 to 9999'],
  ])('refuses %j with what is known', { timeout: 30_000 }, async (words, where, says) => {
    const room = new Room(files)
    const { code, stderr } = await room.hedgerow('compare', 'small.yaml', ...words)
    expect(code).toBe(2)
    expect(stderr).toContain(`Error: ${where}: `)
    expect(stderr).toContain(says)
    expect(room.left()).toEqual([])
  })

  it.each([[['--workers', '1']], [[]]])(
    'a strategy that ends its process costs its own run: %j',
    { timeout: 60_000 },
    async (words) => {
      const ending = hedge.replace(
        'if (candle.close === 110',
        'if (params.hedgeRatio === 0.5) process.exit(7)\n    if (candle.close === 110',
      )
      const room = new Room({ ...files, 'hold.ts': ending })
      const { code, stdout } = await room.hedgerow(
        'compare',
        'small.yaml',
        ...words,
        '--vary',
        'strategy.params.hedgeRatio=0.25,0.5',
        '--json',
        '--quiet',
      )
      expect(code).toBe(0)
      const { runs } = JSON.parse(stdout) as Answer
      expect(runs.map(({ status }) => status)).toEqual(['complete', 'failed'])
      expect(runs[1].error).toContain('exited with code: 7')
    },
  )

  it('of which every run failed ends with code 1 and leaves their reasons', { timeout: 60_000 }, async () => {
    const room = new Room({ ...files, 'hold.ts': hedge.replace('=== 0.75', '< 2') })
    const { code, stdout, stderr } = await room.hedgerow('compare', 'small.yaml', ...vary, '--json', '--quiet')
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'none-completed', where: null } })
    expect(stderr).toMatch(/^Error: Not one run came to its end; the first: Strategy 'Hedge' threw .*not this one/)
    expect(stderr).toMatch(/All are in reports\/small-compare\.\n/)
    const { runs } = JSON.parse(room.text('reports/small-compare/compare.json')) as Answer
    expect(runs.map(({ status }) => status)).toEqual(Array(5).fill('failed'))
  })

  it('of which every run is refused is a wrong request', { timeout: 60_000 }, async () => {
    const room = new Room(files)
    const words = ['compare', 'small.yaml', '--vary=data.from=2031-01-01,2032-01-01', '--quiet', '--json']
    const { code, stdout } = await room.hedgerow(...words)
    expect(code).toBe(2)
    const { error } = JSON.parse(stdout) as { error: { code: string; message: string } }
    expect(error).toMatchObject({ code: 'compare-refused' })
    expect(error.message).toContain('Every run was refused: ')
    expect(room.left()).toEqual([])
  })

  it('names of several configs that are missing the first', async () => {
    const room = new Room(files)
    for (const [one, other] of [
      ['nofile.yaml', 'neither.yaml'],
      ['neither.yaml', 'nofile.yaml'],
    ]) {
      const { code, stderr } = await room.hedgerow('compare', one, other)
      expect(code).toBe(2)
      expect(stderr).toContain(one)
      expect(stderr).not.toContain(other)
    }
  })

  /** Tells of each run, and of its twins, that it begins; each takes 8 ms a candle. */
  const busy = hedge
    .replace('onStart({ legs })', 'onStart({ legs, params })')
    .replace('legs.core.open', "console.error('playing ' + params.hedgeRatio)\n    legs.core.open")
    .replace(
      'if (candle.close === 110',
      'for (const end = performance.now() + 8; performance.now() < end; ) continue\n    if (candle.close === 110',
    )

  /** `start` until so many runs have begun, then Ctrl-C, twice as npx passes it on. */
  async function interrupted(room: Room, begun: number, ...words: readonly string[]) {
    const child = room.start('compare', 'small.yaml', ...vary, ...words)
    const end = ended(child)
    let told = ''
    await new Promise<void>((resolve) =>
      child.stderr?.on('data', (text: string) => {
        told += text
        if (told.split('playing').length > begun) resolve()
      }),
    )
    child.kill('SIGINT')
    setTimeout(() => child.kill('SIGINT'), 30)
    return end
  }

  it('by Ctrl-C before a run is finished ends with code 130 and leaves nothing', { timeout: 60_000 }, async () => {
    const room = new Room({ ...files, 'hold.ts': busy })
    const { code, signal, stderr } = await interrupted(room, 1, '--workers', '2', '--quiet')
    expect([code, signal]).toEqual([130, null])
    expect(stderr).toMatch(/Interrupted\. Nothing was written\.\n$/)
    expect(room.names('.').filter((name) => name !== 'reports')).toEqual(Object.keys(files).toSorted())
    expect(room.left().includes('reports') ? room.names('reports') : []).toEqual([])
  })

  it.each(['1', '2'])(
    'by Ctrl-C keeps what was finished, and goes on from there: %s workers',
    { timeout: 60_000 },
    async (workers) => {
      const whole = new Room(files)
      const words = ['--workers', workers, '--quiet', '--out', 'all']
      await whole.hedgerow('compare', 'small.yaml', ...vary, ...words)
      const room = new Room({ ...files, 'hold.ts': busy })
      const { code, signal, stderr } = await interrupted(room, 5, ...words)
      expect([code, signal]).toEqual([130, null])
      expect(stderr).toMatch(
        /Interrupted\. What was finished is kept in all\.unfinished: the same command goes on from there\.\n$/,
      )
      const kept = room.text('all.unfinished/runs.ndjson').trimEnd().split('\n')
      expect(kept.length).toBeGreaterThan(0)
      expect(kept.length).toBeLessThan(5)
      const again = await room.hedgerow('compare', 'small.yaml', ...vary, ...words)
      expect(again.code).toBe(0)
      expect(new Set(again.stderr.match(/playing .*/g))).toHaveProperty('size', 5 - kept.length)
      expect(room.left()).toEqual(['all'])
      expect(room.names('all')).toEqual(whole.names('all'))
      const hashless = (text: string): string => text.replaceAll(/[0-9a-f]{64}/g, '#')
      expect(hashless(room.text('all/compare.json'))).toBe(hashless(whole.text('all/compare.json')))
      expect(hashless(room.text('all/compare.csv'))).toBe(hashless(whole.text('all/compare.csv')))
    },
  )
})
