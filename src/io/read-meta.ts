import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { parse, YAMLParseError } from 'yaml'
import { InputError, type Where } from '#domain/failure.js'
import { unreadable } from './read-failure.js'

/** What a sidecar `<file>.meta.yaml` says about a data file. */
export interface Meta {
  readonly synthetic: boolean
  /** It states that a market traded so: `synthetic: false`, or the exchange that the file was fetched from. */
  readonly real: boolean
  /** `source: …`, `seed: …`: each of its other words as a line. */
  readonly notes: readonly string[]
}

const LIST_TOLD = 3

/**
 * Reads the sidecar of a data file; of a file without one nothing is known. A hash in it that is not the file's own is
 * noted, and what it says of a market is then not said of this file. Throws `InputError` `meta-invalid` where it is not a YAML mapping or `synthetic` is not true or false.
 */
export async function readMeta(path: string, sha256: string): Promise<Meta> {
  const sidecar = `${path}.meta.yaml`
  const file = basename(sidecar)
  const text = await textOf(sidecar, file)
  if (text === null) return { synthetic: false, real: false, notes: [] }
  const entries = mappingOf(text, file)
  const synthetic = entries['synthetic'] ?? null
  if (synthetic !== null && typeof synthetic !== 'boolean')
    throw invalid(`synthetic: ${JSON.stringify(synthetic)}`, 'synthetic: true or false', file)
  const notes = Object.entries(entries).flatMap(([key, value]) => noteOf(key, value, sha256))
  return { synthetic: synthetic === true, real: isReal(entries, sha256), notes }
}

function isReal(entries: Readonly<Record<string, unknown>>, sha256: string): boolean {
  const isOther = hashes.some((key) => entries[key] !== undefined && entries[key] !== sha256)
  if (isOther || entries['synthetic'] === true) return false
  return entries['synthetic'] === false || typeof entries['exchange'] === 'string'
}

async function textOf(sidecar: string, file: string): Promise<string | null> {
  try {
    return await readFile(sidecar, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw unreadable(sidecar, error, file)
  }
}

function mappingOf(text: string, file: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error
    throw invalid(error.message.split('\n')[0], 'YAML', `${file}:${error.linePos?.[0].line ?? 1}`)
  }
  throw invalid('something else than a mapping', 'lines such as `synthetic: true`', `${file}:1`)
}

/** Keys that give the file's SHA-256. */
const hashes = ['sha256', 'hash']

/** What a run says of the file by itself. */
const told = ['synthetic', 'kind', 'timeframe', 'gaps', 'from', 'to']

function noteOf(key: string, value: unknown, sha256: string): readonly string[] {
  if (key === 'synthetic' && value === true) return ['synthetic']
  if (told.includes(key)) return []
  if (hashes.includes(key)) {
    return value === sha256 ? [] : [`its sidecar gives another ${key}: the file was changed since`]
  }
  // A note is read by people: of a long list they want to know that it is there.
  if (Array.isArray(value) && value.length > LIST_TOLD) return [`${key}: ${value.length} entries`]
  return [`${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`]
}

function invalid(found: string, expected: string, where: Where): InputError {
  return new InputError('meta-invalid', `found ${found}; expected ${expected}`, {
    where,
    hint: 'Correct the sidecar, or remove it.',
  })
}
