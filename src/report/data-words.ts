import type { DataFact } from '#domain/candles.js'

type Known = Pick<DataFact, 'synthetic' | 'real'>

/** What is known of one data file, or of all files of a run together. */
export type DataKind = 'synthetic' | 'real' | 'unmarked'

/** One invented file makes the whole invented; real is what is stated to be real in every part. */
export function kindOf(facts: readonly Known[]): DataKind {
  if (facts.some(({ synthetic }) => synthetic)) return 'synthetic'
  return facts.length > 0 && facts.every(({ real }) => real) ? 'real' : 'unmarked'
}

/** What stands beside a run's name. */
export const kindWords: Readonly<Record<DataKind, string>> = {
  synthetic: 'SYNTHETIC DATA',
  real: 'real data',
  unmarked: 'unmarked data',
}

/** Whence it is known, or what is not. */
export function kindReason(facts: readonly (Known & Pick<DataFact, 'file'>)[]): string {
  const kind = kindOf(facts)
  if (kind === 'synthetic') return 'Made by a program; it says nothing about a market'
  if (kind === 'real') return 'The sidecar of every data file states that a market traded so'
  const files = facts.filter(({ real }) => !real).map(({ file }) => file)
  return `Nothing states whether this is real or synthetic: ${files.join(', ')}`
}
