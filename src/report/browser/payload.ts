import type { PackedColumn } from '../html-pack.js'
import type { AccountColumn, ChartPayload } from '../html-payload.js'

export type Numbers = Float64Array | Float32Array | Int32Array

/** Candles from first to last; `openedAt` in seconds since 1970. */
export interface CandleColumns {
  readonly length: number
  readonly openedAt: Float64Array
  readonly open: Float64Array
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
}

type Packed = Readonly<Record<string, PackedColumn>>
type Columns<Names extends string> = Readonly<Record<Names, Numbers>>
type Unpacked =
  | 'candles'
  | 'account'
  | 'fills'
  | 'levels'
  | 'pool'
  | 'openings'
  | 'funding'
  | 'details'
  | 'twins'
  | 'held'
  | 'legDistances'
  | 'indicators'
  | 'events'

/** The page's data with its columns unpacked. */
export interface ChartData extends Omit<ChartPayload, Unpacked> {
  readonly candles: CandleColumns
  readonly account: Columns<AccountColumn>
  readonly fills: Columns<keyof ChartPayload['fills']>
  readonly levels: Columns<keyof ChartPayload['levels']>
  readonly pool: Columns<keyof ChartPayload['pool']>
  readonly openings: Columns<keyof ChartPayload['openings']>
  readonly funding: Columns<keyof ChartPayload['funding']>
  /** Still packed: it is read when the first trade is chosen. */
  readonly details: PackedColumn
  readonly twins: readonly { readonly name: string; readonly equity: Numbers }[]
  readonly held: Numbers
  readonly legDistances: readonly { readonly leg: number; readonly values: Numbers }[]
  readonly indicators: readonly { readonly name: string; readonly isOnPrice: boolean; readonly values: Numbers }[]
  readonly events: { readonly row: Numbers; readonly titles: readonly string[] }
}

/** Reads what the report left in the page. */
export async function readPayload(): Promise<ChartData> {
  const payload = JSON.parse(document.getElementById('chart-data')!.textContent) as ChartPayload
  const [candles, account, fills, levels, pool, openings, funding, twins] = await Promise.all([
    unpackCandles(payload.candles),
    unpackAll(payload.account),
    unpackAll(payload.fills),
    unpackAll(payload.levels),
    unpackAll(payload.pool),
    unpackAll(payload.openings),
    unpackAll(payload.funding),
    Promise.all(payload.twins.map(async ({ name, equity }) => ({ name, equity: await unpackNumbers(equity) }))),
  ])
  const [held, legDistances, indicators, eventRows] = await Promise.all([
    unpackNumbers(payload.held),
    Promise.all(payload.legDistances.map(unpackValues)),
    Promise.all(payload.indicators.map(unpackValues)),
    unpackNumbers(payload.events.row),
  ])
  const events = { row: eventRows, titles: payload.events.titles }
  const more = { held, legDistances, indicators, events }
  return { ...payload, candles, account, fills, levels, pool, openings, funding, twins, ...more }
}

async function unpackCandles({ places, ...packed }: ChartPayload['candles']): Promise<CandleColumns> {
  const { openedAt, gap, body, above, below } = await unpackAll(packed)
  const length = openedAt.length
  const column = () => new Float64Array(length)
  const candles = { length, openedAt: column(), open: column(), high: column(), low: column(), close: column() }
  const scale = 10 ** places
  let price = 0
  for (let at = 0; at < length; at++) {
    const open = price + gap[at]
    price = open + body[at]
    candles.openedAt[at] = openedAt[at] / 1000
    candles.open[at] = open / scale
    candles.close[at] = price / scale
    candles.high[at] = (Math.max(open, price) + above[at]) / scale
    candles.low[at] = (Math.min(open, price) - below[at]) / scale
  }
  return candles
}

async function unpackAll<Columns extends Packed>(columns: Columns): Promise<Readonly<Record<keyof Columns, Numbers>>> {
  const unpacked = await Promise.all(
    Object.entries(columns).map(async ([name, column]) => [name, await unpackNumbers(column)]),
  )
  return Object.fromEntries(unpacked) as Record<keyof Columns, Numbers>
}

async function unpackValues<Named extends { readonly values: PackedColumn }>(
  named: Named,
): Promise<Omit<Named, 'values'> & { readonly values: Numbers }> {
  return { ...named, values: await unpackNumbers(named.values) }
}

async function unpackNumbers(column: PackedColumn): Promise<Numbers> {
  const bytes = await inflate(column)
  if (column.type === 'f64') return new Float64Array(bytes.buffer)
  if (column.type === 'f32') return new Float32Array(bytes.buffer)
  return fromVarints(bytes, column.type === 'steps')
}

/** Of zig-zag varints; `isSteps`: each is the step from the one before. */
function fromVarints(bytes: Uint8Array, isSteps: boolean): Float64Array {
  let length = 0
  for (let at = 0; at < bytes.length; at++) if (bytes[at] < 128) length++
  const numbers = new Float64Array(length)
  let value = 0
  for (let at = 0, to = 0; to < length; to++) {
    let coded = 0
    let unit = 1
    for (; bytes[at] >= 128; at++, unit *= 128) coded += (bytes[at] - 128) * unit
    coded += bytes[at++] * unit
    const number = coded % 2 === 0 ? coded / 2 : -(coded + 1) / 2
    value = isSteps ? value + number : number
    numbers[to] = value
  }
  return numbers
}

export async function unpackText(column: PackedColumn): Promise<string> {
  return new TextDecoder().decode(await inflate(column))
}

async function inflate({ base64 }: PackedColumn): Promise<Uint8Array<ArrayBuffer>> {
  const text = atob(base64)
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at)
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}
