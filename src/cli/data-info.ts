import type { Command } from 'commander'
import { type DataInfoFlags, dataKinds } from './flags.js'

/** `hedgerow data info FILE…`: what a data file holds, with a line of its values. */
export function addDataInfo(data: Command): void {
  data
    .command('info')
    .description('Tell what a data file holds, and draw its values.')
    .argument('<file...>', 'data files')
    .addOption(
      data.createOption('--kind <kind>', 'what the files hold (default: as their headers say)').choices([...dataKinds]),
    )
    .option('--json', 'the facts as JSON')
    .addHelpText('after', '\nExample: hedgerow data info candles.csv')
    .action(async (files: readonly string[], flags: DataInfoFlags) => {
      const { tellInfo } = await import('./info-of-files.js')
      await tellInfo(files, flags)
    })
}
