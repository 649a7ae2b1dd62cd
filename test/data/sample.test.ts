import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { makeSample } from '../../scripts/make-sample.mjs'

const HOUR_MS = 3_600_000
const CANDLES = 'tao-usdt-perp-1h.synthetic.csv'
const FUNDING = 'tao-usdt-perp-funding.synthetic.csv'

interface CandleSidecar {
  readonly crash: { readonly at: string; readonly low: number; readonly close: number }
  readonly rally: { readonly from: string; readonly to: string; readonly change: number }
}

interface FundingSidecar {
  readonly shortInterval: { readonly from: string; readonly to: string }
}

const candleRows = rowsOf(CANDLES)
const candles = candleRows.map(([time, ...figures]) => {
  const [open, high, low, close, volume] = figures.map(Number)
  return { openedAt: Date.parse(time), open: open, high: high, low: low, close: close, volume: volume }
})
const funding = rowsOf(FUNDING).map(([time, rate]) => ({ at: Date.parse(time), rate: Number(rate) }))
const start = candles[0].openedAt
const indexAt = (instant: number | string): number => (new Date(instant).getTime() - start) / HOUR_MS

describe('the sample data', () => {
  it('is to the byte what scripts/make-sample.mjs makes', () => {
    const made = makeSample()
    expect(made.map(({ name }) => name)).toEqual([CANDLES, `${CANDLES}.meta.yaml`, FUNDING, `${FUNDING}.meta.yaml`])
    for (const { name, text } of made) expect(textOf(name) === text, name).toBe(true)
  })

  it.each([CANDLES, FUNDING])('%s is labelled synthetic, with its rows and its hash', (name) => {
    expect(parse(textOf(`${name}.meta.yaml`))).toMatchObject({
      synthetic: true,
      seed: expect.any(Number),
      generator: 'scripts/make-sample.mjs',
      description: expect.stringContaining('Invented'),
      rows: rowsOf(name).length,
      sha256: createHash('sha256').update(textOf(name)).digest('hex'),
    })
  })

  it('stays small enough to live in the repository', () => {
    expect(textOf(CANDLES).length + textOf(FUNDING).length).toBeLessThan(1_300_000)
  })
})

describe('the candles of the sample', () => {
  it('cover two years, an hour each, without a gap', () => {
    expect(candles).toHaveLength(17_544)
    expect(candles.findIndex(({ openedAt }, row) => openedAt !== Date.UTC(2024, 0, 1) + row * HOUR_MS)).toBe(-1)
  })

  it('are on the tick and the lot, as text', () => {
    const form = /^\d+\.\d{2},\d+\.\d{2},\d+\.\d{2},\d+\.\d{2},\d+\.\d{3}$/
    expect(candleRows.filter(([, ...figures]) => !form.test(figures.join(',')))).toEqual([])
  })

  it('have their open and close between low and high, and a volume', () => {
    const wrong = candles.filter(
      ({ open, high, low, close, volume }) =>
        low > Math.min(open, close) || high < Math.max(open, close) || volume <= 0,
    )
    expect(wrong).toEqual([])
  })

  it('mostly open at the close before, now and then a little off', () => {
    const gaps = candles.slice(1).map(({ open }, row) => Math.abs(open - candles[row].close))
    const share = gaps.filter((gap) => gap > 0).length / gaps.length
    expect(share).toBeGreaterThan(0.05)
    expect(share).toBeLessThan(0.3)
    expect(Math.max(...gaps)).toBeLessThan(0.5)
  })

  it('stay in the range of such a market and end neither ruined nor absurd', () => {
    expect(Math.min(...candles.map(({ low }) => low))).toBeGreaterThan(140)
    expect(Math.max(...candles.map(({ high }) => high))).toBeLessThan(760)
    expect(candles.at(-1)!.close).toBeGreaterThan(200)
    expect(candles.at(-1)!.close).toBeLessThan(600)
  })

  it('rise and fall in quarters of both kinds', () => {
    const quarter = 91 * 24
    const changes = Array.from(
      { length: 8 },
      (_, at) => candles[(at + 1) * quarter - 1].close - candles[at * quarter].open,
    )
    expect(changes.filter((change) => change > 0).length).toBeGreaterThanOrEqual(2)
    expect(changes.filter((change) => change < 0).length).toBeGreaterThanOrEqual(2)
  })

  it('have fat tails and volatility clusters', () => {
    const returns = candles.slice(1).map(({ close }, row) => Math.log(close / candles[row].close))
    expect(kurtosis(returns)).toBeGreaterThan(6)
    expect(correlation(...lagged(returns.map(Math.abs), 24))).toBeGreaterThan(0.05)
  })

  it('trade more where they move more', () => {
    const ranges = candles.map(({ open, high, low }) => (high - low) / open)
    expect(
      correlation(
        ranges,
        candles.map(({ volume }) => volume),
      ),
    ).toBeGreaterThan(0.5)
  })

  it('crash in the hour that the sidecar names', () => {
    const { crash } = parse(textOf(`${CANDLES}.meta.yaml`)) as CandleSidecar
    const { open, low, close } = candles[indexAt(crash.at)]
    expect(low / open - 1).toBeCloseTo(crash.low, 4)
    expect(close / open - 1).toBeCloseTo(crash.close, 4)
    expect(crash).toMatchObject({ low: -0.6, close: -0.12 })
    const worstElsewhere = Math.min(
      ...candles.filter((_, row) => row !== indexAt(crash.at)).map((candle) => candle.low / candle.open - 1),
    )
    expect(worstElsewhere).toBeGreaterThan(-0.3)
  })

  it('rally by 28 % in the week that the sidecar names', () => {
    const { rally } = parse(textOf(`${CANDLES}.meta.yaml`)) as CandleSidecar
    const change = candles[indexAt(rally.to) - 1].close / candles[indexAt(rally.from)].open - 1
    expect(indexAt(rally.to) - indexAt(rally.from)).toBe(7 * 24)
    expect(rally.change).toBe(0.28)
    expect(change).toBeCloseTo(rally.change, 4)
  })
})

