import type {
  AdjustCommand,
  Command,
  ExitLevel,
  Lasting as CommandLasting,
  Size,
  TargetShare,
  TimeInForce,
  Trailing,
} from '#domain/command.js'
import { decimal, plain, sum } from '#domain/decimal.js'
import type { LegSide } from '#domain/position.js'
import { checkKeys } from './known-keys.js'
import type {
  Adjustment,
  Lasting,
  Level,
  OpenOrder,
  PartialTarget,
  ReduceOrder,
  ScaleOrder,
  TrailingOrder,
} from './leg-handle.js'

/** Commands given since the exchange last took them. Closed once the run is over. */
export class CommandQueue {
  readonly commands: Command[] = []
  isOpen = true
  /** The declared names, of which a size may speak. */
  readonly legs: readonly string[]

  constructor(legs: readonly string[]) {
    this.legs = legs
  }

  add(command: Command): void {
    if (!this.isOpen)
      throw new Error(`'${command.leg}' can no longer ${command.kind}: the run is over when onEnd is asked`)
    this.commands.push(command)
  }

  /** Hands out what was given and starts anew. */
  take(): readonly Command[] {
    return this.commands.splice(0)
  }
}

const lastingKeys = ['timeInForce', 'until']
const entryKeys = [
  'quantity',
  'notional',
  'margin',
  'fractionOfEquity',
  'riskOfEquity',
  'ratioOf',
  'ratio',
  'limit',
  'postOnly',
  'trigger',
  ...lastingKeys,
]
const exitKeys = ['stop', 'stopLimit', 'stopOn', 'target', 'targets', 'trailing']
/** What each verb knows. */
export const keysOf = {
  open: [...entryKeys, ...exitKeys, 'leverage'],
  scale: entryKeys,
  reduce: ['quantity', 'fraction', ...lastingKeys],
  close: lastingKeys,
  adjust: exitKeys,
} as const

const sizeForms = ['quantity', 'notional', 'margin', 'fractionOfEquity', 'riskOfEquity'] as const

/** The one size of an order. Throws where there is none, two, or one that is not a finite number. */
export function sizeOf(order: OpenOrder | ScaleOrder, legs: readonly string[], what: string): Size {
  const given = sizeForms.filter((form) => form in order && order[form as keyof typeof order] !== undefined)
  if (order.ratioOf !== undefined) {
    if (given.length > 0) throw new TypeError(`${what}: give one size, not ratioOf and ${given.join(' and ')}`)
    if (!legs.includes(order.ratioOf)) {
      throw new TypeError(`${what}: ratioOf names '${order.ratioOf}', no leg of the strategy: ${legs.join(', ')}`)
    }
    return { ratioOf: order.ratioOf, ratio: finite(order.ratio, `${what}: ratio`) }
  }
  if (given.length !== 1) {
    const found = given.length === 0 ? 'none' : given.join(' and ')
    throw new TypeError(`${what}: give exactly one of ${sizeForms.join(', ')}, or ratioOf with ratio; found ${found}`)
  }
  const form = given[0]
  return { [form]: finite(order[form as keyof typeof order], `${what}: ${form}`) } as unknown as Size
}

/** Limit or trigger of an entry, checked. */
export function waitingOf(
  order: OpenOrder | ScaleOrder,
  what: string,
): { limit?: number; postOnly?: boolean; trigger?: number } {
  if (order.postOnly === true && order.limit === undefined) {
    throw new TypeError(`${what}: postOnly without a limit`)
  }
  if (order.postOnly === true && (order.timeInForce === 'ioc' || order.timeInForce === 'fok')) {
    throw new TypeError(`${what}: postOnly rests, and timeInForce '${order.timeInForce}' does not`)
  }
  return {
    ...(order.limit === undefined ? {} : { limit: price(order.limit, `${what}: limit`) }),
    ...(order.postOnly === true ? { postOnly: true } : {}),
    ...(order.trigger === undefined ? {} : { trigger: price(order.trigger, `${what}: trigger`) }),
  }
}

/** How long an order works, checked; what is not named is left out. */
export function lastingOf({ timeInForce, until }: Lasting, what: string): CommandLasting {
  if (timeInForce !== undefined && !timesInForce.includes(timeInForce)) {
    throw new TypeError(
      `${what}: timeInForce is ${JSON.stringify(timeInForce)}, expected one of ${timesInForce.join(', ')}`,
    )
  }
  if (timeInForce !== 'gtd' && until !== undefined) throw new TypeError(`${what}: until without timeInForce 'gtd'`)
  if (timeInForce !== 'gtd') return timeInForce === undefined ? {} : { timeInForce }
  return { timeInForce, until: finite(until, `${what}: until`) }
}

const timesInForce: readonly string[] = ['gtc', 'ioc', 'fok', 'gtd'] satisfies readonly TimeInForce[]

