import { fileURLToPath } from 'node:url'

const packageRoot = fileURLToPath(new URL('../../', import.meta.url))

/** The stack of what a strategy threw, without the frames of hedgerow and of Node between and below the user's own. */
export function userStack(thrown: Error): string {
  const lines = (thrown.stack ?? String(thrown)).split('\n')
  return lines.filter((line) => !/^ +at /.test(line) || isUsers(line)).join('\n')
}

/** A file, but none of ours: source maps may name those in `src` as well as in `dist`. Shipped strategies are a user's. */
function isUsers(frame: string): boolean {
  const path = /(?:file:\/\/\/|\/|[A-Za-z]:[\\/]).*(?=:\d+:\d+\)?$)/.exec(frame)?.[0]
  if (path === undefined || / \(?node:/.test(frame)) return false
  const file = path.startsWith('file:') ? fileURLToPath(path) : path
  return !file.startsWith(packageRoot) || !/^(?:src|dist)[\\/]/.test(file.slice(packageRoot.length))
}
