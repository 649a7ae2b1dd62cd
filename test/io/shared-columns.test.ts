import { describe, expect, it } from 'vitest'
import { inSharedMemory } from '#io/shared-columns.js'

const column = () => Float64Array.of(1, 2, 3)
const isShared = ({ buffer }: { readonly buffer: ArrayBufferLike }): boolean => buffer instanceof SharedArrayBuffer

describe('data in shared memory', () => {
  it('has the same values in every column, however deep, fine candles and feeds too', () => {
    const data = {
      candles: { close: column(), length: 3 },
      fine: { firstOf: Int32Array.of(-1, 0, 4), reach: { last: { low: column() } } },
      feeds: { tvl: { kind: 'series', series: { at: column(), values: column() } } },
      funding: [{ at: 5, rate: 0.1 }],
      none: null,
    }
    const shared = inSharedMemory(data)
    expect(shared).toEqual(data)
    const { candles, fine, feeds } = shared
    const columns = [candles.close, fine.firstOf, fine.reach.last.low, feeds.tvl.series.at, feeds.tvl.series.values]
    expect(columns.map(isShared)).toEqual([true, true, true, true, true])
    expect(inSharedMemory(shared).candles.close.buffer).toBe(candles.close.buffer)
  })

  it('keeps what was one object one, across threads too', () => {
    const candles = { close: column() }
    const shared = inSharedMemory({ candles, mark: candles, fine: { reach: { last: candles } } })
    expect(shared.mark).toBe(shared.candles)
    expect(shared.fine.reach.last).toBe(shared.candles)
    const received = structuredClone(shared)
    expect(received.mark).toBe(received.candles)
    expect(received.candles.close.buffer).toBeInstanceOf(SharedArrayBuffer)
  })
})
