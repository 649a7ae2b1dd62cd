import type { Command } from 'commander'
import { collected, logLevels, type RunFlags } from './flags.js'

/** `hedgerow run CONFIG`: one backtest into a folder of its own. */
export function addRun(program: Command): void {
  const logLevel = program
    .createOption('--log-level <level>', 'least of what is told on stderr; by default warn, with --quiet error')
    .choices([...logLevels])
  program
    .command('run')
    .description('Replay candles through a strategy. Leaves a report, the result and its tables in a folder.')
    .argument('<config>', 'a run config, YAML or JSON')
    .option('--set <path=value>', 'override a config key; may be given again', collected)
    .option('--tag <word>', 'a word by which reports/index.html is filtered; may be given again', collected)
    .option('--out <folder>', "the run's own folder (default: reports/<name> below the current folder)")
    .option('--force', 'replace reports/<name> instead of taking <name>-2')
    .option('--json', 'the result on stdout, all else on stderr')
    .option('--quiet', 'no summary, no progress, no warnings')
    .option('--no-report', 'leave report.html out')
    .option('--no-stress', 'do not run again with changed assumptions')
    .option('--no-cache', 'parse the data files anew, and keep nothing of them')
    .addOption(logLevel)
    .addOption(
      program.createOption(
        '--bracket',
        'every figure also as a range over the worst and the best price path, inside finer candles too',
      ),
    )
    .addHelpText('after', '\nExample: hedgerow run strategies/core-hedge.yaml --set strategy.params.hedgeRatio=0.6')
    .action(async (config: string, flags: RunFlags) => {
      // Help, the version and a mistyped flag do not wait for what only a run needs.
      const { runConfig } = await import('./run-config.js')
      await runConfig(config, flags)
    })
}
