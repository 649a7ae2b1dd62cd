import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS, iso } from '#domain/time.js'
import { holdout, parseHoldout } from '#experiments/walk-forward/holdout.js'
import { parseWalkForward, walkForwardWindows, type Window } from '#experiments/walk-forward/windows.js'
import { failureOf } from '../../market/failure-of.js'

const from = Date.UTC(2025, 0, 1)
const days = (count: number) => ({ from, to: from + count * DAY_MS })
const day = (at: number) => (at - from) / DAY_MS
const shown = ({ train, test }: Window) => `${day(train.from)}–${day(train.to)} ${day(test.from)}–${day(test.to)}`

describe('--walk-forward', () => {
  it.each([
    ['train=180d,test=60d', { trainMs: 180 * DAY_MS, testMs: 60 * DAY_MS, isAnchored: false }],
    [' test = 1w , anchored, train = 90d ', { trainMs: 90 * DAY_MS, testMs: 7 * DAY_MS, isAnchored: true }],
  ])('reads %s', (text, plan) => {
    expect(parseWalkForward(text)).toEqual(plan)
  })

  it.each([
    ['180d,60d', 'walk-forward-form', /^found '180d' in/],
    ['train=180d', 'walk-forward-form', /expected train=LENGTH,test=LENGTH/],
    ['train=180d,test=60d,train=1d', 'walk-forward-form', /^found 'train=1d' in/],
    ['train=180d,test=60d,anchored,anchored', 'walk-forward-form', /^found 'anchored' in/],
    ['train=180d,test=0d', 'walk-forward-form', /^found '0d'/],
    ['train=180,test=60', 'bad-duration', /^'180' is not a duration/],
    ['', 'walk-forward-form', /^found '' in ''/],
  ])('refuses %s', async (text, code, message) => {
    const failure = await failureOf(() => parseWalkForward(text))
    expect(failure).toMatchObject({ code, where: '--walk-forward' })
    expect(failure.message).toMatch(message)
  })

  it('rolls to the end of the data; what is left over lies at the beginning', () => {
    const windows = walkForwardWindows(days(370), parseWalkForward('train=180d,test=60d'), HOUR_MS)
    expect(windows.map(shown)).toEqual(['10–190 190–250', '70–250 250–310', '130–310 310–370'])
  })

  it('anchored, grows from the beginning', () => {
    const windows = walkForwardWindows(days(370), parseWalkForward('train=180d,test=60d,anchored'), HOUR_MS)
    expect(windows.map(shown)).toEqual(['0–190 190–250', '0–250 250–310', '0–310 310–370'])
  })

  it('needs one training and one test', async () => {
    const plan = parseWalkForward('train=180d,test=60d')
    expect(walkForwardWindows(days(240), plan, HOUR_MS).map(shown)).toEqual(['0–180 180–240'])
    const failure = await failureOf(() => walkForwardWindows(days(239), plan, HOUR_MS))
    expect(failure.code).toBe('walk-forward-short')
    expect(failure.message).toBe(
      `found 239 days of data, 2025-01-01T00:00:00Z to ${iso(from + 239 * DAY_MS)}; expected at least one training and one test, 240d`,
    )
  })

  it('never tests what was trained on, nor leaves out a test day after the first', () => {
    const length = fc.integer({ min: 1, max: 40 })
    fc.assert(
      fc.property(length, length, fc.integer({ min: 80, max: 400 }), fc.boolean(), (train, test, all, isAnchored) => {
        const plan = { trainMs: train * DAY_MS, testMs: test * DAY_MS, isAnchored }
        const windows = walkForwardWindows(days(all), plan, HOUR_MS)
        for (const [at, window] of windows.entries()) {
          expect(window.train.to).toBe(window.test.from)
          expect(window.test.to - window.test.from).toBe(plan.testMs)
          expect(window.train.from).toBeGreaterThanOrEqual(from)
          expect(window.train.to - window.train.from).toBeGreaterThanOrEqual(plan.trainMs)
          if (at > 0) expect(window.test.from).toBe(windows[at - 1].test.to)
        }
        expect(windows.at(-1)!.test.to).toBe(from + all * DAY_MS)
        expect(windows[0].train.to - plan.trainMs - from).toBeLessThan(plan.testMs)
      }),
    )
  })
})

describe('--holdout', () => {
  it('is a percentage', async () => {
    expect(parseHoldout('20%')).toBe(0.2)
    expect(parseHoldout(' 12.5 % ')).toBe(0.125)
    for (const text of ['0.2', '0%', '100%', '-5%', 'a fifth', '']) {
      expect(await failureOf(() => parseHoldout(text))).toMatchObject({ code: 'holdout-form', where: '--holdout' })
    }
  })

  it('cuts at the open of a candle, and shows nothing of the last part', () => {
    const { seen, heldOut } = holdout(days(100), 0.2, HOUR_MS)
    expect([day(seen.from), day(seen.to), day(heldOut.from), day(heldOut.to)]).toEqual([0, 80, 80, 100])
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 5000 }), fc.integer({ min: 1, max: 99 }), (candles, percent) => {
        fc.pre(Math.ceil((candles * percent) / 100) < candles)
        const span = { from, to: from + candles * HOUR_MS }
        const parts = holdout(span, percent / 100, HOUR_MS)
        expect(parts.seen.to).toBe(parts.heldOut.from)
        expect((parts.heldOut.to - parts.heldOut.from) / HOUR_MS).toBe(Math.ceil((candles * percent) / 100))
      }),
    )
  })

  it('holds back 7 candles for 7 % of 100, though 100 × 0.07 is a little more in binary', () => {
    const { heldOut } = holdout({ from, to: from + 100 * HOUR_MS }, parseHoldout('7%'), HOUR_MS)
    expect((heldOut.to - heldOut.from) / HOUR_MS).toBe(7)
  })

  it('leaves the search something', async () => {
    expect((await failureOf(() => holdout({ from, to: from + HOUR_MS }, 0.2, HOUR_MS))).code).toBe('holdout-empty')
  })
})
