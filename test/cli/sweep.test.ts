import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { parquetReadObjects } from 'hyparquet'
import type { Exploration } from '#report/exploration.js'
import { ended, Room } from './room.js'
import { configText, smallRun } from './small-run.js'

// Each command starts threads of its own, and other tests run beside it.
vi.setConfig({ testTimeout: 120_000 })

/** Opens as much as its parameter says; ends its process at 300, throws at 400. Each run leaves its mark in a file. */
const counting = `import { appendFileSync } from 'node:fs'
import { defineStrategy, number } from 'hedgerow'

export default defineStrategy({
  name: 'Counting',
  legs: { core: { side: 'long', leverage: 2 } },
  params: { notional: number(1000, { min: 10, max: 5000 }), until: number(40, { min: 1, max: 60 }), pace: number(0) },
  onStart({ legs, params }) {
    if (process.env.PLAYED) appendFileSync(process.env.PLAYED, params.notional + ' ' + params.until + '\\n')
    if (params.notional === 300) process.exit(7)
    if (params.notional === 400) throw new Error('four hundred')
    legs.core.open({ notional: params.notional })
  },
  state: () => ({ candle: 0 }),
  onCandle({ legs, params, state }) {
    if (state.candle++ === params.until) legs.core.close()
    const began = performance.now()
    while (performance.now() - began < params.pace) continue
  },
})
`
const files = smallRun({ 'hold.ts': counting })
const NOTIONAL = 'strategy.params.notional'
const UNTIL = 'strategy.params.until'

function rowsIn(room: Room, file = 'reports/small-sweep/runs.ndjson') {
  return room
    .text(file)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}

/** Tells in a file of each time that its indicator is computed, which takes long enough for threads to meet. */
const computing = `import { appendFileSync } from 'node:fs'
import { defineStrategy, indicator, number } from 'hedgerow'

const slow = (period) =>
  indicator(
    () => {
      appendFileSync(process.env.COMPUTED, period + '\\n')
      for (const end = performance.now() + 300; performance.now() < end; ) continue
      let sum = 0
      return ({ close }) => (sum += close / period)
    },
    { key: 'slow(' + period + ')' },
  )

export default defineStrategy({
  name: 'Computing',
  legs: { core: { side: 'long', leverage: 2 } },
  params: { notional: number(1000), period: number(5) },
  indicators: ({ period }) => ({ slow: slow(period) }),
  onCandle({ legs, params, indicators }) {
    if (legs.core.isFlat && indicators.slow > 100) legs.core.open({ notional: params.notional })
  },
})
`

