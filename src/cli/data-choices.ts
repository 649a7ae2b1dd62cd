import type { Command } from 'commander'
import { column } from './data-import.js'
import { checkedKinds } from './flags.js'

/** Adds the flags that say what a file does not say itself (`DataReadingFlags`). */
export function withReadingFlags(command: Command): Command {
  return command
    .addOption(
      command.createOption('--kind <kind>', 'what the files hold (default: seen in them)').choices([...checkedKinds]),
    )
    .option('--column <role=column>', 'which column is the time, volume …: its title, or its number', column)
    .option('--pair <pair>', 'the pair to read from a file of several')
    .option('--time-zone <zone>', 'of times that are written without one, such as Europe/Paris (default: UTC)')
}
