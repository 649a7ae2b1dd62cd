import { type Command, InvalidArgumentError } from 'commander'
import { InputError } from '#domain/failure.js'
import { durationMs } from '#domain/time.js'
import { withReadingFlags } from './data-choices.js'
import type { DataCheckFlags } from './flags.js'

/** `hedgerow data check FILE…`: what is wrong with a data file, line by line, and a repaired copy of it. */
export function addDataCheck(data: Command): void {
  const choice = (flags: string, description: string, choices: readonly string[]) =>
    data.createOption(flags, description).choices([...choices])
  const command = data
    .command('check')
    .description(
      'Say what is wrong with candles, funding or another series, line by line. Ends with 3 where something is.',
    )
    .argument('<file...>', 'data files')
    .addOption(choice('--fix <how>', 'write a repaired copy: drop unusable rows, or fill gaps, too', ['drop', 'fill']))
    .option('--out <file>', 'the repaired copy (default: <name>.fixed.csv beside the file)')
    .option('--force', 'replace a copy that is there')
    .option(
      '--timeframe <length>',
      'the candles are of this length, such as 1h (default: the most common step)',
      duration,
    )
    .option('--max-gap <length>', 'missing candles up to this stretch, such as 24h, are no fault', duration, 0)
    .option('--outlier <n>', 'remark wicks of more than so many median ranges', multiple, 15)
  withReadingFlags(command)
    .option('--json', 'everything that was found as JSON')
    .addHelpText('after', '\nExample: hedgerow data check candles.csv --fix fill')
    .action(async (files: readonly string[], flags: DataCheckFlags) => {
      const { checkFiles } = await import('./check-files.js')
      await checkFiles(files, flags)
    })
}

function duration(text: string): number {
  try {
    const length = durationMs(text)
    if (length > 0) return length
  } catch (error) {
    if (!(error instanceof InputError)) throw error
  }
  throw new InvalidArgumentError('Expected a length of time such as 15m, 1h or 1d.')
}

function multiple(text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text)
  if (!(value > 0 && Number.isFinite(value))) throw new InvalidArgumentError('Expected a number above 0.')
  return value
}
