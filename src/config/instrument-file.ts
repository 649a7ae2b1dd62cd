import type { TierState } from '#domain/instrument.js'
import { instrumentSchema } from './instrument.js'
import { configError } from './problems.js'

/** The margin tables of an instrument of its own file, by date. Throws `InputError` that names the file and the key. */
export function tierStatesOf(raw: unknown, file: string): readonly TierState[] {
  const parsed = instrumentSchema.safeParse(raw)
  if (parsed.success) return parsed.data.tiers
  throw configError(parsed.error.issues, raw, (path) => [file, path.map(String).join('.')].filter(Boolean).join(': '))
}
