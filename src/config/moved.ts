/** Where the files of a config lie now. */
export interface Moves {
  /** A path of a data file, as the config has it, to where it is. */
  readonly data: (path: string) => string
  /** The strategy's file; null leaves it where the config has it. */
  readonly strategy: string | null
}

const fileKeys = new Set(['candles', 'mark', 'fine', 'series', 'events'])

/** Config values, as they stand in a file, with their files elsewhere. What has no such place is left as it is. */
export function withMoved(values: unknown, { data, strategy }: Moves): unknown {
  if (!isRecord(values)) return values
  const use = isRecord(values['strategy']) && typeof values['strategy']['use'] === 'string' ? strategy : null
  return {
    ...values,
    data: moved(values['data'], data),
    ...(use === null ? {} : { strategy: { ...(values['strategy'] as object), use } }),
  }
}

function moved(value: unknown, data: (path: string) => string): unknown {
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, fileKeys.has(key) ? paths(inner, data) : moved(inner, data)]),
  )
}

function paths(value: unknown, data: (path: string) => string): unknown {
  if (typeof value === 'string') return data(value)
  return Array.isArray(value) ? value.map((one) => paths(one, data)) : moved(value, data)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
