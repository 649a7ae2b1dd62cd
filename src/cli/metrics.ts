import { type Command, InvalidArgumentError } from 'commander'
import type { MetricsFlags } from './flags.js'

/** `hedgerow metrics FILE`: every figure that follows from equity or returns alone. */
export function addMetrics(program: Command): void {
  program
    .command('metrics')
    .description('Judge any CSV of equity or returns: return, risk, ratios and drawdowns of its rows.')
    .argument('<file>', 'a CSV file with a column equity, value, balance or close; or return')
    .option('--periods <n>', 'rows that make a year (default: by the times of the rows; 365 without times)', positive)
    .option('--risk-free <r>', 'risk-free rate a year, as a fraction', rate, 0)
    .option('--json', 'the figures as JSON')
    .addHelpText('after', '\nExample: hedgerow metrics reports/core-hedge/equity.csv --risk-free 0.04')
    .action(async (file: string, flags: MetricsFlags) => {
      const { tellMetrics } = await import('./metrics-of-file.js')
      await tellMetrics(file, flags)
    })
}

function positive(text: string): number {
  const value = finite(text)
  if (value <= 0) throw new InvalidArgumentError('Expected a number above 0.')
  return value
}

function rate(text: string): number {
  const value = finite(text)
  if (value <= -1) throw new InvalidArgumentError('Expected a fraction above −1, such as 0.04 for 4 %.')
  return value
}

function finite(text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text)
  if (!Number.isFinite(value)) throw new InvalidArgumentError('Expected a number.')
  return value
}
