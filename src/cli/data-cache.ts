import type { Command } from 'commander'
import type { CacheFlags } from './flags.js'

/** `hedgerow data cache [info]` and `hedgerow data cache clear`. */
export function addDataCache(data: Command): void {
  const cache = data.command('cache').description('What is kept of data files that were parsed before.')
  cache
    .command('info', { isDefault: true })
    .description('Where the cache is, how full, and of which files.')
    .option('--json', 'the same as JSON')
    .action(async (flags: CacheFlags) => {
      const { tellCache } = await import('./cache-told.js')
      await tellCache(flags)
    })
  cache
    .command('clear')
    .description('Remove all of it. Data files themselves are never touched.')
    .option('--json', 'what was removed as JSON')
    .action(async (flags: CacheFlags) => {
      const { clearAndTell } = await import('./cache-told.js')
      await clearAndTell(flags)
    })
}
