import { describe, expect, it } from 'vitest'
import { DISTANCE_MAX, distanceAt, distanceTicks, heightOf } from '#report/browser/distance-scale.js'
import { type Box, boxesBeside, LabelSpace } from '#report/browser/label-space.js'
import { stretchAround } from '#report/browser/row-range.js'

describe('words in a pane', () => {
  const mark: Box = { left: 96, top: 96, width: 8, height: 8 }

  it('stand beside their mark, and never over one another', () => {
    const space = new LabelSpace(300, 200)
    space.take(mark)
    const laid = Array.from({ length: 12 }, () => space.place(boxesBeside(mark, 60, 15))!)
    expect(laid[0]).toEqual({ left: 104, top: 92.5, width: 60, height: 15 })
    for (const [at, one] of laid.entries()) {
      for (const other of [mark, ...laid.slice(0, at)]) {
        const isApart =
          one.left >= other.left + other.width ||
          other.left >= one.left + one.width ||
          one.top >= other.top + other.height ||
          other.top >= one.top + one.height
        expect(isApart, `${JSON.stringify(one)} ${JSON.stringify(other)}`).toBe(true)
      }
    }
  })

  it('stand inside the pane, on the other side where its edge is near', () => {
    const space = new LabelSpace(130, 200)
    expect(space.place(boxesBeside(mark, 60, 15))).toMatchObject({ left: 36, top: 92.5 })
  })

  it('are left out where there is no room', () => {
    expect(new LabelSpace(50, 200).place(boxesBeside(mark, 60, 15))).toBeNull()
  })
})

describe('the scale of the distance to liquidation', () => {
  it('begins at none, ends at the greatest, which holds all beyond it, and lets nearness be seen', () => {
    expect(heightOf(0)).toBe(0)
    expect(heightOf(DISTANCE_MAX)).toBe(1)
    expect(heightOf(9000)).toBe(1)
    expect(heightOf(0.01)).toBeGreaterThan(0.05)
  })

  it('is read back', () => {
    for (const distance of [0, 0.003, 0.05, 0.5, 2]) expect(distanceAt(heightOf(distance))).toBeCloseTo(distance, 12)
  })

  it('has its ticks far enough from one another for their labels', () => {
    const heights = [0, ...distanceTicks, DISTANCE_MAX].map(heightOf)
    for (const [at, height] of heights.slice(1).entries()) expect(height - heights[at]).toBeGreaterThan(0.3)
  })
})

describe('the stretch around a trade', () => {
  it('has room on either side', () => {
    expect(stretchAround({ from: 500, to: 600 }, 1000)).toEqual({ from: 440, to: 660 })
    expect(stretchAround({ from: 500, to: 500 }, 1000)).toEqual({ from: 488, to: 512 })
  })

  it('goes little beyond the ends of the run', () => {
    expect(stretchAround({ from: 1, to: 4 }, 1000)).toEqual({ from: -2, to: 16 })
    expect(stretchAround({ from: 900, to: 999 }, 1000)).toMatchObject({ to: 999 + 99 * 0.06 })
  })
})
