import { positionOfLeg } from '#domain/account.js'
import type { AdjustCommand, Command, Lasting, OpenCommand, ScaleCommand } from '#domain/command.js'
import { decimal, plain } from '#domain/decimal.js'
import { type EntryOrder, type ExitLevels, isEntryOrder, type LevelExitOrder } from '#domain/order.js'
import { averageEntry, entrySide, exitSide, type Position } from '#domain/position.js'
import { unmoved, warnOfDeadStop, workingStop } from './entries.js'
import { moveMargin, setLeverage } from './margin-changes.js'
import { againstTrader, stopLimitPrice, stopPrice } from './price.js'
import { expiredMessage, withdrawRest } from './remainder.js'
import type { Given, Session } from './session.js'
import { sameTerms, stopAt, type StopTerms, termsOf } from './stops.js'
import { targetsOf, targetTerms } from './targets.js'
import { follow } from './trailing.js'

const noExits: ExitLevels = { stop: null, stopLimit: null, stopOn: 'last', targets: [], trailing: null }

/** Turns a command into resting orders, or refuses it (rules M1, O13). */
export function accept(session: Session, command: Command, given: Given): void {
  const position = positionOfLeg(session.account, command.leg)
  switch (command.kind) {
    case 'open':
      return open(session, command, position, given)
    case 'scale':
      return scale(session, command, position, given)
    case 'adjust':
      return adjust(session, command, position, given)
    case 'cancel':
      return cancel(session, command.leg, position, given)
    case 'addMargin':
    case 'removeMargin':
      if (position === null) return refuseFlat(session, command.leg, given)
      return moveMargin(session, command, position, given.mark, given)
    case 'setLeverage':
      if (position === null) return refuseFlat(session, command.leg, given)
      return setLeverage(session, command, position, given.mark, given)
    default:
      if (position === null) return refuseFlat(session, command.leg, given)
      if (isPast(session, command, given)) return
      if (command.kind === 'close') withdrawRest(session, command.leg, 'command', given)
      session.place(
        {
          id: session.nextOrder++,
          leg: command.leg,
          side: exitSide(position.side),
          liveFrom: given.candle,
          purpose: command.kind === 'close' ? 'signal' : 'reduce',
          type: 'market',
          price: null,
          position: position.id,
          by: command.kind === 'close' ? null : command.by,
          ...remainderOf(command),
        },
        given,
      )
  }
}

function open(session: Session, command: OpenCommand, position: Position | null, given: Given): void {
  if (position !== null) {
    return session.refuse(command.leg, 'leg-open', 'the leg is open already; scale adds to it', given)
  }
  if (workingEntry(session, command.leg) !== null) return refusePending(session, command.leg, given)
  const exits = {
    stop: command.stop ?? null,
    stopLimit: command.stopLimit ?? null,
    stopOn: command.stopOn ?? 'last',
    targets: targetsOf(command) ?? [],
    trailing: command.trailing ?? null,
  } as const
  const terms = { legSide: command.side, leverage: decimal(command.leverage), margin: command.margin }
  placeEntry(session, command, { ...terms, purpose: 'entry', exits }, given)
}

function scale(session: Session, command: ScaleCommand, position: Position | null, given: Given): void {
  if (position === null) return refuseFlat(session, command.leg, given)
  if (workingEntry(session, command.leg) !== null) return refusePending(session, command.leg, given)
  const terms = { legSide: position.side, leverage: position.leverage, margin: position.margin }
  placeEntry(session, command, { ...terms, purpose: 'scale', exits: noExits }, given)
}

function placeEntry(
  session: Session,
  command: OpenCommand | ScaleCommand,
  terms: Pick<EntryOrder, 'legSide' | 'leverage' | 'margin' | 'purpose' | 'exits'>,
  given: Given,
): void {
  if (isPast(session, command, given)) return
  const side = entrySide(terms.legSide)
  const { tick } = session.venue.instrument
  const onTick = (price: number | undefined) => (price === undefined ? null : againstTrader(decimal(price), side, tick))
  const limit = onTick(command.limit)
  const trigger = onTick(command.trigger)
  session.place(
    {
      id: session.nextOrder++,
      leg: command.leg,
      side,
      liveFrom: given.candle,
      type: trigger !== null ? 'trigger' : limit !== null ? 'limit' : 'market',
      price: trigger ?? limit,
      limit: trigger === null ? null : limit,
      size: command.size,
      postOnly: command.postOnly ?? false,
      ...remainderOf(command),
      ...terms,
    },
    given,
  )
}

/** How long what a command asks for works; nothing of it has filled yet. */
function remainderOf({ timeInForce, until }: Lasting): Pick<EntryOrder, 'timeInForce' | 'until' | 'rest'> {
  return { timeInForce: timeInForce ?? 'gtc', until: until ?? null, rest: null }
}

/** Refuses what has expired before it could fill first. */
function isPast(session: Session, { leg, until }: Lasting & { readonly leg: string }, given: Given): boolean {
  if (until === undefined || until > given.at) return false
  session.refuse(leg, 'unfilled', expiredMessage(until), given)
  return true
}

