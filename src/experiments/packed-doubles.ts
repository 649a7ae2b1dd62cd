/** Doubles as text: little-endian, base64. */
export function packedDoubles(values: Float64Array): string {
  const view = new DataView(new ArrayBuffer(values.length * 8))
  for (const [at, value] of values.entries()) view.setFloat64(at * 8, value, true)
  let bytes = ''
  for (let at = 0; at < view.byteLength; at++) bytes += String.fromCharCode(view.getUint8(at))
  return btoa(bytes)
}

export function unpackedDoubles(text: string): Float64Array {
  const bytes = atob(text)
  const view = new DataView(new ArrayBuffer(bytes.length))
  for (let at = 0; at < bytes.length; at++) view.setUint8(at, bytes.charCodeAt(at))
  return Float64Array.from({ length: bytes.length / 8 }, (_, at) => view.getFloat64(at * 8, true))
}
