import { readdir, realpath, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'

/** What a path of a URL stands for. */
export type Served =
  | { readonly kind: 'file'; readonly path: string; readonly bytes: number; readonly type: string }
  | { readonly kind: 'folder'; readonly names: readonly string[] }
  | { readonly kind: 'nothing' }

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  json: 'application/json; charset=utf-8',
  ndjson: 'application/x-ndjson; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  yaml: 'text/plain; charset=utf-8',
  // The strategy that ran is for reading: no page runs it.
  mjs: 'text/plain; charset=utf-8',
  md: 'text/plain; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  png: 'image/png',
  parquet: 'application/vnd.apache.parquet',
}
const UNKNOWN = 'application/octet-stream'

/**
 * What lies at the path of a URL below a folder. Nothing is there that the path leaves the folder for, by `..`, by a link or
 * otherwise, nothing that begins with a dot, and nothing that is neither file nor folder.
 */
export async function servedFile(root: string, urlPath: string): Promise<Served> {
  const segments = segmentsOf(urlPath)
  if (segments === null) return { kind: 'nothing' }
  try {
    const inside = await realpath(root)
    const path = await realpath(join(inside, ...segments))
    if (path !== inside && !path.startsWith(inside.endsWith(sep) ? inside : inside + sep)) return { kind: 'nothing' }
    const found = await stat(path)
    if (found.isDirectory()) return { kind: 'folder', names: await readdir(path) }
    if (!found.isFile()) return { kind: 'nothing' }
    return { kind: 'file', path, bytes: found.size, type: types[extensionOf(path)] ?? UNKNOWN }
  } catch {
    return { kind: 'nothing' }
  }
}

/** The names of a path, decoded; null where one of them is none. */
function segmentsOf(urlPath: string): readonly string[] | null {
  try {
    const segments = urlPath.split('/').filter(Boolean).map(decodeURIComponent)
    return segments.every(isName) ? segments : null
  } catch {
    return null
  }
}

function isName(segment: string): boolean {
  return !segment.startsWith('.') && !/[/\\:\0]/.test(segment)
}

function extensionOf(path: string): string {
  return /\.([a-z]+)$/.exec(path)?.[1] ?? ''
}
