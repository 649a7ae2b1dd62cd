import { describe, expect, it } from 'vitest'
import { join } from '#market/join.js'
import { BEGIN, type Hour, HOUR, hours, rawHours, rowsIn } from './raw.js'

const source = (rows: readonly Hour[]) => {
  const raw = rawHours(rows)
  return { candles: raw, line: raw.line }
}
const hoursOf = (joined: ReturnType<typeof join>) => rowsIn(joined.candles).map(([hour]) => hour)

describe('several files as one', () => {
  it('follow each other by time, in whatever order they are named', () => {
    const joined = join([source(hours(4, 6)), source(hours(0, 3))], 'first')
    expect(hoursOf(joined)).toEqual([0, 1, 2, 3, 4, 5, 6])
    expect(joined).toMatchObject({ overlap: 0, disagreements: [], taken: [3, 4] })
  })

  it('have each candle of an overlap once; one file may lie within another', () => {
    const joined = join([source(hours(0, 9)), source(hours(3, 5)), source(hours(5, 12))], 'first')
    expect(hoursOf(joined)).toEqual(Array.from({ length: 13 }, (_, hour) => hour))
    expect(joined).toMatchObject({ overlap: 7, disagreements: [], taken: [10, 0, 3] })
  })

  const first = source([[0], [1, 100, 101, 99, 100.25, 10]])
  const second = source([[1, 100, 101, 99, 100.250001, 11], [2]])

  it('are compared to the last digit, with both values and where they stand', () => {
    expect(join([first, second], 'first').disagreements).toEqual([
      {
        at: BEGIN + HOUR,
        column: 'close',
        first: { source: 0, line: 3, value: 100.25 },
        second: { source: 1, line: 2, value: 100.250001 },
      },
      {
        at: BEGIN + HOUR,
        column: 'volume',
        first: { source: 0, line: 3, value: 10 },
        second: { source: 1, line: 2, value: 11 },
      },
    ])
  })

  it.each([
    ['first', 100.25, 10],
    ['last', 100.250001, 11],
  ] as const)('where they disagree, the whole candle of the %s is taken', (prefer, close, volume) => {
    expect(rowsIn(join([first, second], prefer).candles)[1]).toEqual([1, 100, 101, 99, close, volume])
  })
})