describe('the funding of the sample', () => {
  it('falls every eight hours, and every four where the sidecar says so', () => {
    const { shortInterval } = parse(textOf(`${FUNDING}.meta.yaml`)) as FundingSidecar
    const [from, to] = [Date.parse(shortInterval.from), Date.parse(shortInterval.to)]
    expect(to - from).toBeGreaterThan(7 * 24 * HOUR_MS)
    expect(funding[0].at).toBe(start)
    expect(funding.at(-1)!.at).toBe(Date.UTC(2025, 11, 31, 16))
    for (const [row, { at }] of funding.slice(1).entries()) {
      const hours = (at - funding[row].at) / HOUR_MS
      expect(hours).toBe(at > from && at <= to ? 4 : 8)
    }
  })

  it('follows the run-up of three days, and is of either sign', () => {
    const known = funding.filter(({ at }) => indexAt(at) >= 72)
    const runUps = known.map(({ at }) => candles[indexAt(at) - 1].close / candles[indexAt(at) - 72].open - 1)
    expect(
      correlation(
        known.map(({ rate }) => rate),
        runUps,
      ),
    ).toBeGreaterThan(0.3)
    expect(known.some(({ rate }) => rate < -0.0005)).toBe(true)
    expect(known.some(({ rate }) => rate > 0.0005)).toBe(true)
    expect(known.filter(({ rate }) => Math.abs(rate) > 0.003)).toEqual([])
  })
})

function textOf(name: string): string {
  return readFileSync(new URL(`../../data/${name}`, import.meta.url), 'utf8')
}

/** The cells of a file's rows, its header left out. */
function rowsOf(name: string): readonly (readonly string[])[] {
  const lines = textOf(name).trimEnd().split('\n')
  return lines.slice(1).map((line) => line.split(','))
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function moment(values: readonly number[], power: number): number {
  const center = mean(values)
  return mean(values.map((value) => (value - center) ** power))
}

/** Fourth moment ÷ variance²; 3 for a normal distribution. */
function kurtosis(values: readonly number[]): number {
  return moment(values, 4) / moment(values, 2) ** 2
}

function correlation(left: readonly number[], right: readonly number[]): number {
  const [leftMean, rightMean] = [mean(left), mean(right)]
  const covariance = mean(left.map((value, at) => (value - leftMean) * (right[at] - rightMean)))
  return covariance / Math.sqrt(moment(left, 2) * moment(right, 2))
}

function lagged(values: readonly number[], lag: number): [readonly number[], readonly number[]] {
  return [values.slice(lag), values.slice(0, -lag)]
}
