import type { Command } from 'commander'
import type { DataJoinFlags } from './flags.js'

/** `hedgerow data join FILE… --out FILE`: several candle files as one. */
export function addDataJoin(data: Command): void {
  data
    .command('join')
    .description('Join candle files of one pair and timeframe; where they overlap, every value is compared.')
    .argument('<file...>', 'candle files without faults, in any order; gaps are told')
    .requiredOption('--out <file>', 'where the candles go')
    .addOption(
      data
        .createOption('--prefer <file>', 'whose candle is taken where two disagree; without it nothing is written then')
        .choices(['first', 'last']),
    )
    .option('--force', 'replace a file that is there')
    .option('--json', 'what was done as JSON')
    .addHelpText('after', '\nExample: hedgerow data join 2024.csv 2025.csv --out both.csv')
    .action(async (files: readonly string[], flags: DataJoinFlags) => {
      const { joinFiles } = await import('./join-files.js')
      await joinFiles(files, flags)
    })
}
