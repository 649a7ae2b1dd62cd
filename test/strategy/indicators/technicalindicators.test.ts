import { FixedSizeLinkedList } from 'technicalindicators'
import { describe, expect, it } from 'vitest'
import '#strategy/indicators/technicalindicators.js'

interface Item {
  readonly data: number
  readonly prev?: Item
}

/** What can still be reached from the newest item backwards. */
function reachable(list: FixedSizeLinkedList): number[] {
  const values: number[] = []
  for (let item = (list as unknown as { _tail?: Item })._tail; item !== undefined; item = item.prev) {
    values.unshift(item.data)
  }
  return values
}

describe('the leak of technicalindicators (its issue 264)', () => {
  it('is closed: a list of 3 holds on to 3 values, however many went through it', () => {
    const list = new FixedSizeLinkedList(3)
    for (let value = 1; value <= 1000; value++) list.push(value)
    expect(reachable(list)).toEqual([998, 999, 1000])
  })

  it('is closed without changing what the list gives back', () => {
    const list = new FixedSizeLinkedList(2, true, true, true)
    for (const value of [5, 9, 1]) list.push(value)
    expect([list.lastShift, list.periodHigh, list.periodLow, list.periodSum]).toEqual([5, 9, 1, 10])
    expect([list.shift(), list.shift(), list.shift()]).toEqual([9, 1, undefined])
  })
})
