/**
 * `compute`, remembering its last few answers by the identity of the key. For values that are asked for several times
 * right after they are made: unlike a WeakMap it costs the garbage collector nothing.
 */
export function rememberingLast<Key extends object, Value>(
  compute: (key: Key) => Value,
  slots = 8,
): (key: Key) => Value {
  const keys: (Key | null)[] = Array.from({ length: slots }, () => null)
  const values: Value[] = []
  let next = 0
  return (key) => {
    const at = keys.indexOf(key)
    if (at !== -1) return values[at]
    const value = compute(key)
    keys[next] = key
    values[next] = value
    next = (next + 1) % slots
    return value
  }
}
