import { createHash } from 'node:crypto'
import type { DataFact } from '#domain/candles.js'

/** SHA-256 as lower-case hexadecimal, of text (as UTF-8) or bytes. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

/** One hash of all data files of a run. */
export function dataHash(facts: readonly Pick<DataFact, 'role' | 'sha256'>[]): string {
  return sha256(facts.map(({ role, sha256: hash }) => `${role} ${hash}`).join('\n'))
}

/** SHA-256 of UTF-8 text as base64, the form that a content security policy takes. */
export function sha256Base64(text: string): string {
  return createHash('sha256').update(text).digest('base64')
}

/** A SHA-256 that grows with what is read. */
export interface RunningHash {
  add(bytes: Uint8Array): void
  hex(): string
}

/** Starts an empty running hash; `hex` ends it. */
export function runningSha256(): RunningHash {
  const hash = createHash('sha256')
  return {
    add(bytes) {
      hash.update(bytes)
    },
    hex: () => hash.digest('hex'),
  }
}
