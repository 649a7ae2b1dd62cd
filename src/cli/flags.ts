export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/** What the command line of a run sets; a flag that is not given is absent. */
export interface RunFlags {
  readonly set?: readonly string[]
  readonly out?: string
  readonly force?: boolean
  readonly json?: boolean
  readonly quiet?: boolean
  readonly report: boolean
  readonly bracket?: boolean
  readonly logLevel?: LogLevel
}

/** What the command line of `metrics` sets; a flag that is not given is absent. */
export interface MetricsFlags {
  readonly periods?: number
  readonly riskFree: number
  readonly json?: boolean
}
