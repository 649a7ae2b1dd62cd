import Table from 'cli-table3'
import { iso } from '#domain/time.js'
import { cacheFolder, cacheIsWritable, clearCache } from '#io/cache/cache-folder.js'
import { cacheContents, type KeptFile } from '#io/cache/column-cache.js'
import { count, plural, time } from '#report/html-format.js'
import { fileSize } from './file-size.js'
import type { CacheFlags } from './flags.js'

/** Carries out `hedgerow data cache info`. */
export async function tellCache({ json }: CacheFlags): Promise<void> {
  const folder = cacheFolder()
  const { files, bytes } = await cacheContents(folder)
  const writable = await cacheIsWritable(folder)
  if (json === true) {
    const told = files.map((file) => ({ ...file, usedAt: iso(Math.floor(file.usedAt)) }))
    const answer = { schema: 'hedgerow/cache@1', folder: folder.path, writable, bytes, limitBytes: folder.limitBytes }
    process.stdout.write(`${JSON.stringify({ ...answer, files: told }, null, 2)}\n`)
    return
  }
  const lines = [
    `Folder  ${folder.path}`,
    ...(writable ? [] : ['        IT CANNOT BE WRITTEN: files are parsed anew each time']),
    `Holds   ${plural(files.length, 'parsed file')}, ${fileSize(bytes)} of at most ${fileSize(folder.limitBytes)}`,
  ]
  process.stdout.write(`${lines.join('\n')}\n${files.length === 0 ? '' : `\n${tableOf(files)}\n`}`)
}

/** Carries out `hedgerow data cache clear`. */
export async function clearAndTell({ json }: CacheFlags): Promise<void> {
  const folder = cacheFolder()
  const { files } = await cacheContents(folder)
  const bytes = (await clearCache(folder)).reduce((sum, entry) => sum + entry.bytes, 0)
  const answer = { schema: 'hedgerow/cache-clear@1', folder: folder.path, files: files.length, bytes }
  const text = `Removed ${plural(files.length, 'parsed file')}, ${fileSize(bytes)}, from ${folder.path}`
  process.stdout.write(json === true ? `${JSON.stringify(answer, null, 2)}\n` : `${text}\n`)
}

function tableOf(files: readonly KeptFile[]): string {
  const table = new Table({
    head: ['parsed from', 'rows', 'size', 'last used, UTC'],
    colAligns: ['left', 'right', 'right', 'left'],
    style: { head: [], border: [], compact: true },
  })
  for (const { source, rows, bytes, usedAt } of files) {
    table.push([source ?? 'damaged', rows === null ? '–' : count(rows), fileSize(bytes), time(usedAt)])
  }
  return table.toString()
}
