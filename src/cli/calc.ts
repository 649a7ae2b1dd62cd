import type { Command } from 'commander'
import { collected, type LiquidationFlags } from './flags.js'

/** `hedgerow calc …`: calculators on the formulas of a run. */
export function addCalc(program: Command): void {
  const calc = program.command('calc').description('Calculators on the formulas of a run.')
  const choice = (flags: string, description: string, choices: readonly string[]) =>
    calc.createOption(flags, description).choices([...choices])
  calc
    .command('liquidation')
    .description('Liquidation and bankruptcy prices of one leg, or of a hedged set.')
    .requiredOption('--leg <leg>', 'side:quantity@entryxleverage, such as long:10@270x3; may be given again', collected)
    .addOption(
      choice('--margin <mode>', 'each leg answers alone, or all with the wallet', ['isolated', 'cross']).default(
        'isolated',
      ),
    )
    .option('--wallet <amount>', 'money of the cross legs, in quote currency')
    .option('--collateral <amount>', 'of an isolated leg, instead of notional ÷ leverage; once for each leg', collected)
    .option('--instrument <name>', 'margin tiers of a bundled instrument, or of a YAML file')
    .option('--at <date>', 'the tiers in force then (default: the latest)')
    .option('--rate <fraction>', 'one maintenance rate instead of tiers')
    .option('--mark <price>', 'the mark now (default: the entry; for cross legs their mean)')
    .addOption(choice('--maintenance-on <price>', 'whose notional counts', ['mark', 'entry']).default('mark'))
    .option('--close-fee <fraction>', "fee of the closing order, where the venue's test has it")
    .addOption(
      choice('--hedged-maintenance <rule>', 'how long and short cross legs count (default: sum)', [
        'sum',
        'larger',
        'net',
      ]),
    )
    .option('--json', 'the answer as JSON')
    .addHelpText('after', examples)
    .action(async (flags: LiquidationFlags) => {
      const { printLiquidation } = await import('./calc-liquidation.js')
      await printLiquidation(flags)
    })
}

const examples = `
Examples: hedgerow calc liquidation --leg long:10@270x3 --instrument tao-usdt-perp
          hedgerow calc liquidation --leg long:10@270x3 --leg short:4@270x5 --wallet 1500 --margin cross --rate 0.01`
