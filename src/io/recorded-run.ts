import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { InputError } from '#domain/failure.js'

/** `result.json` of a finished run, as far as others than its reader need to know it. */
export interface RecordedRun {
  readonly schema: string
  readonly engine: { readonly name: string; readonly version: string }
  readonly hash: Readonly<Record<'config' | 'data' | 'strategy' | 'result', string>>
  readonly data: unknown
  readonly path: { readonly bracket: unknown }
}

const SCHEMA = 'hedgerow/result@1'

/** Reads what a run left in its folder. Throws `InputError` where the folder is not that of a run. */
export async function readRecordedRun(folder: string): Promise<RecordedRun> {
  const file = join(folder, 'result.json')
  const hint = 'Name the folder of a run, which holds a result.json and a config.yaml, such as reports/core-hedge.'
  const refuse = (message: string, cause: unknown) => new InputError('not-a-run', message, { where: file, hint, cause })
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (cause) {
    throw refuse('there is no such file, or it cannot be read', cause)
  }
  let found: Partial<RecordedRun> | null
  try {
    found = JSON.parse(text) as Partial<RecordedRun> | null
  } catch (cause) {
    throw refuse('is not JSON', cause)
  }
  const isRun = found?.schema === SCHEMA && found.hash !== undefined && found.engine !== undefined
  if (!isRun || found?.path === undefined) throw refuse(`is not the result of a run (${SCHEMA})`, null)
  return found as RecordedRun
}
