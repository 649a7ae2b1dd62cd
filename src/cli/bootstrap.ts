import type { Command } from 'commander'
import { durationMs } from '#domain/time.js'
import { type BootstrapFlags, collected, logLevels } from './flags.js'
import { wholeNumber } from './whole-number.js'

/** `hedgerow bootstrap CONFIG`: the run on resampled histories. */
export function addBootstrap(program: Command): void {
  program
    .command('bootstrap')
    .description('The whole run on resampled histories: between what its return, drawdown and liquidations lie.')
    .argument('<config>', 'a run config, YAML or JSON')
    .option('--runs <number>', 'how many histories', wholeNumber('--runs', 1), 1000)
    .addOption(
      program
        .createOption('--block <duration>', 'mean length of a block')
        .argParser((text: string) => durationMs(text, '--block'))
        .default(durationMs('3d'), '3d'),
    )
    .option('--set <path=value>', 'override a config key; may be given again', collected)
    .option('--tag <word>', 'a word by which reports/index.html is filtered; may be given again', collected)
    .option('--seed <number>', "of the histories (default: the config's own)", wholeNumber('--seed', 0))
    .option(
      '--workers <number>',
      'threads (default: as many as this machine runs at once)',
      wholeNumber('--workers', 1),
    )
    .option('--out <folder>', 'its own folder (default: reports/<name>-bootstrap below the current folder)')
    .option('--json', 'the result on stdout, all else on stderr')
    .option('--quiet', 'no table, no progress, no warnings')
    .option('--no-report', 'leave bootstrap.html out')
    .option('--no-cache', 'parse the data files anew, and keep nothing of them')
    .addOption(
      program.createOption('--log-level <level>', 'debug adds the whole stack of an error').choices([...logLevels]),
    )
    .addHelpText('after', '\nExample: hedgerow bootstrap strategies/core-hedge.yaml --runs 1000 --block 3d')
    .action(async (config: string, flags: BootstrapFlags) => {
      const { bootstrapConfig } = await import('./bootstrap-config.js')
      await bootstrapConfig(config, flags)
    })
}
