import type { TriggerSource } from '#domain/command.js'
import type { Decimal } from '#domain/decimal.js'
import type { EntryOrder, LevelExitOrder } from '#domain/order.js'

/** The terms of a stop, whether it has triggered or not. `limit` is null for a stop-market. */
export interface StopTerms {
  readonly trigger: Decimal
  readonly limit: Decimal | null
  readonly triggerOn: TriggerSource
}

/** A stop that waits for its trigger. */
export function stopAt({ trigger, limit, triggerOn }: StopTerms) {
  const stopLimit = limit === null ? null : { trigger, limit, triggerOn }
  return { purpose: 'stop', type: 'trigger', price: trigger, source: triggerOn, stopLimit, part: null } as const
}

/** What a stop was set to. */
export function termsOf({ stopLimit, price, source }: LevelExitOrder): StopTerms {
  return stopLimit ?? { trigger: price, limit: null, triggerOn: source }
}

/** Whether two stops are set to the same. */
export function sameTerms(one: StopTerms, other: StopTerms): boolean {
  const sameLimit = one.limit === null || other.limit === null ? one.limit === other.limit : one.limit.eq(other.limit)
  return sameLimit && one.trigger.eq(other.trigger) && one.triggerOn === other.triggerOn
}

/** What an order becomes when its trigger is reached: of a stop-limit the limit, null where it fills at market (rule O3). */
export function triggered<Waiting extends EntryOrder | LevelExitOrder>(order: Waiting): Waiting | null {
  if (order.type !== 'trigger') return null
  if ('stopLimit' in order) {
    return order.stopLimit === null ? null : { ...order, type: 'limit', price: order.stopLimit.limit, source: 'last' }
  }
  return order.limit === null ? null : { ...order, type: 'limit', price: order.limit, limit: null }
}
