import { holdingOfLeg, positionOfHolding } from '#domain/account.js'
import type { AdjustCommand, CancelCommand, Command, Lasting, OpenCommand, ScaleCommand } from '#domain/command.js'
import { decimal, plain } from '#domain/decimal.js'
import { type EntryOrder, type ExitLevels, isEntryOrder, type LevelExitOrder } from '#domain/order.js'
import { averageEntry, entrySide, exitSide, type Holding } from '#domain/position.js'
import { unmoved, warnOfDeadStop, workingStop } from './entries.js'
import { moveMargin, setLeverage } from './margin-changes.js'
import { againstTrader, stopLimitPrice, stopPrice } from './price.js'
import { expiredMessage, withdrawRest } from './remainder.js'
import type { Given, Session } from './session.js'
import { sameTerms, stopAt, type StopTerms, termsOf } from './stops.js'
import { targetsOf, targetTerms } from './targets.js'
import { follow } from './trailing.js'

const noExits: ExitLevels = { stop: null, stopLimit: null, stopOn: 'last', targets: [], trailing: null }

/** Turns a command into resting orders, or refuses it (rules M1, O13). A leg that may be many is meant with all it holds. */
export function accept(session: Session, command: Command, given: Given): void {
  if (command.kind === 'open') return open(session, command, given)
  const holdings = session.account.holdings.filter(({ id, leg }) => {
    return leg === command.leg && (command.opening === undefined || command.opening === id)
  })
  if (command.kind === 'cancel') return cancel(session, command, holdings, given)
  if (command.kind === 'adjust' && holdings.length === 0) return adjustEntries(session, command, given)
  if (holdings.length === 0) return refuseFlat(session, command.leg, given)
  for (const holding of isOfMargin(command) ? oneAPosition(session, holdings) : holdings) {
    acceptOf(session, command, holding, given)
  }
}

function isOfMargin({ kind }: Command): boolean {
  return kind === 'addMargin' || kind === 'removeMargin' || kind === 'setLeverage'
}

/** Collateral and leverage are the position's: openings that are merged in one are meant once. */
function oneAPosition({ account }: Session, holdings: readonly Holding[]): readonly Holding[] {
  const positions = holdings.map((holding) => positionOfHolding(account, holding))
  return holdings.filter((_, at) => positions.indexOf(positions[at]) === at)
}

/** A command for one open holding. */
function acceptOf(
  session: Session,
  command: Exclude<Command, OpenCommand | CancelCommand>,
  holding: Holding,
  given: Given,
): void {
  switch (command.kind) {
    case 'scale':
      return scale(session, command, holding, given)
    case 'adjust':
      return adjust(session, command, holding, given)
    case 'addMargin':
    case 'removeMargin':
    case 'setLeverage': {
      const position = positionOfHolding(session.account, holding)
      if (position === null) return session.refuse(command.leg, 'leg-flat', 'other legs have netted it away', given)
      if (command.kind === 'setLeverage') return setLeverage(session, command, position, given.mark, given)
      return moveMargin(session, command, position, given.mark, given)
    }
    default:
      if (isPast(session, command, given)) return
      if (command.kind === 'close') withdrawRest(session, holding.id, 'command', given)
      session.place(
        {
          id: session.nextOrder++,
          leg: command.leg,
          side: exitSide(holding.side),
          liveFrom: given.candle,
          purpose: command.kind === 'close' ? 'signal' : 'reduce',
          type: 'market',
          price: null,
          position: holding.id,
          by: command.kind === 'close' ? null : command.by,
          ...remainderOf(command),
        },
        given,
      )
  }
}

function open(session: Session, command: OpenCommand, given: Given): void {
  if (command.many !== true) {
    if (holdingOfLeg(session.account, command.leg) !== null) {
      return session.refuse(command.leg, 'leg-open', 'the leg is open already; scale adds to it', given)
    }
    if (workingEntries(session, command.leg).length > 0) return refusePending(session, command.leg, given)
  }
  const exits = {
    stop: command.stop ?? null,
    stopLimit: command.stopLimit ?? null,
    stopOn: command.stopOn ?? 'last',
    targets: targetsOf(command) ?? [],
    trailing: command.trailing ?? null,
  } as const
  const terms = { legSide: command.side, leverage: decimal(command.leverage), margin: command.margin }
  placeEntry(session, command, { ...terms, position: null, purpose: 'entry', exits }, given)
}

function scale(session: Session, command: ScaleCommand, holding: Holding, given: Given): void {
  const { id, side, leverage, margin } = holding
  if (workingEntries(session, command.leg, id).length > 0) return refusePending(session, command.leg, given)
  const terms = { legSide: side, leverage, margin, position: id, purpose: 'scale', exits: noExits } as const
  placeEntry(session, command, terms, given)
}

