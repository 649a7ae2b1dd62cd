import { describe, expect, it } from 'vitest'
import { edgesOf, neighbourhoodOf, type ScoredPoint } from '#experiments/overfitting/neighbourhood.js'
import { keyOf } from '#experiments/space/dimension.js'
import { gridPoints } from '#experiments/space/grid.js'
import { randomPoints } from '#experiments/space/random-points.js'
import { spaceOf } from '#experiments/space/vary.js'

const scored = (
  points: Iterable<ScoredPoint['point']>,
  score: (point: ScoredPoint['point']) => number | null,
  isFeasible: (point: ScoredPoint['point']) => boolean = () => true,
): readonly ScoredPoint[] =>
  Array.from(points, (point) => ({ point, score: score(point), isFeasible: isFeasible(point) }))

const winnerOf = (points: readonly ScoredPoint[]) =>
  points.reduce((best, { score }, at) => ((score ?? -Infinity) > (points[best].score ?? -Infinity) ? at : best), 0)

describe('the neighbours of the best point', () => {
  const grid = spaceOf(['ratio=0..1/0.1', 'period=10,30,20', 'kind=ema,sma'])

  it('are those one value away in each ordered list, with the same choice', () => {
    const points = scored(gridPoints(grid), ([ratio, period]) => Number(ratio) + Number(period))
    const at = points.findIndex(({ point }) => point[0] === 0.6 && point[1] === 20 && point[2] === 'sma')
    const found = neighbourhoodOf(grid, points, at)!
    // 0.5 … 0.7 with 10, 20 and 30, less the point itself.
    expect(found).toMatchObject({ count: 8, worst: 10.5, best: 30.7 })
    expect(found.median).toBeCloseTo(20.6, 12)
  })

  it('keep all of the advantage on a plateau and none of it on a peak', () => {
    const flat = scored(gridPoints(grid), ([ratio]) => (Math.abs(Number(ratio) - 0.5) < 0.25 ? 1 : 0))
    const best = flat.findIndex(({ point }) => point[0] === 0.5)
    expect(neighbourhoodOf(grid, flat, best)).toMatchObject({ lost: 0, shape: 'plateau' })
    const spike = scored(gridPoints(grid), (point) => (keyOf(point) === '[0.5,20,"ema"]' ? 1 : 0))
    expect(neighbourhoodOf(grid, spike, winnerOf(spike))).toMatchObject({ lost: 1, shape: 'peak', median: 0 })
  })

  it('fall away where they break a constraint or are worth nothing, and make a peak', () => {
    const line = spaceOf(['notional=1,2,3,4,5'])
    const worth = ([notional]: ScoredPoint['point']) => Number(notional) * 10
    const all = scored(gridPoints(line), worth)
    expect(neighbourhoodOf(line, all, 3)).toMatchObject({ count: 2, fallen: 0, median: 40, lost: 0, shape: 'plateau' })
    // One step further breaks a constraint: what was worth more cannot be had.
    const bounded = scored(gridPoints(line), worth, ([notional]) => Number(notional) < 5)
    expect(neighbourhoodOf(line, bounded, 3)).toEqual({
      count: 2,
      fallen: 1,
      worst: null,
      median: null,
      best: 30,
      lost: null,
      shape: 'peak',
    })
    // The median trial is the same, whatever the constraints.
    const one = scored(gridPoints(line), worth, ([notional]) => Number(notional) === 4)
    expect(neighbourhoodOf(line, one, 3)).toMatchObject({ count: 2, fallen: 2, best: null, shape: 'peak' })
    const failed = scored(gridPoints(line), (point) => (point[0] === 5 ? null : worth(point)))
    expect(neighbourhoodOf(line, failed, 3)).toMatchObject({ count: 2, fallen: 1, shape: 'peak' })
  })

  it('are within a tenth of a range without a step', () => {
    const wide = spaceOf(['a=0..1', 'b=log(0.01..100)'])
    const points = scored(
      randomPoints(wide, 2000, 1),
      ([a, b]) => -Math.abs(Number(a) - 0.5) - Math.abs(Math.log10(Number(b))),
    )
    // A tenth to either side of both, in the middle: 4 % of the points.
    expect(Math.abs(neighbourhoodOf(wide, points, winnerOf(points))!.count - 80)).toBeLessThan(30)
  })

  it('are not known where there are none, where nothing is better, or where the best has no score', () => {
    const one = spaceOf(['kind=ema,sma'])
    expect(
      neighbourhoodOf(
        one,
        scored(gridPoints(one), () => 1),
        0,
      ),
    ).toBeNull()
    const flat = scored(gridPoints(grid), () => 1)
    expect(neighbourhoodOf(grid, flat, 0)).toBeNull()
    expect(
      neighbourhoodOf(
        grid,
        scored(gridPoints(grid), () => null),
        0,
      ),
    ).toBeNull()
  })
})

describe('the edges of what was tried', () => {
  it('are the ends of ordered lists and ranges', () => {
    const space = spaceOf(['a=0..1/0.1', 'b=3,1,2', 'c=x,y', 'd=0..1', 'e=5'])
    expect(edgesOf(space, [1, 1, 'x', 0.995, 5])).toEqual(['a', 'b', 'd'])
    expect(edgesOf(space, [0.5, 2, 'x', 0.5, 5])).toEqual([])
  })
})
