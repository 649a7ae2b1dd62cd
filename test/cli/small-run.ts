const HOUR_MS = 3_600_000
const BEGINS = Date.UTC(2025, 0, 1)

/** Close of hour `hour`: up by 1 for ten hours, down by 1 for ten, from 100 on. */
const closeOf = (hour: number): number => 100 + (hour % 20 < 10 ? hour % 10 : 10 - (hour % 10))

interface CandleText {
  readonly hours?: readonly number[]
  /** Lines that stand in place of the made ones, by their number in the file; the header is line 1. */
  readonly lines?: Readonly<Record<number, string>>
  readonly time?: (ms: number) => string
}

/** A candle file of sixty hours from 2025-01-01 on: candle `n` stands on line `n + 2`. */
export function candleCsv({ hours, lines = {}, time = (ms) => new Date(ms).toISOString() }: CandleText = {}): string {
  const rows = (hours ?? Array.from({ length: 60 }, (_, hour) => hour)).map((hour) => {
    const close = closeOf(hour)
    const open = hour === 0 ? close : closeOf(hour - 1)
    return [
      time(BEGINS + hour * HOUR_MS),
      open,
      Math.max(open, close) + 0.5,
      Math.min(open, close) - 0.5,
      close,
      1000,
    ].join(',')
  })
  const all = ['time,open,high,low,close,volume', ...rows]
  return `${all.map((line, at) => lines[at + 1] ?? line).join('\n')}\n`
}

const hold = `import { defineStrategy, number } from 'hedgerow'

export default defineStrategy({
  name: 'Hold',
  legs: { core: { side: 'long', leverage: 2 } },
  params: { notional: number(1000, { min: 10, max: 5000, unit: 'USDT' }) },
  onStart({ legs, params }) {
    legs.core.open({ notional: params.notional })
  },
  onCandle() {},
})
`

/** A run config as one JSON text, which is YAML too. */
export function configText({
  data = {},
  ...others
}: {
  readonly data?: object
  readonly [key: string]: unknown
} = {}): string {
  const config = {
    name: 'small',
    data: { pair: 'TAO/USDT:USDT', candles: 'candles.csv', ...data },
    instrument: 'tao-usdt-perp',
    strategy: { use: './hold.ts' },
    ...others,
  }
  return JSON.stringify(config, null, 2)
}

/** Everything that `hedgerow run small.yaml` needs; what is given stands in place of it. */
export function smallRun(files: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  return { 'small.yaml': configText(), 'candles.csv': candleCsv(), 'hold.ts': hold, ...files }
}
