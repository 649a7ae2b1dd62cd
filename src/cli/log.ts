import { type Logger, pino } from 'pino'
import pretty from 'pino-pretty'
import type { LogLevel } from './flags.js'

/** A log for people on stderr: level and words, written before the process ends. */
export function logger(level: LogLevel): Logger {
  const colorize = process.stderr.isTTY
  return pino({ level }, pretty({ sync: true, destination: 2, colorize, ignore: 'pid,hostname,time' }))
}
