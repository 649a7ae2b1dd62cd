import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { repository } from '../cli/room.js'

const bench = (name: string, ...words: readonly string[]) =>
  execFileSync(process.execPath, ['--expose-gc', join(repository, 'bench', `${name}.mjs`), ...words], {
    encoding: 'utf8',
    // The report is made; how it opens is not measured here.
    env: { ...process.env, CHROMIUM_PATH: '/nowhere/chromium' },
  })

describe('the benchmarks, which are plain scripts, still run', () => {
  it.each(['engine', 'first-run', 'heap'])('%s', (name) => {
    const figures = Object.values(JSON.parse(bench(name, '3000')) as Record<string, number>)
    expect(figures.length).toBeGreaterThan(0)
    expect(figures.every(Number.isFinite)).toBe(true)
  })

  it('csv', () => {
    const sample = join(repository, 'data/tao-usdt-perp-1h.synthetic.csv')
    expect(JSON.parse(bench('csv', sample))).toMatchObject({ rows: 17_544 })
  })

  it('report', () => {
    const told = bench('report', '3000')
    expect(told).toContain('3,000')
    expect(told).toMatch(/report\.html +\d\.\d\d MB/)
  })
})
