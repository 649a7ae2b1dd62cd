type Column = Float64Array | Int32Array

/**
 * The same plain data with every typed array in it in shared memory, so that threads read them without a copy. What was
 * one object or one column stays one; lists and what they hold stay as they are.
 */
export function inSharedMemory<Data extends object>(data: Data): Data {
  return shared(data, new Map()) as Data
}

function shared(value: unknown, known: Map<object, unknown>): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const earlier = known.get(value)
  if (earlier !== undefined) return earlier
  if (value instanceof Float64Array || value instanceof Int32Array) {
    const column = sharedColumn(value)
    known.set(value, column)
    return column
  }
  const copy: Record<string, unknown> = {}
  known.set(value, copy)
  for (const [key, inner] of Object.entries(value)) copy[key] = shared(inner, known)
  return copy
}

function sharedColumn(column: Column): Column {
  if (column.buffer instanceof SharedArrayBuffer) return column
  const memory = new SharedArrayBuffer(column.byteLength)
  const copy = column instanceof Float64Array ? new Float64Array(memory) : new Int32Array(memory)
  copy.set(column)
  return copy
}
