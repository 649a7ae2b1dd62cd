import { isAbsolute, relative } from 'node:path'

/** A word as a shell takes it. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}

/** A path as a person would write it: relative where it lies below the current folder. */
export function shown(path: string): string {
  const short = relative(process.cwd(), path)
  return short === '' ? '.' : short.startsWith('..') || isAbsolute(short) ? path : short
}
