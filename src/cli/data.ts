import type { Command } from 'commander'
import { addDataCache } from './data-cache.js'
import { addDataFetch } from './data-fetch.js'

/** `hedgerow data …`: candles and feeds in and out. */
export function addData(program: Command): void {
  const data = program.command('data').description('Candles and feeds in and out.')
  addDataFetch(data)
  addDataCache(data)
}
