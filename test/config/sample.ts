import { withOverride } from '#config/overrides.js'
import { resolveConfig } from '#config/resolve.js'
import type { ResolvedConfig } from '#config/resolved.js'
import { parseText } from '#config/text.js'
import { InputError } from '#domain/failure.js'
import type { PlanAction, PlanStep } from '#strategy/plan-steps.js'

/** The least that a config must say. */
const leastConfig = `
data: { candles: candles.csv }
instrument:
  pair: TAO/USDT
  tick: 0.01
  lot: 0.001
  minNotional: 5
  fees: { maker: 0.0002, taker: 0.0005 }
  tiers:
    - { upTo: 10000, maxLeverage: 75, rate: 0.01, amount: 0 }
    - { upTo: 50000, maxLeverage: 50, rate: 0.015, amount: 50 }
strategy: { use: core-hedge.ts }
`

/** The least config with overrides, its files taken to lie in `/runs`. */
export function resolved(...overrides: readonly string[]): ResolvedConfig {
  const raw = overrides.reduce(withOverride, parseText(leastConfig, 'run.yaml'))
  return resolveConfig(raw, { defaultName: 'run', instrumentFile: null, locate: (path) => `/runs/${path}` })
}

/** The refusal of the least config with overrides. */
export function refusal(...overrides: readonly string[]): InputError {
  try {
    resolved(...overrides)
  } catch (error) {
    if (error instanceof InputError) return error
    throw error
  }
  throw new Error(`${overrides.join(' ')} was not refused`)
}

const asPlan = (steps: string): readonly string[] => ['strategy.use=null', `strategy.plan=\n${steps}`]

/** The steps of a plan that is written as a YAML list. */
export function plan(steps: string): readonly PlanStep[] {
  const { plan: parsed } = resolved(...asPlan(steps)).strategy
  if (parsed === null) throw new Error('The config has no plan.')
  return parsed
}

/** What the last step of a plan does, after one that opens `core`. */
export function action(step: string): PlanAction {
  const last = plan(`- { at: start, open: { leg: core, side: long, quantity: 1 } }\n- { at: 2026-01-01, ${step} }`).at(
    -1,
  )
  if (last === undefined) throw new Error('The plan has no steps.')
  return last.action
}

/** The refusal of a plan. */
export function planRefusal(steps: string): InputError {
  return refusal(...asPlan(steps))
}
