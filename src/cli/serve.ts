import type { Command } from 'commander'
import type { ServeFlags } from './flags.js'
import { wholeNumber } from './whole-number.js'

const PORT = 7315

/** `hedgerow serve [FOLDER]`: the reports in a browser, on this machine alone. */
export function addServe(program: Command): void {
  program
    .command('serve')
    .description('Show a folder of reports in a browser, on this machine alone; what is finished appears by itself.')
    .argument('[folder]', 'a folder of runs, or of one', 'reports')
    .option('--port <number>', 'the port, or the next one that is free', wholeNumber('--port', 1), PORT)
    .addHelpText('after', '\nExample: hedgerow serve')
    .action(async (folder: string, flags: ServeFlags) => {
      const { serveFolder } = await import('./serve-folder.js')
      await serveFolder(folder, flags)
    })
}
