import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { significant } from '#analysis/significant.js'
import { backtest, compare } from '#library.js'
import { bootstrap } from '#library-bootstrap.js'
import { sweep, type SweepCall } from '#library-sweep.js'
import { repository, Room } from '../cli/room.js'
import { smallRun } from '../cli/small-run.js'
import { failureOf } from '../market/failure-of.js'
import { planAsData } from './plan-as-data.js'

const config = planAsData('2024-03-01')

function omit(values: object, name: string): object {
  return Object.fromEntries(Object.entries(values).filter(([key]) => key !== name))
}

describe('the library', () => {
  it.each(['hedge-ratios', 'luck'])('runs %s, which prints what the page says', { timeout: 120_000 }, async (name) => {
    const example = new URL(`./${name}.mjs`, import.meta.url)
    const page = readFileSync(new URL('../../docs/library.md', import.meta.url), 'utf8')
    const [, ...lines] = readFileSync(example, 'utf8').split('\n')
    expect(page).toContain(`\`\`\`js\n${lines.join('\n')}\`\`\``)
    const { stdout } = await promisify(execFile)(process.execPath, [fileURLToPath(example)], { cwd: repository })
    expect(page).toContain(`\`\`\`\n${stdout}\`\`\``)
  })

  it('plays a config that is given as data, with values set', async () => {
    const given = await backtest(config, { cache: false })
    expect(given.result).toMatchObject({ name: 'as data', status: 'complete' })
    expect(given.twins?.split.total).toBe(given.twins?.split.hedgeLegs)
    expect(given.stress).toBeNull()
    const richer = await backtest(config, { cache: false, set: { 'account.balance': 20_000 } })
    expect([given, richer].map(({ result }) => result.account.initial)).toEqual(['10000', '20000'])
    expect(richer.document.hash.result).not.toBe(given.document.hash.result)
  })

  it('rejects bad input with where it is and what to do', async () => {
    await expect(backtest({ ...config, strateyg: {} })).rejects.toMatchObject({
      code: 'config-unknown-key',
      where: 'strateyg',
      hint: "Did you mean 'strategy'?",
    })
    await expect(compare(config)).rejects.toMatchObject({ code: 'compare-too-few' })
  })

  it('compares values that are varied, in the order of their combinations', async () => {
    const { runs, partings } = await compare(config, {
      vary: { 'strategy.plan.1.open.ratio': [0.2, 0.8] },
      cache: false,
    })
    expect(runs.map(({ name, status }) => `${name} ${status}`)).toEqual(['ratio 0.2 complete', 'ratio 0.8 complete'])
    expect(partings[0].parting).toMatchObject({ one: { leg: 'hedge', side: 'sell' } })
  })

  it('compares configs, which may be given as data', async () => {
    const { runs } = await compare([config, { ...config, execution: { path: 'best' } }], { cache: false })
    expect(runs.map(({ name }) => name)).toEqual(['as data', 'as data (2)'])
  })

  const notional = 'strategy.params.notional'
  const call = {
    vary: { [notional]: 'log(100..1600/5)', 'strategy.legs.core.leverage': [1, 2] },
    objective: 'netProfit, min maxDrawdown',
    constraints: ['liquidations = 0'],
    holdout: '20%',
    workers: 2,
    cache: false,
  }

  it('sweeps to the results of the command, and leaves nothing', { timeout: 120_000 }, async () => {
    const room = new Room(smallRun())
    const config = `${room.folder}/small.yaml`
    const answer = await sweep(config, call)
    expect(room.left()).toEqual([])
    const words = Object.entries(call.vary).flatMap(([path, values]) => ['--vary', `${path}=${values.toString()}`])
    const { stdout, stderr } = await room.hedgerow(
      'sweep',
      'small.yaml',
      ...words,
      '--objective',
      call.objective,
      '--constraint',
      call.constraints[0],
      '--holdout',
      call.holdout,
      '--json',
      '--quiet',
    )
    expect(stderr).toBe('')
    const told = JSON.parse(stdout) as Record<string, unknown>
    const asTold = JSON.parse(
      JSON.stringify(answer, (_, value: unknown) => (typeof value === 'number' ? significant(value) : value)),
    ) as Record<string, unknown>
    expect(answer.runs).toMatchObject((told['runs'] as object[]).map((run) => omit(run, 'twins')))
    expect(answer.runs.map(({ index }) => index)).toEqual(Array.from({ length: 10 }, (_, at) => at))
    for (const name of ['name', 'search', 'seed', 'varied', 'objectives', 'constraints', 'best', 'trials', 'counts']) {
      expect(asTold[name], name).toEqual(told[name])
    }
    for (const name of ['front', 'evidence', 'verdict']) expect(asTold[name], name).toEqual(told[name])
    expect(answer.holdout?.metrics).toEqual((told['holdout'] as { metrics: object }).metrics)
    expect(answer.front.length).toBeGreaterThan(1)
  })

  it('sweeps on from where the folder is, and walks forward', { timeout: 120_000 }, async () => {
    const room = new Room(smallRun())
    const config = `${room.folder}/small.yaml`
    const folder = `${room.folder}/swept`
    const given = { ...call, holdout: '10%', folder }
    const first = await sweep(config, { ...given, vary: { [notional]: [100, 200] } })
    const walked = await sweep(config, {
      ...given,
      vary: { [notional]: [100, 200, 400] },
      walkForward: 'train=24h,test=12h',
    })
    expect([first.reused, walked.reused]).toEqual([0, 2])
    expect(room.names('swept')).toContain('sweep.parquet')
    // 54 hours are seen: the tests are their last 24. The market rises over the first training and falls over the second.
    expect(walked.walkForward?.windows.map(({ chosen }) => chosen?.params[notional])).toEqual([400, 100])
    const { times, values } = walked.walkForward!.equity
    expect([times.length, times[0]]).toEqual([values.length, Date.UTC(2025, 0, 2, 7)])
  })

  it('bootstraps to the results of the command', { timeout: 120_000 }, async () => {
    const room = new Room(smallRun())
    const { accounts, observed, sharpe, paths } = await bootstrap(`${room.folder}/small.yaml`, {
      runs: 12,
      block: '6h',
      workers: 2,
      cache: false,
    })
    const words = ['bootstrap', 'small.yaml', '--runs', '12', '--block', '6h', '--json', '--quiet']
    const { stdout } = await room.hedgerow(...words)
    const told = JSON.parse(stdout) as {
      readonly accounts: { readonly run: { readonly totalReturn: object } }
      readonly observed: { readonly hash: string }
      readonly sharpe: object
    }
    const rounded = (value: unknown): unknown =>
      JSON.parse(JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'number' ? significant(inner) : inner)))
    expect(rounded(accounts[0].totalReturn)).toEqual(told.accounts.run.totalReturn)
    expect([observed.hash, rounded(sharpe)]).toEqual([told.observed.hash, told.sharpe])
    expect(paths).toHaveLength(12)
  })

  it('refuses a number that is none, before anything is read', async () => {
    await expect(bootstrap(config, { runs: 0 })).rejects.toMatchObject({ code: 'usage-number', where: 'runs' })
    await expect(sweep(config, { vary: { seed: [1] }, trials: 1.5 })).rejects.toMatchObject({ where: 'trials' })
    await expect(compare(config, { vary: { seed: '1..2/1' }, workers: -1 })).rejects.toMatchObject({ where: 'workers' })
    await expect(sweep(config, { vary: {} })).rejects.toMatchObject({ code: 'vary-missing' })
    // A program without types may write anything.
    await expect(sweep(config, {} as SweepCall)).rejects.toMatchObject({ code: 'vary-missing' })
  })

  const vary = { seed: [1, 2] }
  it.each([
    [() => sweep(config, { vary, objectve: 'calmar' } as SweepCall), 'option-unknown', 'objectve', "mean 'objective'?"],
    [() => sweep(config, { vary, walk: '1d' } as SweepCall), 'option-unknown', 'walk', 'Known here: vary, set, search'],
    [() => sweep(config, { vary, search: 'bayes' } as never), 'option-value', 'search', "Write search: 'grid'."],
    [() => sweep(config, { vary, search: 'gird' } as never), 'option-value', 'search', "Did you mean 'grid'?"],
    [() => sweep(config, { vary, holdout: 0.2 } as never), 'option-value', 'holdout', "Write holdout: '20%'."],
    [() => sweep(config, { vary, constraints: 'liquidations = 0' } as never), 'option-value', 'constraints', "['liq"],
    [() => sweep(config, { vary: { seed: 1 } } as never), 'option-value', 'vary', 'hedgeRatio'],
    [() => sweep(config, { vary: { seed: [Number.NaN] } }), 'option-value', 'vary', 'hedgeRatio'],
    [() => sweep(config, null as never), 'option-value', 'options', 'Known here: vary'],
    [() => backtest(config, { brackets: true } as never), 'option-unknown', 'brackets', "Did you mean 'bracket'?"],
    [() => backtest(config, { set: 'a=1' } as never), 'option-value', 'set', 'account.balance'],
    [() => backtest(undefined as never), 'config-value', 'config', 'the path of a run config'],
    [() => compare(config, { vary, signal: 1 } as never), 'option-value', 'signal', 'AbortController'],
    [() => compare([config, 7] as never), 'config-value', 'config', 'the path of a run config'],
    [() => bootstrap(config, { block: 3 } as never), 'option-value', 'block', "Write block: '3d'."],
    [() => bootstrap(config, { run: 3 } as never), 'option-unknown', 'run', "Did you mean 'runs'?"],
  ])('refuses what no call takes at the door: %s', async (act, code, where, hint) => {
    const { hint: told, ...failure } = await failureOf(act)
    expect(failure).toMatchObject({ code, where })
    expect(told).toContain(hint)
  })
})