/** The levels of an adjustment or an entry's exits, checked; what is not named is left out. */
export function exitsOf(
  exits: Adjustment,
  side: LegSide,
  what: string,
): Pick<AdjustCommand, 'stop' | 'stopLimit' | 'stopOn' | 'target' | 'targets' | 'trailing'> {
  const { trailing, stopOn } = exits
  if (stopOn !== undefined && stopOn !== 'last' && stopOn !== 'mark') {
    throw new TypeError(`${what}: stopOn is ${JSON.stringify(stopOn)}, expected 'last' or 'mark'`)
  }
  return {
    ...(trailing === undefined ? {} : { trailing: trailing === null ? null : trailingOf(trailing, what) }),
    ...(exits.stop === undefined
      ? {}
      : { stop: exits.stop === null ? null : levelOf(exits.stop, side === 'long', `${what}: stop`) }),
    ...(exits.stopLimit === undefined ? {} : { stopLimit: stopLimitOf(exits, side, `${what}: stopLimit`) }),
    ...(exits.stopOn === undefined ? {} : { stopOn: exits.stopOn }),
    ...(exits.target === undefined
      ? {}
      : { target: exits.target === null ? null : levelOf(exits.target, side === 'short', `${what}: target`) }),
    ...(exits.targets === undefined ? {} : { targets: targetsOf(exits, side, what) }),
  }
}

function targetsOf(
  { target, targets }: { readonly target?: unknown; readonly targets?: readonly PartialTarget[] | null },
  side: LegSide,
  what: string,
): readonly TargetShare[] | null {
  if (target !== undefined) throw new TypeError(`${what}: give target or targets, not both`)
  if (targets === undefined || targets === null) return null
  if (!Array.isArray(targets) || targets.length === 0)
    throw new TypeError(`${what}: targets is ${JSON.stringify(targets)}, expected such as [{ at: '5%', share: 0.5 }]`)
  const shares = targets.map((one: PartialTarget, index) => {
    const name = `${what}: targets[${index}]`
    checkKeys(one, ['at', 'share'], name)
    const share = finite(one.share, `${name}.share`)
    if (share <= 0 || share > 1) throw new TypeError(`${name}.share is ${share}, expected more than 0 and at most 1`)
    return { at: levelOf(one.at, side === 'short', `${name}.at`), share }
  })
  const total = sum(shares.map(({ share }) => decimal(share)))
  if (total.gt(1)) throw new TypeError(`${what}: the shares of targets sum to ${plain(total)}, expected at most 1`)
  return shares
}

function stopLimitOf({ stop, stopLimit }: Adjustment, side: LegSide, what: string): ExitLevel | null {
  if (stopLimit === undefined || stopLimit === null) return null
  if (stop === null) throw new TypeError(`${what} without a stop`)
  return levelOf(stopLimit, side === 'long', what)
}

/** What a reduction takes off, checked. */
export function reductionOf(order: ReduceOrder, what: string): { quantity: number } | { fraction: number } {
  if (order.quantity !== undefined && order.fraction !== undefined) {
    throw new TypeError(`${what}: give quantity or fraction, not both`)
  }
  if (order.quantity !== undefined) return { quantity: positive(order.quantity, `${what}: quantity`) }
  const fraction = finite(order.fraction, `${what}: fraction`)
  if (fraction <= 0 || fraction > 1)
    throw new TypeError(`${what}: fraction is ${fraction}, expected more than 0 and at most 1`)
  return { fraction }
}

/** `'5%'` as a fraction, a number as the price it is. Below the entry, 100 % is where no price is. */
function levelOf(level: Level, isBelow: boolean, what: string): ExitLevel {
  if (typeof level === 'number') return price(level, what)
  if (level === 'entry') return { fraction: 0 }
  const match = /^(\d+(?:\.\d+)?)\s*%$/.exec(level)
  if (match === null)
    throw new TypeError(`${what} is ${JSON.stringify(level)}, expected a price or a percentage such as '5%'`)
  const fraction = decimal(match[1]).div(100).toNumber()
  const reach = isBelow && fraction >= 1 ? 'less than 100%' : fraction === 0 ? 'more than 0%' : null
  if (reach !== null)
    throw new TypeError(`${what} is ${JSON.stringify(level)}, expected ${reach}, as it is taken from the entry`)
  return { fraction }
}

function trailingOf({ distance, activation }: TrailingOrder, what: string): Trailing {
  const from = activation === undefined ? {} : { activation: price(activation, `${what}: trailing.activation`) }
  if (typeof distance !== 'object') return { distance: levelOf(distance, true, `${what}: trailing.distance`), ...from }
  const atr = positive(distance.atr, `${what}: trailing.distance.atr`)
  if (!Number.isInteger(atr))
    throw new TypeError(`${what}: trailing.distance.atr is ${atr}, expected a whole number of candles`)
  return { distance: { atr, multiple: positive(distance.multiple, `${what}: trailing.distance.multiple`) }, ...from }
}

function finite(value: unknown, what: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value))
    throw new TypeError(`${what} is ${String(value)}, expected a number`)
  return value
}

/** A finite number above 0. */
export function positive(value: unknown, what: string): number {
  if (typeof value === 'number' && Number.isFinite(value) && value > 0) return value
  throw new TypeError(`${what} is ${String(value)}, expected a number above 0`)
}

function price(value: number, what: string): number {
  if (finite(value, what) <= 0) throw new TypeError(`${what} is ${value}, expected a price above 0`)
  return value
}
