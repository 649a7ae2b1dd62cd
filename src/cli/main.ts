#!/usr/bin/env node
import { Command, CommanderError } from 'commander'
import { packageVersion } from '#io/package.js'
import { addBootstrap } from './bootstrap.js'
import { addCalc } from './calc.js'
import { addCompare } from './compare.js'
import { addData } from './data.js'
import { exitCodeOf, exitCodes, Interrupted, tell } from './failures.js'
import { addIndicator } from './indicator.js'
import { addMetrics } from './metrics.js'
import { addRun } from './run.js'
import { addServe } from './serve.js'
import { addSweep } from './sweep.js'
import { jsonAsked, usageError } from './usage.js'
import { addVerify } from './verify.js'

const words = process.argv.slice(2)
/** Until the command line is understood, its words say whether JSON is wanted; then the flags of its command do. */
let flags: { readonly json?: boolean; readonly logLevel?: string } = { json: jsonAsked(words) }

const program = new Command('hedgerow')
  .description('Backtests of hedged, multi-position strategies: every leg with its own leverage, margin, stop and PnL.')
  .version(await packageVersion(), '-V, --version', 'print the version')
  .helpOption('-h, --help', 'print what a command takes')
  .helpCommand('help [command]', 'print what a command takes')
  .configureOutput({ outputError: () => {} })
  .exitOverride()
  .hook('preAction', (_, command) => {
    flags = command.opts()
  })
addRun(program)
addCompare(program)
addSweep(program)
addBootstrap(program)
addVerify(program)
addServe(program)
addMetrics(program)
addIndicator(program)
addCalc(program)
addData(program)

async function tellFailure(error: unknown): Promise<void> {
  await tell(error, { json: flags.json === true, debug: flags.logLevel === 'debug' })
  process.exitCode = exitCodeOf(error)
  // A process that ends by itself lets go of its signals first: the echo of a Ctrl-C would end it without an exit code then.
  if (error instanceof Interrupted) process.exit()
}

// What reads our output may stop early, as `head` does: that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit()
})
// What a strategy starts and does not await fails outside of the run, perhaps at every candle: the first is told.
let isEnding = false
process.on('unhandledRejection', (reason) => {
  if (!isEnding) void tellFailure(reason).then(() => process.exit())
  isEnding = true
})

try {
  await program.parseAsync()
} catch (error) {
  if (!(error instanceof CommanderError)) await tellFailure(error)
  // Commander ends in this way, too, where it has printed help or the version.
  else if (error.exitCode === 0) process.exitCode = exitCodes.done
  else if (error.code === 'commander.help') process.exitCode = exitCodes.wrongRequest
  else await tellFailure(usageError(error, commandIn(words)))
}

/** The command, and the one below it, that the first words name. */
function commandIn(words: readonly string[]): string {
  const names = ['hedgerow']
  let { commands } = program
  for (const word of words) {
    const command = commands.find((one) => one.name() === word)
    if (command === undefined) break
    names.push(word)
    commands = command.commands
  }
  return names.join(' ')
}
