import { parseDocument } from 'yaml'
import { InputError } from '#domain/failure.js'

/**
 * The values of a YAML or JSON text (JSON is YAML); null where it is empty. `file` is what problems are told of.
 * Throws `InputError` `config-syntax` with `file:line:column`.
 */
export function parseText(text: string, file: string): unknown {
  const document = parseDocument(text)
  const problem = document.errors[0] ?? document.warnings[0]
  if (problem) {
    const at = problem.linePos?.[0]
    const where = at === undefined ? file : `${file}:${at.line}:${at.col}`
    throw syntaxError(problem.message.split(/ at line \d+/)[0], where)
  }
  try {
    return document.toJS() as unknown
  } catch (error) {
    if (error instanceof ReferenceError) throw syntaxError(error.message, file)
    throw error
  }
}

function syntaxError(message: string, where: string): InputError {
  return new InputError('config-syntax', message, {
    where,
    hint: 'Correct the YAML there: keys are indented by spaces, lists begin with a dash, brackets are closed.',
  })
}
