import type {
  ExitLevel,
  Lasting,
  Reduction,
  Size,
  TargetShare,
  TriggerSource,
  Trailing,
  Waiting,
} from '#domain/command.js'
import type { Candles } from '#domain/candles.js'
import { decimal } from '#domain/decimal.js'
import type { LegSide, MarginMode } from '#domain/position.js'
import type { PlanAction, PlanStep } from '#strategy/plan-steps.js'
import { instantOf } from './instants.js'
import { linesOf } from './table.js'

/**
 * A plan, one step a line, each with the instant at whose open it fills:
 *
 *     0      open core long quantity 10 @5x stop 95 target 120
 *     start  open hedge short ratioOf core 0.4 @3x trigger 98 limit 97.5 stop 5% stopLimit 6% on mark
 *     2      scale core notional 500 limit 99.5
 *     3      adjust core stop 97 target none
 *     3      adjust core target 110 for 50% target 120 for 50%
 *     4      reduce core 50%
 *     5      cancel core
 *     6      addMargin core 50
 *     7      setLeverage core 3
 *     6      close core
 *     7      open third long quantity 1 @5x cross
 *
 * `ioc`, `fok` or `gtd INSTANT` at the end of an open, scale, reduce or close says how long it works.
 *
 * Sizes: quantity, notional, margin, fractionOfEquity, riskOfEquity N, or ratioOf LEG N. Throws for any other word.
 */
export function planOf(text: string, candles: Candles): readonly PlanStep[] {
  return linesOf(text).map((line) => {
    const words = new Words(line)
    const at = words.next()
    const step: PlanStep = { at: at === 'start' ? 'start' : instantOf(at, candles), action: actionOf(words, candles) }
    words.end()
    return step
  })
}

/** The words of one step, taken one by one. */
class Words {
  readonly #line: string
  readonly #words: string[]

  constructor(line: string) {
    this.#line = line
    this.#words = line.split(/\s+/)
  }

  next(): string {
    const word = this.#words.shift()
    return word ?? this.fail('something is missing at the end')
  }

