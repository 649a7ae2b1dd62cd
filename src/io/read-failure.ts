import { readdirSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { InputError, nearest, type Where } from '#domain/failure.js'

/** A file that cannot be read, as an error for a person: missing (with the nearest name beside it), a folder, or refused. */
export function unreadable(path: string, cause: unknown, where: Where): unknown {
  const code = cause instanceof Error && 'code' in cause ? cause.code : null
  if (code === 'ENOENT') {
    return new InputError('file-missing', `found no file '${path}'`, { where, hint: missingHint(path), cause })
  }
  if (code === 'EISDIR') {
    const hint = 'Name one file in it.'
    return new InputError('file-is-folder', `found a folder at '${path}'; expected a file`, { where, hint, cause })
  }
  if (typeof code !== 'string' || cause instanceof InputError) return cause
  const hint = 'Check the path and its permissions.'
  return new InputError('file-unreadable', `cannot read '${path}' (${code})`, { where, hint, cause })
}

function missingHint(path: string): string {
  const near = nearest(basename(path), namesIn(dirname(path)))
  return near === null ? 'Check the path; in a config it is relative to the config file.' : `Did you mean '${near}'?`
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