function placeEntry(
  session: Session,
  command: OpenCommand | ScaleCommand,
  terms: Pick<EntryOrder, 'legSide' | 'leverage' | 'margin' | 'position' | 'purpose' | 'exits'>,
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
function adjust(session: Session, command: AdjustCommand, holding: Holding, given: Given): void {
  adjustStop(session, command, holding, given)
  adjustTrailing(session, command, holding, given)
  const targets = targetsOf(command)
  if (targets === undefined) return
  withdraw(session, 'target', holding, given)
  for (const terms of targetTerms(targets, holding, session.venue.instrument.tick)) {
    session.place({ ...exitBase(session, holding, given), ...terms }, given)
  }
}

function adjustStop(session: Session, command: AdjustCommand, holding: Holding, given: Given): void {
  const { leg, stop, stopLimit, stopOn } = command
  const working = workingStop(session, holding.id)
  if (stop === undefined && stopLimit === undefined && (stopOn === undefined || working === null)) return
  if (stop === null) return withdraw(session, 'stop', holding, given)
  const terms = stopTerms(session, command, holding, working === null ? null : termsOf(working))
  if (terms === null) {
    if (stopLimit !== null) refuseLimitAlone(session, leg, given)
    return
  }
  const { trigger } = terms
  if (trigger.lte(0)) return session.refuse(leg, 'stop-side', `the stop ${plain(trigger)} is not a price`, given)
  if (working !== null && sameTerms(terms, termsOf(working))) return
  withdraw(session, 'stop', holding, given)
  session.place({ ...exitBase(session, holding, given), ...stopAt(terms) }, given)
  warnOfDeadStop(session, holding, trigger, given)
}

/** What a stop is to be: what is not named stays as it was. Null where there is none. */
function stopTerms(
  session: Session,
  { stop, stopLimit, stopOn }: AdjustCommand,
  holding: Holding,
  before: StopTerms | null,
): StopTerms | null {
  const { tick } = session.venue.instrument
  const { side } = holding
  const entry = () => averageEntry(holding)
  const trigger = stop === undefined || stop === null ? before?.trigger : stopPrice(stop, side, entry, tick)
  if (trigger === undefined) return null
  const limit = stopLimit === undefined || stopLimit === null ? null : stopLimitPrice(stopLimit, side, entry, tick)
  return {
    trigger,
    limit: stopLimit === undefined ? (before?.limit ?? null) : limit,
    triggerOn: stopOn ?? before?.triggerOn ?? 'last',
  }
}

function adjustTrailing(session: Session, { trailing, stopOn }: AdjustCommand, holding: Holding, given: Given): void {
  if (trailing === undefined) return
  withdraw(session, 'trailing', holding, given)
  if (trailing === null) return
  const source = stopOn ?? 'last'
  const base = { ...exitBase(session, holding, given), source, trailing, ...unmoved }
  const fresh = { ...base, purpose: 'trailing', type: 'trigger' } as const
  session.place(follow(fresh, given[source], session.venue.instrument.tick, session.atr), given)
}

function withdraw(session: Session, purpose: 'stop' | 'target' | 'trailing', holding: Holding, given: Given): void {
  session.cancel(
    (order) => order.purpose === purpose && order.position === holding.id,
    () => 'adjusted',
    given,
  )
}

function exitBase(
  session: Session,
  holding: Holding,
  given: Given,
): Pick<LevelExitOrder, 'id' | 'leg' | 'side' | 'position' | 'liveFrom'> {
  const { id, leg, side } = holding
  return { id: session.nextOrder++, leg, side: exitSide(side), position: id, liveFrom: given.candle }
}

/** The exits that entries which still work will have. */
function adjustEntries(session: Session, command: AdjustCommand, given: Given): void {
  const working = workingEntries(session, command.leg, command.opening)
  if (working.length === 0) return refuseFlat(session, command.leg, given)
  const adjusted = new Map(working.map((order) => [order.id, { ...order, exits: exitsAfter(order.exits, command) }]))
  if ([...adjusted.values()].some(({ exits }) => exits.stop === null && exits.stopLimit !== null)) {
    return refuseLimitAlone(session, command.leg, given)
  }
  session.orders = session.orders.map((waiting) => {
    const order = adjusted.get(waiting.order.id)
    return order === undefined ? waiting : { ...waiting, order }
  })
}

function exitsAfter(exits: ExitLevels, command: AdjustCommand): ExitLevels {
  const stop = command.stop === undefined ? exits.stop : command.stop
  const stopLimit = command.stopLimit === undefined ? exits.stopLimit : command.stopLimit
  return {
    stop,
    // Without its stop there is nothing that the limit could follow; one that is asked for alone is refused.
    stopLimit: stop === null && command.stopLimit === undefined ? null : stopLimit,
    stopOn: command.stopOn ?? exits.stopOn,
    targets: targetsOf(command) ?? exits.targets,
    trailing: command.trailing === undefined ? exits.trailing : command.trailing,
  }
}

/** Of an open leg there may be nothing to cancel: that is no fault. */
function cancel(session: Session, command: CancelCommand, holdings: readonly Holding[], given: Given): void {
  const working = workingEntries(session, command.leg, command.opening)
  if (holdings.length === 0 && working.length === 0) {
    const message = 'no entry of the leg is working, so there is nothing to cancel'
    return session.refuse(command.leg, 'leg-flat', message, given)
  }
  session.cancel(
    (order) => isEntryOrder(order) && working.includes(order),
    () => 'command',
    given,
  )
}

/** Entries of a leg that wait; of one of its openings, what adds to it. */
function workingEntries(session: Session, leg: string, opening?: number): readonly EntryOrder[] {
  const entries: EntryOrder[] = []
  for (const { order } of session.orders) {
    if (order.leg !== leg || !isEntryOrder(order)) continue
    if (opening === undefined || order.position === opening) entries.push(order)
  }
  return entries
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
