import { type Command, InvalidArgumentError } from 'commander'
import { dataKinds } from '#market/file-kind.js'
import type { DataImportFlags } from './flags.js'

/** `hedgerow data import FILE… --out NAME`: any file → a data set of the project's own. */
export function addDataImport(data: Command): void {
  data
    .command('import')
    .description(
      'Convert files of an exchange or a tool to a data set: one CSV, checked, with a sidecar that says whence.',
    )
    .argument('<file...>', 'CSV, JSON, feather or Parquet, also as gzip or zip; several files follow each other')
    .requiredOption('--out <name>', 'the data set: <name>.csv and <name>.csv.meta.yaml')
    .addOption(
      data.createOption('--kind <kind>', 'what the files hold (default: seen in them)').choices([...dataKinds]),
    )
    .option('--column <role=column>', 'which column is the time, volume, value …: its title, or its number', column)
    .option('--pair <pair>', 'the pair to read from a file of several; else the pair that the sidecar names')
    .option('--each-pair', 'a data set for each pair of a file of several: <name>-<pair>.csv')
    .option('--time-zone <zone>', 'of times that are written without one, such as Europe/Paris (default: UTC)')
    .option('--drop-last', 'leave out the newest candle, which may not have closed when the file was saved')
    .option('--parquet', 'write <name>.parquet instead')
    .option('--force', 'replace what is there')
    .option('--json', 'what was written as JSON')
    .addHelpText('after', examples)
    .action(async (files: readonly string[], flags: DataImportFlags) => {
      const { importFiles } = await import('./import-files.js')
      await importFiles(files, flags)
    })
}

const examples = `
Examples: hedgerow data import BTCUSDT-1h-2025-*.zip --out data/btc-1h
          hedgerow data import candles.json.gz --out data/tao-1h --pair TAO/USDT:USDT
          hedgerow data import export.csv --out data/tao-1h --column time=date --time-zone Europe/Paris`

/** A `--column role=column`, added to those before it. */
export function column(text: string, earlier: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const match = /^([a-zA-Z]+)=(.+)$/.exec(text)
  if (match === null) throw new InvalidArgumentError('Expected a role and a column, such as time=date or volume=7.')
  return { ...earlier, [match[1]]: match[2] }
}
