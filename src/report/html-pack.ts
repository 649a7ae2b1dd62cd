/** A column as base64 of deflated bytes: floats little-endian, integers as zig-zag varints, of themselves or of their steps. */
export interface PackedColumn {
  readonly type: 'f64' | 'f32' | 'varint' | 'steps' | 'text'
  readonly base64: string
}

/** Raw deflate, from outside: this folder reaches no library of Node's. */
export type Deflate = (bytes: Uint8Array) => Uint8Array

/** Packs what the page's script unpacks; what is drawn many times over is small, a text whole. */
export class Packer {
  readonly #deflate: Deflate

  constructor(deflate: Deflate) {
    this.#deflate = deflate
  }

  floats(column: Float64Array | Float32Array): PackedColumn {
    const bytes = new Uint8Array(column.buffer, column.byteOffset, column.byteLength)
    return this.#packed(column instanceof Float64Array ? 'f64' : 'f32', bytes)
  }

  /** Integers of at most 2⁵² in size, small ones in few bytes. */
  integers(column: ArrayLike<number>): PackedColumn {
    return this.#packed(
      'varint',
      varints(column.length, (at) => column[at]),
    )
  }

  /** Integers that mostly grow, such as places in time: each as its step from the one before. */
  steps(column: ArrayLike<number>): PackedColumn {
    return this.#packed(
      'steps',
      varints(column.length, (at) => column[at] - (at === 0 ? 0 : column[at - 1])),
    )
  }

  text(text: string): PackedColumn {
    return this.#packed('text', new TextEncoder().encode(text))
  }

  #packed(type: PackedColumn['type'], bytes: Uint8Array): PackedColumn {
    return { type, base64: base64(this.#deflate(bytes)) }
  }
}

const VARINT_BYTES = 8

function varints(length: number, value: (at: number) => number): Uint8Array {
  const bytes = new Uint8Array(length * VARINT_BYTES)
  let end = 0
  for (let at = 0; at < length; at++) {
    const signed = value(at)
    let rest = signed < 0 ? -2 * signed - 1 : 2 * signed
    for (; rest >= 128; rest = Math.floor(rest / 128)) bytes[end++] = (rest % 128) + 128
    bytes[end++] = rest
  }
  return bytes.subarray(0, end)
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
