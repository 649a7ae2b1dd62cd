import type { ComparedFill } from './details.js'

/** Where two runs part: the first fill that is not the same in both; null stands for none at all. */
export interface Parting {
  /** The earlier of the two, ms since 1970. */
  readonly at: number
  readonly one: ComparedFill | null
  readonly other: ComparedFill | null
}

/** The first event at which two runs part; null where all their fills are the same. */
export function partingOf(one: readonly ComparedFill[], other: readonly ComparedFill[]): Parting | null {
  const length = Math.max(one.length, other.length)
  for (let index = 0; index < length; index++) {
    const first = one[index] ?? null
    const second = other[index] ?? null
    if (first !== null && second !== null && isSame(first, second)) continue
    return { at: Math.min(first?.at ?? Infinity, second?.at ?? Infinity), one: first, other: second }
  }
  return null
}

function isSame(one: ComparedFill, other: ComparedFill): boolean {
  return (['at', 'leg', 'side', 'quantity', 'price', 'reason'] as const).every((key) => one[key] === other[key])
}
