import { deflateRawSync } from 'node:zlib'

/** Bytes made smaller, without a header: what a browser calls `deflate-raw`. */
export function deflate(bytes: Uint8Array): Uint8Array {
  return deflateRawSync(bytes)
}
