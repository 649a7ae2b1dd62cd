import type { Command } from 'commander'
import type { IndicatorFlags } from './flags.js'

/** `hedgerow indicator EXPRESSION CANDLES`: the values of an indicator, one row per candle. */
export function addIndicator(program: Command): void {
  program
    .command('indicator')
    .description('Print the values of an indicator over a candle file as CSV.')
    .argument('<expression>', "such as 'ema(20)' or 'bollinger(20, deviations: 2.5)'")
    .argument('<candles>', 'a candle file, CSV; a volume is not needed')
    .option('--json', 'the values as JSON')
    .addHelpText('after', "\nExample: hedgerow indicator 'ema(20)' candles.csv")
    .action(async (expression: string, candles: string, flags: IndicatorFlags) => {
      const { printIndicator } = await import('./indicator-values.js')
      await printIndicator(expression, candles, flags)
    })
}
