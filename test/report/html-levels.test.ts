import { describe, expect, it } from 'vitest'
import { levelKinds, levelSegments } from '#report/html-levels.js'
import { scenario, type Settings } from '../scenarios/scenario.js'

const candles = `
  open high low close
  100  100  100 100
  100  100  100 100
  100  100  100 100
  100  100  100 100`

/** `hedge stop 120`, each once. */
function levelsOf(settings: Partial<Settings>): readonly string[] {
  const plan = '0 open core long quantity 2 @2x stop 80\n1 open hedge short quantity 1 @2x stop 120'
  const { result } = scenario({ candles, plan, balance: '5000', ...settings })
  const rows = Int32Array.from({ length: result.candles.length }, (_, at) => at)
  const told = levelSegments(result, rows).map(({ name, kind, price }) => `${name} ${levelKinds[kind]} ${price}`)
  return [...new Set(told)].toSorted()
}

describe('levels in the price chart', () => {
  it.each(['multi-trade', 'hedged', 'one-way'] as const)(
    'bear the name of the leg that set them: %s',
    (positionMode) => {
      const told = levelsOf({ positionMode })
      expect(told).toContain('core stop 80')
      expect(told).toContain('hedge stop 120')
      expect(told.filter((words) => words.includes('stop'))).toHaveLength(2)
    },
  )

  it('have no liquidation price of a leg that shares the wallet', () => {
    const isLiquidation = (words: string): boolean => words.includes('liquidation')
    expect(levelsOf({}).some(isLiquidation)).toBe(true)
    expect(levelsOf({ margin: 'cross' }).some(isLiquidation)).toBe(false)
  })
})