/** Replaces, sets or removes exits of an open leg, or of the entry that still works. What is not named stays. */
function adjust(session: Session, command: AdjustCommand, position: Position | null, given: Given): void {
  if (position === null) return adjustEntry(session, command, given)
  adjustStop(session, command, position, given)
  adjustTrailing(session, command, position, given)
  const targets = targetsOf(command)
  if (targets === undefined) return
  withdraw(session, 'target', position, given)
  for (const terms of targetTerms(targets, position, session.venue.instrument.tick)) {
    session.place({ ...exitBase(session, position, given), ...terms }, given)
  }
}

function adjustStop(session: Session, command: AdjustCommand, position: Position, given: Given): void {
  const { leg, stop, stopLimit, stopOn } = command
  const working = workingStop(session, position)
  if (stop === undefined && stopLimit === undefined && (stopOn === undefined || working === null)) return
  if (stop === null) return withdraw(session, 'stop', position, given)
  const terms = stopTerms(session, command, position, working === null ? null : termsOf(working))
  if (terms === null) {
    if (stopLimit !== null) refuseLimitAlone(session, leg, given)
    return
  }
  const { trigger } = terms
  if (trigger.lte(0)) return session.refuse(leg, 'stop-side', `the stop ${plain(trigger)} is not a price`, given)
  if (working !== null && sameTerms(terms, termsOf(working))) return
  withdraw(session, 'stop', position, given)
  session.place({ ...exitBase(session, position, given), ...stopAt(terms) }, given)
  warnOfDeadStop(session, position, trigger, given)
}

/** What a stop is to be: what is not named stays as it was. Null where there is none. */
function stopTerms(
  session: Session,
  { stop, stopLimit, stopOn }: AdjustCommand,
  position: Position,
  before: StopTerms | null,
): StopTerms | null {
  const { tick } = session.venue.instrument
  const { side } = position
  const entry = () => averageEntry(position)
  const trigger = stop === undefined || stop === null ? before?.trigger : stopPrice(stop, side, entry, tick)
  if (trigger === undefined) return null
  const limit = stopLimit === undefined || stopLimit === null ? null : stopLimitPrice(stopLimit, side, entry, tick)
  return {
    trigger,
    limit: stopLimit === undefined ? (before?.limit ?? null) : limit,
    triggerOn: stopOn ?? before?.triggerOn ?? 'last',
  }
}

function adjustTrailing(session: Session, { trailing, stopOn }: AdjustCommand, position: Position, given: Given): void {
  if (trailing === undefined) return
  withdraw(session, 'trailing', position, given)
  if (trailing === null) return
  const source = stopOn ?? 'last'
  const base = { ...exitBase(session, position, given), source, trailing, ...unmoved }
  const fresh = { ...base, purpose: 'trailing', type: 'trigger' } as const
  session.place(follow(fresh, given[source], session.venue.instrument.tick, session.atr), given)
}

function withdraw(session: Session, purpose: 'stop' | 'target' | 'trailing', position: Position, given: Given): void {
  session.cancel(
    (order) => order.purpose === purpose && order.position === position.id,
    () => 'adjusted',
    given,
  )
}

function exitBase(
  session: Session,
  position: Position,
  given: Given,
): Pick<LevelExitOrder, 'id' | 'leg' | 'side' | 'position' | 'liveFrom'> {
  const { id, leg, side } = position
  return { id: session.nextOrder++, leg, side: exitSide(side), position: id, liveFrom: given.candle }
}

function adjustEntry(session: Session, command: AdjustCommand, given: Given): void {
  const working = workingEntry(session, command.leg)
  if (working === null) return refuseFlat(session, command.leg, given)
  const stop = command.stop === undefined ? working.exits.stop : command.stop
  if (stop === null && (command.stopLimit ?? null) !== null) return refuseLimitAlone(session, command.leg, given)
  const exits: ExitLevels = {
    stop,
    stopLimit: command.stopLimit === undefined ? working.exits.stopLimit : command.stopLimit,
    stopOn: command.stopOn ?? working.exits.stopOn,
    targets: targetsOf(command) ?? working.exits.targets,
    trailing: command.trailing === undefined ? working.exits.trailing : command.trailing,
  }
  session.orders = session.orders.map((waiting) =>
    waiting.order.id === working.id ? { ...waiting, order: { ...working, exits } } : waiting,
  )
}

/** Of an open leg there may be nothing to cancel: that is no fault. */
function cancel(session: Session, leg: string, position: Position | null, given: Given): void {
  if (position === null && workingEntry(session, leg) === null) {
    return session.refuse(leg, 'leg-flat', 'no entry of the leg is working, so there is nothing to cancel', given)
  }
  session.cancel(
    (order) => order.leg === leg && isEntryOrder(order),
    () => 'command',
    given,
  )
}

function workingEntry(session: Session, leg: string): EntryOrder | null {
  for (const { order } of session.orders) if (order.leg === leg && isEntryOrder(order)) return order
  return null
}

function refuseFlat(session: Session, leg: string, given: Given): void {
  session.refuse(leg, 'leg-flat', 'the leg is not open', given)
}

function refuseLimitAlone(session: Session, leg: string, given: Given): void {
  session.refuse(leg, 'stop-side', 'stopLimit without a stop: the leg has none that could become a limit', given)
}

function refusePending(session: Session, leg: string, given: Given): void {
  session.refuse(leg, 'entry-pending', 'an entry of the leg works already; cancel it first', given)
}
