import type { Command } from 'commander'
import { withReadingFlags } from './data-choices.js'
import type { DataInfoFlags } from './flags.js'

/** `hedgerow data info FILE…`: what a data file holds, with a line of its values. */
export function addDataInfo(data: Command): void {
  const command = data
    .command('info')
    .description('Tell what a data file holds, and draw its values.')
    .argument('<file...>', 'data files')
  withReadingFlags(command)
    .option('--json', 'the facts as JSON')
    .addHelpText('after', '\nExample: hedgerow data info candles.csv')
    .action(async (files: readonly string[], flags: DataInfoFlags) => {
      const { tellInfo } = await import('./info-of-files.js')
      await tellInfo(files, flags)
    })
}