  /** Whether the next word is this one; if so, it is taken. */
  takes(word: string): boolean {
    if (this.#words[0] !== word) return false
    this.#words.shift()
    return true
  }

  /** The rest of the next word after `@`, as `5` of `@5x`. */
  leverage(): number | null {
    const match = /^@(.+)x$/.exec(this.#words[0] ?? '')
    if (match === null) return null
    this.#words.shift()
    return this.#number(match[1])
  }

  number(): number {
    return this.#number(this.next())
  }

  /** `5%` as a fraction, or a plain number. */
  levelOrNumber(): number | { readonly fraction: number } {
    const word = this.next()
    if (word === 'entry') return { fraction: 0 }
    if (!word.endsWith('%')) return this.#number(word)
    return {
      fraction: decimal(this.#number(word.slice(0, -1)))
        .div(100)
        .toNumber(),
    }
  }

  oneOf<Word extends string>(known: readonly Word[]): Word {
    const word = this.next()
    const found = known.find((candidate) => candidate === word)
    return found ?? this.fail(`'${word}' is none of ${known.join(', ')}`)
  }

  end(): void {
    if (this.#words.length > 0) this.fail(`'${this.#words.join(' ')}' is not understood`)
  }

  fail(why: string): never {
    throw new Error(`plan step '${this.#line}': ${why}`)
  }

  #number(word: string): number {
    return /^\d+(\.\d+)?$/.test(word) ? Number(word) : this.fail(`'${word}' is not a number`)
  }
}

function actionOf(words: Words, candles: Candles): PlanAction {
  const verb = words.oneOf([
    'open',
    'scale',
    'reduce',
    'close',
    'adjust',
    'cancel',
    'addMargin',
    'removeMargin',
    'setLeverage',
  ])
  const leg = words.next()
  switch (verb) {
    case 'open':
      return { ...openOf(leg, words), ...lastingOf(words, candles) }
    case 'scale':
      return { verb, leg, size: sizeOf(words), ...waitingOf(words), ...lastingOf(words, candles) }
    case 'reduce':
      return { verb, leg, by: reductionOf(words), ...lastingOf(words, candles) }
    case 'close':
      return { verb, leg, ...lastingOf(words, candles) }
    case 'adjust':
      return { verb, leg, ...adjustedOf(words) }
    case 'addMargin':
    case 'removeMargin':
      return { verb, leg, amount: words.number() }
    case 'setLeverage':
      return { verb, leg, leverage: words.number() }
    default:
      return { verb, leg }
  }
}

function openOf(leg: string, words: Words): PlanAction {
  const side = words.oneOf<LegSide>(['long', 'short'])
  const size = sizeOf(words)
  const leverage = words.leverage()
  const waiting = waitingOf(words)
  const stop = words.takes('stop') ? { stop: words.levelOrNumber() } : {}
  const stopLimit = words.takes('stopLimit') ? { stopLimit: words.levelOrNumber() } : {}
  const stopOn = words.takes('on') ? { stopOn: words.oneOf<TriggerSource>(['last', 'mark']) } : {}
  const target = targetsOf(words, () => words.levelOrNumber())
  const trailing = words.takes('trailing') ? { trailing: trailingOf(words) } : {}
  const margin: MarginMode | null = words.takes('isolated') ? 'isolated' : words.takes('cross') ? 'cross' : null
  const exits = { ...stop, ...stopLimit, ...stopOn, ...target, ...trailing }
  return { verb: 'open', leg, side, size, leverage, margin, ...waiting, ...exits }
}

function sizeOf(words: Words): Size {
  const form = words.oneOf(['quantity', 'notional', 'margin', 'fractionOfEquity', 'riskOfEquity', 'ratioOf'])
  if (form === 'ratioOf') return { ratioOf: words.next(), ratio: words.number() }
  return { [form]: words.number() } as unknown as Size
}

function waitingOf(words: Words): Waiting {
  const trigger = words.takes('trigger') ? { trigger: words.number() } : {}
  if (!words.takes('limit')) return trigger
  return { ...trigger, limit: words.number(), ...(words.takes('postOnly') ? { postOnly: true } : {}) }
}

function lastingOf(words: Words, candles: Candles): Lasting {
  if (words.takes('gtd')) return { timeInForce: 'gtd', until: instantOf(words.next(), candles) }
  if (words.takes('ioc')) return { timeInForce: 'ioc' }
  return words.takes('fok') ? { timeInForce: 'fok' } : {}
}

function reductionOf(words: Words): Reduction {
  const by = words.levelOrNumber()
  return typeof by === 'number' ? { quantity: by } : by
}

/** `trailing 5`, `trailing 3%`, `trailing 2 atr 14`, and then `from 110`. */
function trailingOf(words: Words): Trailing {
  const by = words.levelOrNumber()
  const distance = typeof by === 'number' && words.takes('atr') ? { atr: words.number(), multiple: by } : by
  return { distance, ...(words.takes('from') ? { activation: words.number() } : {}) }
}

/** `target 110`, or several: `target 110 for 50% target 5% for 30%`. */
function targetsOf<Level extends ExitLevel | null>(
  words: Words,
  level: () => Level,
): { readonly target?: Level; readonly targets?: readonly TargetShare[] } {
  if (!words.takes('target')) return {}
  const target = level()
  if (target === null || !words.takes('for')) return { target }
  const targets: TargetShare[] = [{ at: target, share: shareOf(words) }]
  while (words.takes('target')) {
    const at = words.levelOrNumber()
    if (!words.takes('for')) words.fail('one of several targets needs a share: for 50%')
    targets.push({ at, share: shareOf(words) })
  }
  return { targets }
}

function shareOf(words: Words): number {
  const share = words.levelOrNumber()
  return typeof share === 'number' ? words.fail('a share is a percentage') : share.fraction
}

function adjustedOf(words: Words): {
  readonly stop?: ExitLevel | null
  readonly stopLimit?: ExitLevel | null
  readonly target?: ExitLevel | null
  readonly targets?: readonly TargetShare[]
  readonly trailing?: Trailing | null
} {
  const level = (): ExitLevel | null => (words.takes('none') ? null : words.levelOrNumber())
  const stop = words.takes('stop') ? { stop: level() } : {}
  const stopLimit = words.takes('stopLimit') ? { stopLimit: level() } : {}
  const target = targetsOf(words, level)
  const none = (): Trailing | null => (words.takes('none') ? null : trailingOf(words))
  const trailing = words.takes('trailing') ? { trailing: none() } : {}
  return { ...stop, ...stopLimit, ...target, ...trailing }
}
