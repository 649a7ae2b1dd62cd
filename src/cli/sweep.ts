import type { Command } from 'commander'
import { collected, logLevels, type SweepFlags } from './flags.js'
import { wholeNumber } from './whole-number.js'

/** `hedgerow sweep CONFIG`: many runs with some config paths varied. */
export function addSweep(program: Command): void {
  program
    .command('sweep')
    .description('Many runs of a config with some of its paths varied: the best, and whether the answer is luck.')
    .argument('<config>', 'a run config, YAML or JSON')
    .requiredOption(
      '--vary <path=values>',
      'a config path and its values, 0,0.1,0.2 or 0..1/0.05 or log(0.01..10/7); may be given again',
      collected,
    )
    .option('--set <path=value>', 'override a config key; may be given again', collected)
    .option('--tag <word>', 'a word by which reports/index.html is filtered; may be given again', collected)
    .addOption(
      program
        .createOption('--search <method>', 'how the best is looked for')
        .choices(['grid', 'random', 'tpe'])
        .default('grid'),
    )
    .option('--trials <number>', 'trials of a search that is no grid (default: 200)', wholeNumber('--trials', 1))
    .option('--seed <number>', "of the search (default: the config's own)", wholeNumber('--seed', 0))
    .option('--objective <metrics>', "what the best is best in: sharpe, or 'sharpe, min maxDrawdown'", 'sharpe')
    .option('--constraint <relation>', "what a run must keep to: 'liquidations = 0'; may be given again", collected)
    .option('--walk-forward <windows>', 'train=180d,test=60d[,anchored]: choose on one window, test on the next')
    .option('--holdout <percentage>', '20%: the end of the data, which the search cannot see')
    .option(
      '--workers <number>',
      'threads (default: as many as this machine runs at once)',
      wholeNumber('--workers', 1),
    )
    .option('--top <number>', 'full run folders of so many of the best, at most 200', wholeNumber('--top', 0, 200))
    .option(
      '--out <folder>',
      "the sweep's own folder (default: reports/<name>-sweep, or -2 …, below the current folder)",
    )
    .option('--yes', 'more than a million trials, or values of one range, too')
    .option('--json', 'the result on stdout, all else on stderr')
    .option('--quiet', 'no table, no progress, no warnings')
    .option('--no-report', 'leave sweep.html out')
    .option('--no-cache', 'parse the data files anew, and keep nothing of them')
    .addOption(
      program.createOption('--log-level <level>', 'debug adds the whole stack of an error').choices([...logLevels]),
    )
    .addHelpText(
      'after',
      "\nExample: hedgerow sweep strategies/core-hedge.yaml --vary strategy.params.hedgeRatio=0..1/0.1 --constraint 'liquidations = 0'",
    )
    .action(async (config: string, flags: SweepFlags) => {
      const { sweepConfig } = await import('./sweep-config.js')
      await sweepConfig(config, flags)
    })
}
