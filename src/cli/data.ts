import type { Command } from 'commander'

/** Each adds one command below `hedgerow data`. */
const subcommands: readonly ((data: Command) => void)[] = []

/** `hedgerow data …`: what is done with data files before they are replayed. */
export function addData(program: Command): void {
  const data = program.command('data').description('Data files: check, convert and fetch what a run replays.')
  for (const add of subcommands) add(data)
}
