import type { Command } from 'commander'
import type { DataResampleFlags } from './flags.js'

/** `hedgerow data resample FILE 1h→4h`: longer candles of shorter ones. */
export function addDataResample(data: Command): void {
  data
    .command('resample')
    .description('Make longer candles of shorter ones, cut in UTC.')
    .argument('<file>', 'a candle file without faults; gaps are told')
    .argument('<timeframes>', '1h→4h or 1h->4h, or 4h alone')
    .option('--out <file>', 'where they go (default: <name>.4h.csv beside the file)')
    .option('--force', 'replace a file that is there')
    .option('--json', 'what was done as JSON')
    .addHelpText('after', '\nExample: hedgerow data resample candles-1h.csv 4h')
    .action(async (file: string, timeframes: string, flags: DataResampleFlags) => {
      const { resampleFile } = await import('./resample-file.js')
      await resampleFile(file, timeframes, flags)
    })
}
