import type { Command } from 'commander'
import { collected, type CompareFlags, logLevels, wholeNumber } from './flags.js'

/** `hedgerow compare CONFIG…`: a few runs side by side, and one report. */
export function addCompare(program: Command): void {
  const logLevel = program
    .createOption('--log-level <level>', 'debug adds the stack of an error')
    .choices([...logLevels])
  program
    .command('compare')
    .description('Play a few runs side by side: several configs, or one with values varied. Leaves one report.')
    .argument('<configs...>', 'run configs, YAML or JSON')
    .option('--vary <path=values>', 'values of a config key: a,b,c or 0..1/0.1; may be given again', collected)
    .option('--set <path=value>', 'override a config key in all of them; may be given again', collected)
    .option('--tag <word>', 'a word by which reports/index.html is filtered; may be given again', collected)
    .option('--out <folder>', "the comparison's own folder (default: reports/<name>-compare below the current folder)")
    .option('--force', 'replace reports/<name>-compare instead of taking <name>-compare-2')
    .option('--workers <n>', 'threads (default: as many as the machine runs at once)', wholeNumber('--workers'))
    .option('--yes', 'more than 1,000,000 combinations, or values of one range, are meant')
    .option('--json', 'the comparison on stdout, all else on stderr')
    .option('--quiet', 'no table, no progress')
    .option('--reports', 'a full run folder of each run, too, which the table of compare.html opens')
    .option('--no-report', 'leave compare.html out')
    .option('--no-cache', 'parse the data files anew, and keep nothing of them')
    .addOption(logLevel)
    .addHelpText(
      'after',
      '\nExample: hedgerow compare strategies/froth-hedge.yaml --vary strategy.params.hedgeRatio=0..1/0.25',
    )
    .action(async (configs: readonly string[], flags: CompareFlags) => {
      const { compareConfigs } = await import('./compare-configs.js')
      await compareConfigs(configs, flags)
    })
}
