import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS } from '#domain/time.js'
import { type AskRows, gridPages, printPages, type Row } from '#io/fetch/pages.js'
import { settings } from '../../properties/settings.js'
import { hour, start } from './holdings.js'

const row = (at: number): Row => ({ at, cells: [String(at)] })

async function all(pages: AsyncGenerator<readonly Row[], void, undefined>): Promise<readonly number[]> {
  const found: number[] = []
  for await (const rows of pages) found.push(...rows.map(({ at }) => at))
  return found
}

const LIMIT = 10

/** Oldest first from `since` on, wherever that is; or newest first of one page's steps after `since` alone. */
const manners = {
  forward: (held: readonly Row[], since: number, _: number, limit: number) =>
    held.filter(({ at }) => at >= since).slice(0, limit),
  window: (held: readonly Row[], since: number, stepMs: number, limit: number) =>
    held.filter(({ at }) => at >= since && at < since + limit * stepMs).toReversed(),
}

const distortions = {
  empty: () => [],
  short: (rows: readonly Row[]) => rows.slice(0, rows.length / 2),
  hole: (rows: readonly Row[]) => rows.toSpliced(rows.length / 2, 1),
  shuffled: (rows: readonly Row[]) => [...rows.slice(3), ...rows.slice(0, 3)],
  again: (_: readonly Row[], before: readonly Row[]) => before,
  twice: (rows: readonly Row[]) => [...rows, ...rows],
} as const
const names = Object.keys(distortions) as (keyof typeof distortions)[]

/** Answers as an exchange would, but distorted now and then, and never twice in a row. */
function asking(
  held: readonly Row[],
  manner: keyof typeof manners,
  stepMs: number,
  plan: readonly number[],
  limit = LIMIT,
): AskRows {
  let asked = 0
  let wasBad = false
  let before: readonly Row[] = []
  return (since) => {
    const rows = manners[manner](held, since, stepMs, limit)
    const pick = plan[asked++ % plan.length]
    wasBad = !wasBad && pick < names.length
    const answer = wasBad ? distortions[names[pick]](rows, before) : rows
    before = rows
    return Promise.resolve(answer)
  }
}

/** Hours in stretches, with nothing between them for up to forty days. */
const heldHours = fc
  .array(fc.record({ silence: fc.integer({ min: 1, max: 1_000 }), hours: fc.integer({ min: 1, max: 30 }) }), {
    maxLength: 6,
  })
  .map((stretches) => {
    let at = 0
    return stretches.flatMap(({ silence, hours }) => {
      at += silence
      return Array.from({ length: hours }, () => row(hour(at++)))
    })
  })
const manner = fc.constantFrom('forward' as const, 'window' as const)
const plan = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 30 })
const END = hour(6_200)

describe('pages of a grid', () => {
  it('hold every row that the exchange has, once and in order, whatever single answers are worth', async () => {
    await fc.assert(
      fc.asyncProperty(heldHours, manner, plan, fc.boolean(), async (held, how, faults, knowsDays) => {
        const days = [...new Set(held.map(({ at }) => at - (at % DAY_MS)))].map(row)
        const pages = gridPages({
          ask: asking(held, how, HOUR_MS, faults),
          from: start,
          end: END,
          stepMs: HOUR_MS,
          pageMs: LIMIT * HOUR_MS,
          emptyMs: LIMIT * HOUR_MS,
          askDays: knowsDays ? asking(days, how, DAY_MS, faults, 100) : null,
        })
        expect(await all(pages)).toEqual(held.map(({ at }) => at))
      }),
      settings,
    )
  })

  it('ask for a page that is as it should be once, and for one with a hole twice', async () => {
    const asked: number[] = []
    const held = [0, 1, 2, 3, 7, 8, 9].map((at) => row(hour(at)))
    const ask: AskRows = (since) => {
      asked.push((since - start) / HOUR_MS)
      return Promise.resolve(held.filter(({ at }) => at >= since).slice(0, 4))
    }
    const times = { from: start, end: hour(10), stepMs: HOUR_MS, pageMs: 4 * HOUR_MS, emptyMs: 4 * HOUR_MS }
    await all(gridPages({ ask, ...times, askDays: null }))
    expect(asked).toEqual([0, 4, 4])
  })
})

describe('pages of prints', () => {
  it('hold every print once and in order, whatever single answers are worth', async () => {
    const held = heldHours.map((rows) => rows.filter((_, at) => at % 8 === 0))
    await fc.assert(
      fc.asyncProperty(held, manner, plan, async (prints, how, faults) => {
        const ask = asking(prints, how, HOUR_MS, faults)
        expect(await all(printPages({ ask, from: start, end: END, pageMs: LIMIT * HOUR_MS }))).toEqual(
          prints.map(({ at }) => at),
        )
      }),
      settings,
    )
  })
})
