import type { Command } from 'commander'
import type { VerifyFlags } from './flags.js'

/** `hedgerow verify DIR`: replays a finished run from what its folder holds. */
export function addVerify(program: Command): void {
  program
    .command('verify')
    .description(
      'Replay a finished run from its own folder and say whether it comes out the same. Exit code 3 where not.',
    )
    .argument('<folder>', 'the folder of a run, such as reports/core-hedge')
    .option('--data <folder>', 'where the data files lie now, by their names (default: where the run found them)')
    .option('--json', 'what was found as JSON on stdout')
    .addHelpText('after', '\nExample: hedgerow verify reports/core-hedge')
    .action(async (folder: string, flags: VerifyFlags) => {
      const { verifyRun } = await import('./verify-run.js')
      await verifyRun(folder, flags)
    })
}
