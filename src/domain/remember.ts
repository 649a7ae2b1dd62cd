const SLOTS = 4

/**
 * `compute`, remembering its last few answers by the identity of the key. For values that are asked for several times
 * right after they are made: unlike a WeakMap it costs the garbage collector nothing.
 */
export function rememberingLast<Key extends object, Value>(compute: (key: Key) => Value): (key: Key) => Value {
  const keys: Key[] = []
  const values: Value[] = []
  let next = 0
  return (key) => {
    for (let at = 0; at < keys.length; at++) if (keys[at] === key) return values[at]
    const value = compute(key)
    keys[next] = key
    values[next] = value
    next = (next + 1) % SLOTS
    return value
  }
}
