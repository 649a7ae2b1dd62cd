import { describe, expect, it } from 'vitest'
import { equityPlot } from '../../src/cli/equity-plot.js'

describe('the line of equity', () => {
  it('stands beside its values, one column per close', () => {
    const { lines, indent, width } = equityPlot(Float64Array.of(100, 130, 160, 100))!
    expect(width).toBe(4)
    expect(lines).toHaveLength(7)
    expect(lines[0]).toMatch(/^160 ┤ +╭╮$/)
    expect(lines.at(-1)).toMatch(/^100 ┼/)
    expect(lines.at(-1)!.indexOf('┼')).toBe(indent - 1)
  })

  it('has at most 72 columns', () => {
    expect(equityPlot(Float64Array.from({ length: 5000 }, (_, at) => at))!.width).toBe(72)
  })

  it('is left out where floats hold no change of it, however large the balance', () => {
    for (const balance of [1e4, 1e12, 1e22, -1e22, 1e300]) {
      expect(equityPlot(Float64Array.of(balance, balance, balance)), String(balance)).toBeNull()
    }
    expect(equityPlot(Float64Array.of(1e12, 1e12 + 999))).toBeNull()
    expect(equityPlot(Float64Array.of(1e12, 1e12 + 1001))).not.toBeNull()
  })

  it('is left out where its values would have more digits than a float', () => {
    expect(equityPlot(Float64Array.of(1e22, 2e22))).toBeNull()
    expect(equityPlot(Float64Array.of(1e14, -1e14))).not.toBeNull()
  })

  it('needs two closes', () => {
    expect(equityPlot(Float64Array.of(1))).toBeNull()
    expect(equityPlot(Float64Array.of())).toBeNull()
  })
})
