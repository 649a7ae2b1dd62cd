import { freeMargin, isCross } from '#domain/account.js'
import type { AddMarginCommand, RemoveMarginCommand, SetLeverageCommand } from '#domain/command.js'
import { type Decimal, decimal, money, plain, ZERO } from '#domain/decimal.js'
import { maxLeverage, tiersAt } from '#domain/instrument.js'
import { marginOfLeverage, removableMargin, withLeverage, withMargin } from '#domain/margin-change.js'
import type { Position } from '#domain/position.js'
import { leverageMessage, tierQuantity } from './entries.js'
import type { Given, Session } from './session.js'

const ofCross = 'a cross leg has no collateral of its own: it answers with the wallet'

/** Margin into or out of an open leg, at once, as given at a close (rule L7). `mark` is that close's. */
export function moveMargin(
  session: Session,
  command: AddMarginCommand | RemoveMarginCommand,
  position: Position,
  mark: Decimal,
  given: Given,
): void {
  const wanted = money(decimal(command.amount))
  const isAdding = command.kind === 'addMargin'
  if (isCross(position)) {
    return session.refuse(command.leg, isAdding ? 'margin' : 'margin-not-removable', ofCross, given)
  }
  const most = isAdding ? freeMargin(session.account, mark) : removableMargin(position, mark)
  if (wanted.gt(most)) {
    const what = isAdding ? 'free margin is' : 'removable are'
    return session.refuse(
      command.leg,
      isAdding ? 'margin' : 'margin-not-removable',
      `asks for ${plain(wanted)}, ${what} ${plain(most)}`,
      given,
    )
  }
  const amount = isAdding ? wanted : wanted.neg()
  session.emit({
    kind: 'CollateralMoved',
    at: given.at,
    candle: given.candle,
    leg: command.leg,
    position: position.id,
    amount,
    after: withMargin(position, amount),
  })
}

/**
 * Another leverage for an open leg (rule L7): collateral moves by the change of the initial margin on its entry cost.
 * Lower leverage needs free margin; higher leverage releases no more than may be removed. Of a cross leg no money moves:
 * its leverage changes what of the wallet is free.
 */
export function setLeverage(
  session: Session,
  command: SetLeverageCommand,
  position: Position,
  mark: Decimal,
  given: Given,
): void {
  const leverage = decimal(command.leverage)
  const notional = tierQuantity(session, position).times(mark)
  const highest = maxLeverage(tiersAt(session.venue.instrument.tierStates, given.at), notional)
  if (leverage.gt(highest)) {
    const message = leverageMessage(leverage, highest, notional)
    return session.refuse(command.leg, 'max-leverage', message, given)
  }
  const needed = marginOfLeverage(position, leverage)
  const free = freeMargin(session.account, mark)
  if (needed.gt(0) && needed.gt(free)) {
    return session.refuse(
      command.leg,
      'margin',
      `needs ${plain(needed)} more margin, free margin is ${plain(free)}`,
      given,
    )
  }
  const amount = isCross(position) ? ZERO : needed
  const removable = removableMargin({ ...position, leverage }, mark)
  if (amount.isNeg() && amount.neg().gt(removable)) {
    const message = `would release ${plain(amount.neg())}, removable are ${plain(removable)}`
    return session.refuse(command.leg, 'margin-not-removable', message, given)
  }
  session.emit({
    kind: 'LeverageChanged',
    at: given.at,
    candle: given.candle,
    leg: command.leg,
    position: position.id,
    leverage,
    amount,
    after: isCross(position) ? { ...position, leverage } : withLeverage(position, leverage),
  })
}
