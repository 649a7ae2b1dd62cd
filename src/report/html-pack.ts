/** A typed column as base64 of its bytes, little-endian. */
export interface PackedColumn {
  readonly type: 'f64' | 'f32' | 'i32' | 'u8'
  readonly base64: string
}

export function pack(column: Float64Array | Float32Array | Int32Array | Uint8Array): PackedColumn {
  const bytes = new Uint8Array(column.buffer, column.byteOffset, column.byteLength)
  return { type: typeOf(column), base64: base64(bytes) }
}

function typeOf(column: Float64Array | Float32Array | Int32Array | Uint8Array): PackedColumn['type'] {
  if (column instanceof Float64Array) return 'f64'
  if (column instanceof Float32Array) return 'f32'
  return column instanceof Int32Array ? 'i32' : 'u8'
}

const alphabet = new TextEncoder().encode('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/')
const PADDING = '='.charCodeAt(0)

function base64(bytes: Uint8Array): string {
  const text = new Uint8Array(Math.ceil(bytes.length / 3) * 4)
  for (let from = 0, to = 0; from < bytes.length; from += 3, to += 4) {
    const group = (bytes[from] << 16) | ((bytes[from + 1] ?? 0) << 8) | (bytes[from + 2] ?? 0)
    text[to] = alphabet[group >> 18]!
    text[to + 1] = alphabet[(group >> 12) & 63]!
    text[to + 2] = from + 1 < bytes.length ? alphabet[(group >> 6) & 63] : PADDING
    text[to + 3] = from + 2 < bytes.length ? alphabet[group & 63] : PADDING
  }
  return new TextDecoder().decode(text)
}
