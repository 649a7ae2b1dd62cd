import type { CommanderError } from 'commander'
import { InputError } from '#domain/failure.js'

/** Whether a command line that may be wrong asks for JSON. What follows `--` is no flag. */
export function jsonAsked(words: readonly string[]): boolean {
  const end = words.indexOf('--')
  return words.slice(0, end === -1 ? words.length : end).includes('--json')
}

/** What is wrong with a command line, in the one form of all errors; its code is `usage-unknown-option` and the like. */
export function usageError({ code, message }: CommanderError, command: string): InputError {
  const [what, suggestion = ''] = message.replace(/^error: /, '').split('\n')
  const near = /Did you mean (?:one of )?(.+)\?/.exec(suggestion)?.[1]
  const meant = near === undefined ? '' : `Did you mean ${near}? `
  const kind = code.replace('commander.', '').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  return new InputError(`usage-${kind}`, what, {
    where: 'command line',
    hint: `${meant}See ${command} --help.`,
  })
}
