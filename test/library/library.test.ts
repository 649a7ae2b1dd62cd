import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { backtest, compare } from '#library.js'
import { repository } from '../cli/room.js'

const example = new URL('./hedge-ratios.mjs', import.meta.url)

/** A plan as data: no file of a strategy or a config. */
const config = {
  name: 'as data',
  data: { candles: `${repository}data/tao-usdt-perp-1h.synthetic.csv`, to: '2024-03-01' },
  instrument: 'tao-usdt-perp',
  stress: false,
  strategy: {
    plan: [
      { at: '2024-01-10', open: { leg: 'core', side: 'long', notional: 5000, leverage: 2 } },
      { at: '2024-01-20', open: { leg: 'hedge', side: 'short', ratioOf: 'core', ratio: 0.5, leverage: 5 } },
    ],
  },
}

describe('the library', () => {
  it('runs the example of its page, which prints what the page says', { timeout: 60_000 }, async () => {
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
})
