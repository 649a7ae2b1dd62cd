import { freeMargin } from '#domain/account.js'
import type { AddMarginCommand, RemoveMarginCommand, SetLeverageCommand } from '#domain/command.js'
import { type Decimal, decimal, money, plain } from '#domain/decimal.js'
import { maxLeverage, tiersAt } from '#domain/instrument.js'
import { marginOfLeverage, removableMargin, withLeverage, withMargin } from '#domain/margin-change.js'
import type { Position } from '#domain/position.js'
import { leverageMessage } from './entries.js'
import type { Given, Session } from './session.js'

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
  const most = isAdding ? freeMargin(session.account) : removableMargin(position, mark)
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
 * Lower leverage needs free margin; higher leverage releases no more than may be removed.
 */
export function setLeverage(
  session: Session,
  command: SetLeverageCommand,
  position: Position,
  mark: Decimal,
  given: Given,
): void {
  const leverage = decimal(command.leverage)
  const notional = position.quantity.times(mark)
  const highest = maxLeverage(tiersAt(session.venue.instrument.tierStates, given.at), notional)
  if (leverage.gt(highest)) {
    const message = leverageMessage(leverage, highest, notional)
    return session.refuse(command.leg, 'max-leverage', message, given)
  }
  const amount = marginOfLeverage(position, leverage)
  const free = freeMargin(session.account)
  if (amount.gt(free)) {
    return session.refuse(
      command.leg,
      'margin',
      `needs ${plain(amount)} more margin, free margin is ${plain(free)}`,
      given,
    )
  }
  const removable = removableMargin({ ...position, leverage }, mark)
  if (amount.neg().gt(removable)) {
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
    after: withLeverage(position, leverage),
  })
}
