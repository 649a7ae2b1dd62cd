import { InputError } from '#domain/failure.js'

export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/** For a flag that may be given again: its values in order. */
export function collected(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value]
}

/** What the command line of a run sets; a flag that is not given is absent. */
export interface RunFlags {
  readonly tag?: readonly string[]
  readonly set?: readonly string[]
  readonly out?: string
  readonly force?: boolean
  readonly json?: boolean
  readonly quiet?: boolean
  readonly report: boolean
  readonly cache: boolean
  readonly bracket?: boolean
  readonly stress: boolean
  readonly logLevel?: LogLevel
}

/** Reads a whole number from 1 on. Throws `InputError` `usage-invalid-argument`. */
export function wholeNumber(flag: string): (text: string) => number {
  return (text) => {
    if (/^[1-9]\d{0,3}$/.test(text)) return Number(text)
    throw new InputError('usage-invalid-argument', `found '${text}', expected a whole number from 1 to 9999`, {
      where: flag,
      hint: `Write ${flag} 2.`,
    })
  }
}

/** What the command line of `compare` sets; a flag that is not given is absent. */
export interface CompareFlags {
  readonly reports?: boolean
  readonly tag?: readonly string[]
  readonly vary?: readonly string[]
  readonly set?: readonly string[]
  readonly out?: string
  readonly force?: boolean
  readonly workers?: number
  readonly yes?: boolean
  readonly json?: boolean
  readonly quiet?: boolean
  readonly report: boolean
  readonly cache: boolean
  readonly logLevel?: LogLevel
}

/** What the command line of `metrics` sets; a flag that is not given is absent. */
export interface MetricsFlags {
  readonly periods?: number
  readonly riskFree: number
  readonly json?: boolean
}

/** What the command line of `indicator` sets. */
export interface IndicatorFlags {
  readonly json?: boolean
}

/** What the command line of `calc liquidation` sets, numbers still as text; a flag that is not given is absent. */
export interface LiquidationFlags {
  readonly leg: readonly string[]
  readonly margin: 'isolated' | 'cross'
  readonly wallet?: string
  readonly collateral?: readonly string[]
  readonly instrument?: string
  readonly at?: string
  readonly rate?: string
  readonly mark?: string
  readonly maintenanceOn: 'mark' | 'entry'
  readonly closeFee?: string
  readonly hedgedMaintenance?: 'sum' | 'larger' | 'net'
  readonly json?: boolean
}

/** What the command line of `data cache` sets. */
export interface CacheFlags {
  readonly json?: boolean
}

/** What the command line of `data fetch` sets; a flag that is not given is absent. */
export interface FetchFlags {
  readonly exchange: string
  readonly pair: string
  readonly timeframe: string
  readonly from: string
  readonly to?: string
  readonly funding?: boolean
  readonly mark?: boolean
  readonly openInterest?: boolean
  readonly out: string
  readonly force?: boolean
  readonly baseUrl?: string
  readonly json?: boolean
  readonly quiet?: boolean
}

/** What the command line of `data import` sets; a flag that is not given is absent. */
export interface DataImportFlags {
  readonly out: string
  readonly kind?: 'candles' | 'mark' | 'funding' | 'series' | 'events'
  /** Role → title of a column, or its number counted from 1. */
  readonly column?: Readonly<Record<string, string>>
  readonly pair?: string
  readonly eachPair?: boolean
  readonly timeZone?: string
  readonly dropLast?: boolean
  readonly parquet?: boolean
  readonly force?: boolean
  readonly json?: boolean
}

/** What `data check` and `data info` read a file as; absent: its first rows say so. */
export const checkedKinds = ['candles', 'funding', 'series'] as const

/** What the command lines of `data check` and `data info` say about files that do not say it themselves. */
export interface DataReadingFlags {
  readonly kind?: (typeof checkedKinds)[number]
  /** Role → title of a column, or its number counted from 1. */
  readonly column?: Readonly<Record<string, string>>
  readonly pair?: string
  readonly timeZone?: string
}

/** What the command line of `data check` sets; a flag that is not given is absent. */
export interface DataCheckFlags extends DataReadingFlags {
  readonly fix?: 'drop' | 'fill'
  readonly out?: string
  readonly force?: boolean
  /** Milliseconds. */
  readonly timeframe?: number
  readonly maxGap: number
  readonly outlier: number
  readonly json?: boolean
}

/** What the command line of `data info` sets. */
export interface DataInfoFlags extends DataReadingFlags {
  readonly json?: boolean
}

/** What the command line of `data resample` sets. */
export interface DataResampleFlags {
  readonly out?: string
  readonly force?: boolean
  readonly json?: boolean
}

/** What the command line of `data join` sets. */
export interface DataJoinFlags {
  readonly out: string
  readonly prefer?: 'first' | 'last'
  readonly force?: boolean
  readonly json?: boolean
}

/** What the command line of `sweep` sets; a flag that is not given is absent. */
export interface SweepFlags {
  readonly tag?: readonly string[]
  readonly vary: readonly string[]
  readonly set?: readonly string[]
  readonly search: 'grid' | 'random' | 'tpe'
  readonly trials?: number
  readonly seed?: number
  readonly objective: string
  readonly constraint?: readonly string[]
  readonly walkForward?: string
  readonly holdout?: string
  readonly workers?: number
  readonly top?: number
  readonly out?: string
  readonly yes?: boolean
  readonly json?: boolean
  readonly quiet?: boolean
  readonly report: boolean
  readonly cache: boolean
  readonly logLevel?: LogLevel
}

/** What the command line of `bootstrap` sets; a flag that is not given is absent. */
export interface BootstrapFlags {
  readonly tag?: readonly string[]
  readonly runs: number
  /** Milliseconds. */
  readonly block: number
  readonly set?: readonly string[]
  readonly seed?: number
  readonly workers?: number
  readonly out?: string
  readonly json?: boolean
  readonly quiet?: boolean
  readonly report: boolean
  readonly cache: boolean
  readonly logLevel?: LogLevel
}

/** What the command line of `serve` sets. */
export interface ServeFlags {
  readonly port: number
}

/** What the command line of `verify` sets; a flag that is not given is absent. */
export interface VerifyFlags {
  readonly data?: string
  readonly json?: boolean
}
