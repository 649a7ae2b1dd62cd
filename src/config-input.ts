import { InputError } from '#domain/failure.js'
import { isRecord, shownValue } from './call-options.js'
import type { Setting } from '#experiments/space/dimension.js'
import type { ConfigSource } from '#io/config-file.js'

/** The path of a run config, YAML or JSON; or a config as data, its paths relative to the current folder. */
export type ConfigInput = string | Readonly<Record<string, unknown>>

/** Values of config paths, as `--set path=value` sets them: `{ 'strategy.params.hedgeRatio': 0.5 }`. */
export type ConfigValues = Readonly<Record<string, Setting>>

/** By config path what it takes in turn: a list of values, or the text that `--vary` takes: `0..1/0.1`, `log(0.01..10/7)`. */
export type VariedValues = Readonly<Record<string, readonly Setting[] | string>>

/** A config that a program gave. Throws `InputError`. */
export async function sourceOf(config: ConfigInput, set: ConfigValues): Promise<ConfigSource> {
  if (typeof config !== 'string' && !isRecord(config)) {
    throw new InputError('config-value', `found ${shownValue(config)}; expected a config`, {
      where: 'config',
      hint: "Give the path of a run config, such as 'strategies/froth-hedge.yaml', or a config as data.",
    })
  }
  const { readConfigSource, sourceOfValues } = await import('#io/config-file.js')
  const sets = Object.entries(set).map(([path, value]) => `${path}=${JSON.stringify(value)}`)
  return typeof config === 'string' ? readConfigSource(config, sets) : sourceOfValues(config, sets)
}

/** The same as the command line writes it: `path=values`, one each. */
export function varyTexts(vary: VariedValues | undefined): readonly string[] {
  const textOf = (values: readonly Setting[] | string): string =>
    typeof values === 'string' ? values : values.map((value) => JSON.stringify(value)).join(',')
  return Object.entries(vary ?? {}).map(([path, values]) => `${path}=${textOf(values)}`)
}
