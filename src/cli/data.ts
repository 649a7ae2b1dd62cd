import type { Command } from 'commander'
import { addDataCache } from './data-cache.js'
import { addDataCheck } from './data-check.js'
import { addDataFetch } from './data-fetch.js'
import { addDataImport } from './data-import.js'
import { addDataInfo } from './data-info.js'
import { addDataJoin } from './data-join.js'
import { addDataResample } from './data-resample.js'

/** Each adds one command below `hedgerow data`. */
const subcommands: readonly ((data: Command) => void)[] = [
  addDataFetch,
  addDataImport,
  addDataCheck,
  addDataInfo,
  addDataResample,
  addDataJoin,
  addDataCache,
]

/** `hedgerow data …`: what is done with data files before they are replayed. */
export function addData(program: Command): void {
  const data = program.command('data').description('Data files: check, convert and fetch what a run replays.')
  for (const add of subcommands) add(data)
}
