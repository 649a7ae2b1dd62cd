import type { Command } from 'commander'
import { addDataImport } from './data-import.js'

/** Each adds one command below `hedgerow data`. */
const subcommands: readonly ((data: Command) => void)[] = [addDataImport]

/** `hedgerow data …`: what is done with data files before they are replayed. */
export function addData(program: Command): void {
  const data = program.command('data').description('Data files: check, convert and fetch what a run replays.')
  for (const add of subcommands) add(data)
}
