#!/usr/bin/env node
import { CommanderError, Command } from 'commander'
import { packageVersion } from '#io/package.js'
import { addRun } from './run.js'
import { exitCodeOf, tell } from './failures.js'

const program = new Command('hedgerow')
  .description('Backtests of hedged, multi-position strategies: every leg with its own leverage, margin, stop and PnL.')
  .version(await packageVersion())
  .showSuggestionAfterError()
  .showHelpAfterError('Run with --help for what it takes.')
  .exitOverride()
addRun(program)

try {
  await program.parseAsync()
} catch (error) {
  // Commander has told its own faults already; --help and --version end here too, with code 0.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2
  else {
    const { json = false, logLevel } = program.commands.find(({ args }) => args.length > 0)?.opts() ?? {}
    tell(error, { json, debug: logLevel === 'debug' })
    process.exitCode = exitCodeOf(error)
  }
}