describe.concurrent('a sweep', () => {
  it('computes the columns of an indicator once, whichever thread asks for them', async () => {
    const sweptBy = async (workers: string) => {
      const room = new Room({ ...files, 'hold.ts': computing })
      const words = ['--vary', 'strategy.params.period=5,6', '--vary', `${NOTIONAL}=100..800/100`]
      const computed = join(room.folder, 'computed')
      const { code, stderr } = await room.hedgerowIn(
        { COMPUTED: computed },
        'sweep',
        'small.yaml',
        ...words,
        '--workers',
        workers,
      )
      expect(code, stderr).toBe(0)
      return {
        periods: readFileSync(computed, 'utf8').trimEnd().split('\n').toSorted(),
        csv: room.text('reports/small-sweep/sweep.csv'),
      }
    }
    const three = await sweptBy('3')
    expect(three.periods).toEqual(['5', '6'])
    expect(three.csv).toBe((await sweptBy('1')).csv)
  })

  it('plays every combination once and leaves tables in their order', async () => {
    const room = new Room(files)
    const { code, stdout, stderr } = await room.hedgerow(
      'sweep',
      'small.yaml',
      '--vary',
      `${NOTIONAL}=100,200`,
      '--vary',
      `${UNTIL}=10..30/10`,
      '--objective',
      'netProfit',
      '--workers',
      '2',
      '--json',
      '--top',
      '1',
    )
    expect(code, stderr).toBe(0)
    const told = JSON.parse(stdout) as { runs: { params: object; status: string; hash: string }[]; best: string }
    expect(told).toMatchObject({
      schema: 'hedgerow/sweep@1',
      trials: 6,
      counts: { complete: 6, failed: 0, refused: 0 },
    })
    expect(told.runs.map(({ params }) => Object.values(params))).toEqual([
      [100, 10],
      [100, 20],
      [100, 30],
      [200, 10],
      [200, 20],
      [200, 30],
    ])
    // Up for ten hours and down for ten: the one that closes at the top of the wave made most.
    expect(told.runs.find(({ hash }) => hash === told.best)!.params).toEqual({ [NOTIONAL]: 200, [UNTIL]: 10 })
    const folder = join(room.folder, 'reports/small-sweep')
    const csv = readFileSync(join(folder, 'sweep.csv'), 'utf8').trimEnd().split('\n')
    expect(csv).toHaveLength(7)
    expect(csv[0]).toMatch(`index,hash,status,error,${NOTIONAL},${UNTIL},netProfit,totalReturn`)
    const bytes = readFileSync(join(folder, 'sweep.parquet'))
    const table = await parquetReadObjects({
      file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length),
    })
    expect(table.map((row) => [row['index'], row[NOTIONAL], row[UNTIL], row['status']])).toEqual(
      told.runs.map(({ params }, at) => [at, ...Object.values(params), 'complete']),
    )
    const best = JSON.parse(readFileSync(join(folder, 'top/1/result.json'), 'utf8')) as { metrics: object }
    expect(best.metrics).toEqual((rowsIn(room)[3] as { metrics: object }).metrics)
    expect(room.text('reports/small-sweep/sweep.html')).toContain('<h2>Net by two parameters</h2>')
    expect(room.text('reports/small-sweep/top/1/report.html')).toContain('The best of 6 trials of a sweep')
  })

  it.each(['grid', 'random', 'tpe'])('is the same to the byte with one worker and with three: %s', async (method) => {
    const [one, three] = await Promise.all(
      ['1', '3'].map(async (workers) => {
        const room = new Room(files)
        const trials = method === 'grid' ? [] : ['--trials', '40']
        const { code, stdout, stderr } = await room.hedgerow(
          'sweep',
          'small.yaml',
          '--vary',
          `${NOTIONAL}=500..1500/100`,
          '--vary',
          `${UNTIL}=5..45/10`,
          ...trials,
          '--search',
          method,
          '--objective',
          'netProfit, min maxDrawdown',
          '--workers',
          workers,
          '--json',
          '--quiet',
        )
        expect(code, stderr).toBe(0)
        const names = ['runs.ndjson', 'sweep.csv', 'sweep.html', 'sweep.json']
        return [stdout, ...names.map((name) => room.text(`reports/small-sweep/${name}`))]
      }),
    )
    expect(one).toEqual(three)
  })

  it('a strategy that throws and one that ends its thread cost their own runs alone', async () => {
    const room = new Room(files)
    const { code, stdout, stderr } = await room.hedgerow(
      'sweep',
      'small.yaml',
      '--vary',
      `${NOTIONAL}=100..600/100`,
      '--workers',
      '2',
      '--objective',
      'netProfit',
    )
    expect(code, stderr).toBe(0)
    expect(rowsIn(room).map(({ status }) => status)).toEqual([
      'complete',
      'complete',
      'failed',
      'failed',
      'complete',
      'complete',
    ])
    expect(rowsIn(room)[2]['error']).toBe('the thread that played it was lost: worker exited with code: 7')
    expect(rowsIn(room)[3]['error']).toMatch('four hundred')
    expect(stdout).toContain('2 trials failed; the first, number 2')
  })

  it('goes on where it was interrupted, and runs nothing twice', async () => {
    const room = new Room(files)
    const played = join(room.folder, 'played.txt')
    const words = ['sweep', 'small.yaml', '--vary', `${NOTIONAL}=1000..1190/10`, '--set', 'strategy.params.pace=4']
    const more = ['--objective', 'netProfit', '--workers', '2', '--quiet']
    const child = room.startIn({ PLAYED: played }, ...words, ...more)
    const end = ended(child)
    while (!existsSync(played) || readFileSync(played, 'utf8').split('\n').length < 8) {
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    child.kill('SIGINT')
    const { code, stderr } = await end
    expect(code).toBe(130)
    expect(stderr).toBe(
      'Interrupted. What was finished is kept in reports/small-sweep: the same command goes on from there.\n',
    )
    const logs = ['runs', 'runs.earlier'].map((name) => join(room.folder, `reports/small-sweep/${name}.ndjson`))
    const kept = logs
      .flatMap((log) => (existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n') : []))
      .filter((line) => line !== '').length
    expect(kept).toBeGreaterThan(2)
    writeFileSync(played, '')
    const again = await room.hedgerowIn({ PLAYED: played }, ...words, ...more)
    expect(again.code, again.stderr).toBe(0)
    // Each trial once, then the best ten once more for their equity.
    expect(readFileSync(played, 'utf8').trimEnd().split('\n')).toHaveLength(20 - kept + 10)
    expect(rowsIn(room).map(({ index }) => index)).toEqual(Array.from({ length: 20 }, (_, at) => at))
    const fresh = new Room(files)
    await fresh.hedgerow(...words, ...more)
    expect(fresh.text('reports/small-sweep/sweep.json')).toBe(room.text('reports/small-sweep/sweep.json'))
    expect(fresh.text('reports/small-sweep/sweep.html')).toBe(room.text('reports/small-sweep/sweep.html'))
    expect(fresh.text('reports/small-sweep/runs.ndjson')).toBe(room.text('reports/small-sweep/runs.ndjson'))
  })

  it('walks forward and keeps the holdout from the search', async () => {
    const room = new Room(files)
    const { code, stdout, stderr } = await room.hedgerow(
      'sweep',
      'small.yaml',
      '--vary',
      `${UNTIL}=2,9,15`,
      '--objective',
      'netProfit',
      '--json',
      '--workers',
      '1',
      '--holdout',
      '20%',
      '--walk-forward',
      'train=20h,test=8h',
    )
    expect(code, stderr).toBe(0)
    const told = JSON.parse(stdout) as Record<string, { windows: { train: object; test: object }[]; trials: number }>
    expect(told['holdout']).toMatchObject({
      span: { from: '2025-01-03T00:00:00Z', to: '2025-01-03T12:00:00Z' },
      status: 'complete',
    })
    // Of the 48 hours that are left, three tests of 8 hours end with them.
    expect(told['walkForward'].trials).toBe(9)
    expect(told['walkForward'].windows.map(({ train, test }) => [train, test])).toEqual([
      [
        { from: '2025-01-01T04:00:00Z', to: '2025-01-02T00:00:00Z' },
        { from: '2025-01-02T00:00:00Z', to: '2025-01-02T08:00:00Z' },
      ],
      [
        { from: '2025-01-01T12:00:00Z', to: '2025-01-02T08:00:00Z' },
        { from: '2025-01-02T08:00:00Z', to: '2025-01-02T16:00:00Z' },
      ],
      [
        { from: '2025-01-01T20:00:00Z', to: '2025-01-02T16:00:00Z' },
        { from: '2025-01-02T16:00:00Z', to: '2025-01-03T00:00:00Z' },
      ],
    ])
    const page = room.text('reports/small-sweep/sweep.html')
    const [{ lines }, walked] = (JSON.parse(/id="exploration">(.*?)<\/script>/s.exec(page)![1]) as Exploration).charts
    // All three trials until the cut, then the winner alone.
    const cut = Date.UTC(2025, 0, 3)
    expect(lines.map(({ at }) => [at.length, at[at.length - 1]])).toEqual([
      ...[0, 1, 2].map(() => [48, cut]),
      [12, cut + 12 * 3_600_000],
    ])
    expect(lines[3].name).toMatch(/, held out$/)
    const gain = (told['holdout'] as unknown as { metrics: { totalReturn: number } }).metrics.totalReturn
    expect(lines[3].values.at(-1)! / 10_000 - 1).toBeCloseTo(gain, 9)
    expect(walked.lines[0].at).toHaveLength(24)
    const card = JSON.parse(room.text('reports/small-sweep/card.json')) as { equity: number[]; shown: string }
    expect(card.shown).toBe('best of 3 trials by net, in sample')
    expect(card.equity.at(-1)).toBe(lines[0].values.at(-1))
    // What lies in the holdout may be anything: the search does not notice.
    const changed = new Room({
      ...files,
      'candles.csv': files['candles.csv']
        .split('\n')
        .map((line, at) => (at > 49 && line !== '' ? line.replace(/,[^,]*$/, ',9') : line))
        .join('\n'),
    })
    await changed.hedgerow('sweep', 'small.yaml', '--vary', `${UNTIL}=2,9,15`, '--holdout', '20%', '--quiet')
    const figures = (of: Room) => rowsIn(of).map(({ metrics }) => metrics)
    expect(figures(changed)).toEqual(figures(room))
  })
})

describe.concurrent('sweeps one after the other', () => {
  const varied = (...values: readonly string[]) => values.flatMap((value) => ['--vary', `${NOTIONAL}=${value}`])
  const common = ['--objective', 'netProfit', '--workers', '1']

  /**
   * A sweep, and how many runs it played: the strategy tells of each. For its page the best ten are played once more, for
   * their equity.
   */
  async function swept(room: Room, ...words: readonly string[]) {
    const played = join(room.folder, 'played.txt')
    writeFileSync(played, '')
    const end = await room.hedgerowIn({ PLAYED: played }, 'sweep', 'small.yaml', ...common, ...words)
    expect(end.code, end.stderr).toBe(0)
    return { ...end, played: readFileSync(played, 'utf8').split('\n').length - 1 }
  }

  it('in one folder keep the trials of all of them, and show their own alone', async () => {
    const room = new Room(files)
    const a = [...varied('1000..1050/10'), '--out', 'ab']
    expect((await swept(room, ...a)).played).toBe(6 + 6)
    const first = ['runs.ndjson', 'sweep.csv', 'sweep.json', 'sweep.html'].map((name) => room.text(`ab/${name}`))
    const b = await swept(room, ...varied('1050..1070/10'), '--out', 'ab')
    expect(b.played).toBe(2 + 3)
    expect(b.stdout).toContain('3 trials on')
    expect(b.stdout).toMatch(/Kept {6}ab\/runs\.earlier\.ndjson: 5 trials of other sweeps in this folder, \d+\.\d KB/)
    expect(rowsIn(room, 'ab/runs.ndjson')).toHaveLength(3)
    // The winner is played once more on what the search did not see, too.
    expect((await swept(room, ...a, '--holdout', '20%', '--no-report')).played).toBe(6 + 1)
    const again = await swept(room, ...a)
    expect(again.played).toBe(0 + 6)
    expect(again.stdout).toContain('6 of them from an earlier session')
    expect(['runs.ndjson', 'sweep.csv', 'sweep.json', 'sweep.html'].map((name) => room.text(`ab/${name}`))).toEqual(
      first,
    )
    const hashes = ['ab/runs.ndjson', 'ab/runs.earlier.ndjson'].flatMap((file) =>
      rowsIn(room, file).map(({ hash }) => hash),
    )
    expect(hashes).toHaveLength(6 + 2 + 6)
    expect(new Set(hashes)).toHaveProperty('size', 14)
  })

  it('in the default folder: the same command finds its own again, another takes -2', async () => {
    const room = new Room(files)
    const a = varied('1000,1010,1020')
    const b = varied('1000,1010')
    expect((await swept(room, ...a, '--quiet')).played).toBe(3 + 3)
    const report = room.text('reports/small-sweep/sweep.html')
    expect((await swept(room, ...b)).stdout).toContain('reports/small-sweep-2/sweep.html')
    expect(room.text('reports/small-sweep/sweep.html')).toBe(report)
    expect((await swept(room, ...a)).played).toBe(0 + 3)
    const other = await swept(room, ...b, '--top', '1', '--workers', '2')
    expect(other.stdout).toContain('2 of them from an earlier session')
    // With another strategy in the same file the same words are another sweep.
    writeFileSync(join(room.folder, 'hold.ts'), counting.replace("'Counting'", "'Recounting'"))
    expect((await swept(room, ...a)).played).toBe(3 + 3)
    expect(room.names('reports')).toEqual(['index.html', 'small-sweep', 'small-sweep-2', 'small-sweep-3'])
  })

  it('leave in top/ and in the page what the last one says', async () => {
    const room = new Room(files)
    const words = [...varied('1000,1010,1020'), '--out', 'all']
    await swept(room, ...words, '--top', '3')
    expect(room.names('all/top')).toEqual(['1', '2', '3'])
    await swept(room, ...words, '--top', '1')
    expect(room.names('all/top')).toEqual(['1'])
    await swept(room, ...words, '--no-report')
    expect(room.names('all')).toEqual([
      'card.json',
      'request.json',
      'runs.ndjson',
      'sweep.csv',
      'sweep.json',
      'sweep.parquet',
    ])
  })

  it('write full reports of trials that keep to the constraints alone, and say so', async () => {
    const room = new Room(files)
    const words = varied('1000,1010,1020')
    const none = await swept(room, ...words, '--top', '2', '--constraint', 'netProfit > 1000000')
    expect(none.stdout).toContain(
      'Runs      none of the 2 that --top asks for: no trial keeps to the constraints with every objective defined',
    )
    expect(room.names('reports/small-sweep')).not.toContain('top')
    const [least] = rowsIn(room).map(({ metrics }) => (metrics as { netProfit: number }).netProfit)
    const one = await swept(room, ...words, '--top', '2', '--constraint', `netProfit >= ${least}`, '--out', 'one')
    const kept = rowsIn(room).filter(({ metrics }) => (metrics as { netProfit: number }).netProfit >= least)
    expect(room.names('one/top')).toHaveLength(Math.min(kept.length, 2))
    expect(one.stdout.includes('of the 2 that --top asks for')).toBe(kept.length < 2)
  })

  it('of which every trial failed ends with code 1, and leaves their reasons', async () => {
    const room = new Room(files)
    const { code, stdout, stderr } = await room.hedgerow(
      'sweep',
      'small.yaml',
      ...varied('300,400'),
      ...common,
      '--json',
    )
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'none-completed' } })
    expect(stderr).toMatch(
      /Error: Not one trial came to its end; the first: the thread that played it was lost: worker exited with code: 7\. All are in reports\/small-sweep\.\n$/,
    )
    expect(rowsIn(room).map(({ status }) => status)).toEqual(['failed', 'failed'])
  })
})

