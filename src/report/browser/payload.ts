import type { BucketColumn, ChartPayload } from '../html-payload.js'
import type { PackedColumn } from '../html-pack.js'

export type Numbers = Float64Array | Float32Array | Int32Array | Uint8Array

/** The page's data with its columns unpacked. */
export interface ChartData extends Omit<ChartPayload, 'buckets' | 'fills' | 'levels' | 'openings' | 'twins'> {
  readonly length: number
  readonly buckets: Readonly<Record<BucketColumn, Numbers>>
  readonly fills: Columns<ChartPayload['fills']>
  readonly levels: Columns<ChartPayload['levels']>
  readonly openings: Columns<ChartPayload['openings']>
  readonly twins: readonly { readonly name: string; readonly equity: Numbers }[]
}

type Columns<Packed> = Readonly<Record<keyof Packed, Numbers>>

/** Reads what the report left in the page. */
export function readPayload(): ChartData {
  const payload = JSON.parse(document.getElementById('chart-data')!.textContent) as ChartPayload
  const buckets = unpackAll(payload.buckets)
  return {
    ...payload,
    length: buckets.openedAt.length,
    buckets,
    fills: unpackAll(payload.fills),
    levels: unpackAll(payload.levels),
    openings: unpackAll(payload.openings),
    twins: payload.twins.map(({ name, equity }) => ({ name, equity: unpack(equity) })),
  }
}

function unpackAll<Packed extends Readonly<Record<string, PackedColumn>>>(columns: Packed): Columns<Packed> {
  const unpacked = Object.entries(columns).map(([name, column]) => [name, unpack(column)])
  return Object.fromEntries(unpacked) as Columns<Packed>
}

function unpack({ type, base64 }: PackedColumn): Numbers {
  const text = atob(base64)
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at)
  if (type === 'f64') return new Float64Array(bytes.buffer)
  if (type === 'f32') return new Float32Array(bytes.buffer)
  return type === 'i32' ? new Int32Array(bytes.buffer) : bytes
}
