import { describe, expect, it } from 'vitest'
import { ColumnMemory, columnMemory } from '#io/column-memory.js'

const LENGTH = 1000
const column = (value: number): Float64Array => new Float64Array(LENGTH).fill(value)

/** As two threads have it. */
function twoThreads(memory = columnMemory(LENGTH)) {
  const made: string[] = []
  const threadOf = (name: string) => {
    const columns = new ColumnMemory(memory)
    return (key: string, make = () => [column(1), column(NaN)]) =>
      columns.columns(key, 2, LENGTH, () => {
        made.push(`${name} ${key}`)
        return make()
      })
  }
  return { made, first: threadOf('first'), second: threadOf('second') }
}

describe('columns in memory that threads share', () => {
  it('are made by the thread that asks first and read by the others', () => {
    const { made, first, second } = twoThreads()
    const ema = first('ema(20)', () => [column(1), column(2)])
    expect(ema).toEqual([column(1), column(2)])
    expect(ema[0].buffer).toBeInstanceOf(SharedArrayBuffer)
    const again = second('ema(20)')
    expect(again).toEqual(ema)
    expect(again[0].buffer).toBe(ema[0].buffer)
    expect(second('ema(21)')).toEqual([column(1), column(NaN)])
    expect(first('ema(20)')).toEqual(ema)
    expect(first('ema(21)')).toEqual([column(1), column(NaN)])
    expect(made).toEqual(['first ema(20)', 'second ema(21)'])
  })

  it('are made by each thread where there is no room left', () => {
    const { made, first, second } = twoThreads()
    for (let at = 0; at < 128; at++) first(`${at}`)
    made.length = 0
    expect(first('more', () => [column(3), column(4)])).toEqual([column(3), column(4)])
    expect(second('more')[0]).toEqual(column(1))
    second('127')
    expect(made).toEqual(['first more', 'second more'])
  })

  it('are made by each thread after the one that made them failed', () => {
    const { made, first, second } = twoThreads()
    const failing = () => {
      throw new Error('period must be positive')
    }
    expect(() => first('ema(0)', failing)).toThrow('period must be positive')
    expect(second('ema(0)', () => [column(5), column(6)])).toEqual([column(5), column(6)])
    expect(first('ema(0)')[0]).toEqual(column(1))
    expect(made).toEqual(['first ema(0)', 'second ema(0)', 'first ema(0)'])
  })

  it('hold many short series by name', () => {
    const columns = new ColumnMemory(columnMemory(4))
    const made = Array.from(
      { length: 2000 },
      (_, at) => columns.columns(`${at}`, 1, 1, () => [Float64Array.of(at)])[0][0],
    )
    const read = Array.from(
      { length: 2000 },
      (_, at) => columns.columns(`${at}`, 1, 1, () => [Float64Array.of(at)])[0][0],
    )
    expect(made).toEqual(Array.from({ length: 2000 }, (_, at) => at))
    expect(read).toEqual(made)
  })
})