describe.concurrent('a sweep that is asked for wrongly', () => {
  const refused = async (words: readonly string[], config = 'small.yaml') => {
    const room = new Room(files)
    const { code, stdout } = await room.hedgerow('sweep', config, '--json', ...words)
    expect(code).toBe(2)
    expect(room.left()).toEqual([])
    return (JSON.parse(stdout) as { error: { code: string; where: string; hint: string; message: string } }).error
  }

  it.each([
    [['--vary', 'strategy.params.notionl=1,2'], 'vary-unknown-path', "Did you mean 'strategy.params.notional'?"],
    [['--vary', 'strategy.legs.cor.leverage=1,2'], 'vary-unknown-path', "Did you mean 'strategy.legs.core'?"],
    [['--vary', 'acount.balance=1,2'], 'config-unknown-key', 'Did you mean'],
    [['--vary', `${NOTIONAL}=3..1`], 'vary-empty', 'Write 0..1'],
    [['--vary', `${NOTIONAL}=1..2000000/1`], 'vary-step', 'add --yes'],
    [['--vary', `${NOTIONAL}=1..20000000/1`, '--yes'], 'vary-step', 'search at random'],
    [['--vary', `${NOTIONAL}=1..2000/1`, '--vary', `${UNTIL}=1..1000/1`], 'too-many-combinations', '--yes'],
    [['--vary', `${NOTIONAL}=1..2`], 'grid-endless', '--search random'],
    [['--vary', `${NOTIONAL}=1,2`, '--objective', 'sharp'], 'unknown-metric', 'Did you mean sharpe?'],
    [['--vary', `${NOTIONAL}=1,2`, '--constraint', 'sharpe'], 'constraint-form', 'maxDrawdown < 0.3'],
    [['--vary', `${NOTIONAL}=1,2`, '--trials', '7'], 'trials-of-grid', 'Leave --trials out'],
    [['--vary', `${NOTIONAL}=1,2`, '--top', '201'], 'usage-number', '--top 4'],
    [['--vary', `${NOTIONAL}=1,2`, '--workers', '0'], 'usage-number', '--workers 4'],
    [['--vary', `${NOTIONAL}=1,2`, '--holdout', '1'], 'holdout-form', '20%'],
    [['--vary', `${NOTIONAL}=1,2`, '--walk-forward', '60d'], 'walk-forward-form', 'train=180d'],
    [['--vary', 'data.from=2025-01-01,2025-01-02', '--holdout', '20%'], 'vary-span', 'sweep without --holdout'],
    [
      ['--vary', 'data.to=2025-01-03', '--walk-forward', 'train=1d,test=6h'],
      'vary-span',
      'sweep without --walk-forward',
    ],
    [[], 'usage-missing-mandatory-option-value', 'hedgerow sweep --help'],
  ])('%j is refused', async (words, code, hint) => {
    const error = await refused(words)
    expect(error).toMatchObject({ code })
    expect(error.hint).toContain(hint)
  })

  it.each([
    ['number(40, { integer: true })', '--vary strategy.params.until', 'takes alone. Write 2..9/1.'],
    ['40', '--vary', 'Write 2..9/1 if strategy.params.until takes whole numbers alone.'],
  ])('for any number where whole ones are wanted, %s, says how to write it', async (declared, where, hint) => {
    const strategy = `import { defineStrategy, ema, number } from 'hedgerow'
export default defineStrategy({
  name: 'Whole', legs: { core: { side: 'long' } }, params: { until: ${declared} },
  indicators: ({ until }) => ({ mean: ema(until) }), onCandle() {},
})
`
    const room = new Room({ ...files, 'hold.ts': strategy })
    const words = ['--vary', `${UNTIL}=1.5..9`, '--search', 'random', '--trials', '3', '--workers', '1']
    const { code, stderr } = await room.hedgerow('sweep', 'small.yaml', ...words, '--quiet')
    expect(code).toBe(2)
    expect(stderr).toContain(`Error: ${where}: `)
    expect(stderr).toContain(hint)
  })

  it('by values that no run takes is refused with the reason of the first', async () => {
    const room = new Room(files)
    const { code, stderr } = await room.hedgerow('sweep', 'small.yaml', '--vary', `${NOTIONAL}=1,2`, '--quiet')
    expect(code).toBe(2)
    expect(stderr).toContain('Every run was refused: strategy.params.notional')
    expect(room.names('reports')).toEqual([])
  })

  it.each([
    ['--walk-forward', 'train=20h,test=8h'],
    ['--holdout', '20%'],
  ])('of a plan that has dates is refused with %s, which plays on two parts of the data', async (flag, value) => {
    const plan = [{ at: '2025-01-01T04:00:00Z', open: { leg: 'core', side: 'long', notional: 100 } }]
    const room = new Room({ ...files, 'plan.yaml': configText({ strategy: { plan } }) })
    const words = ['--vary', 'strategy.plan.0.open.notional=100,200', flag, value, '--workers', '1']
    const { code, stderr } = await room.hedgerow('sweep', 'plan.yaml', ...words, '--quiet')
    expect(code).toBe(2)
    expect(stderr).toContain(`${flag}: found strategy.plan.0.at 2025-01-01T04:00:00Z: a step with a date`)
    expect(room.left()).toEqual([])
    const atStart = await room.hedgerow('sweep', 'plan.yaml', ...words, '--set', 'strategy.plan.0.at=start')
    expect(atStart.code, atStart.stderr).toBe(0)
  })

  it('into a folder of something else is refused', async () => {
    const room = new Room(files)
    const { code, stderr } = await room.hedgerow('sweep', 'small.yaml', '--vary', `${NOTIONAL}=100,200`, '--out', '.')
    expect(code).toBe(2)
    expect(stderr).toContain('What stands there is not the folder of a sweep')
    expect(room.left()).toEqual([])
  })
})
