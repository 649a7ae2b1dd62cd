import { readFile } from 'node:fs/promises'

/** Where the package lies, from `src/io` as from `dist/io`. */
const root = new URL('../../', import.meta.url)

/** The text of a file of this package, by its path in it. */
export function packageText(path: string): Promise<string> {
  return readFile(new URL(path, root), 'utf8')
}

/** The version in package.json. */
export async function packageVersion(): Promise<string> {
  const { version } = JSON.parse(await packageText('package.json')) as { version: string }
  return version
}
