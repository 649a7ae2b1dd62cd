import { type Decimal, decimal, derived, sum, ZERO } from '#domain/decimal.js'
import { InputError } from '#domain/failure.js'
import { type Tier, tiersAt } from '#domain/instrument.js'
import { initialMargin } from '#domain/margin.js'
import type { PoolRules } from '#domain/pool.js'
import type { LegSide, Position } from '#domain/position.js'
import { instantMs } from '#domain/time.js'
import { readTiers } from '#io/config-file.js'
import type { LiquidationFlags } from './flags.js'

/** The margin table that is asked for, and how it is called. */
interface Table {
  readonly tiers: readonly Tier[]
  readonly name: string
  /** False for a flat rate, which says nothing about leverage. */
  readonly limitsLeverage: boolean
}

/** What `calc liquidation` was asked, checked; nothing left open. */
export interface LiquidationRequest extends Table {
  readonly rules: PoolRules
  readonly legs: readonly Position[]
  /** The money of the cross legs; null for isolated ones. */
  readonly wallet: Decimal | null
  /** Null where each isolated leg is looked at from its own entry. */
  readonly mark: Decimal | null
}

/** Reads the flags, and the instrument they name. Throws `InputError` with the flag that is wrong. */
export async function requestOf(flags: LiquidationFlags): Promise<LiquidationRequest> {
  refuseWhatDoesNothing(flags)
  const collaterals = flags.collateral?.map((text) => numberOf('--collateral', text, 'an amount above 0', above(0)))
  if (collaterals !== undefined && collaterals.length !== flags.leg.length) {
    const found = `found ${collaterals.length} for ${flags.leg.length} legs`
    throw wrong('--collateral', `${found}, expected one for each leg`, 'Give it once for each --leg, in their order.')
  }
  const legs = flags.leg.map((text, at) => legOf(text, at, flags.margin, collaterals?.[at]))
  const mark = flags.mark === undefined ? null : numberOf('--mark', flags.mark, 'a price above 0', above(0))
  return {
    ...(await tableOf(flags)),
    legs,
    rules: {
      maintenanceOn: flags.maintenanceOn,
      closeFeeRate: flags.closeFee === undefined ? ZERO : rateOf('--close-fee', flags.closeFee),
      hedgedMaintenance: flags.hedgedMaintenance ?? 'sum',
    },
    wallet: flags.margin === 'cross' ? walletOf(flags.wallet) : null,
    mark: mark ?? (flags.margin === 'cross' ? meanEntry(legs) : null),
  }
}

/** Nothing that is given is ignored. */
function refuseWhatDoesNothing({ margin, wallet, collateral, hedgedMaintenance, rate, at }: LiquidationFlags): void {
  if (margin === 'isolated') {
    const hint = 'Leave it out, or add --margin cross.'
    if (wallet !== undefined) throw wrong('--wallet', 'an isolated leg answers with its collateral alone', hint)
    if (hedgedMaintenance !== undefined) {
      throw wrong('--hedged-maintenance', 'isolated legs are not counted together', hint)
    }
  } else if (collateral !== undefined) {
    throw wrong('--collateral', 'cross legs share the wallet', 'Leave it out, or leave --margin cross out.')
  }
  if (at !== undefined && rate !== undefined) throw wrong('--at', 'a flat rate has no dates', 'Leave it out.')
}

/** `long:10@270x3`; without `x…` the leverage is 1. */
function legOf(text: string, at: number, margin: 'isolated' | 'cross', collateral: Decimal | undefined): Position {
  const number = String.raw`(\d+(?:\.\d+)?)`
  const match = new RegExp(`^(long|short):${number}@${number}(?:x${number})?$`).exec(text)
  const [quantity, entry, leverage] = (match?.slice(2) ?? []).map((part?: string) => decimal(part ?? 1))
  if (match === null || quantity.isZero() || entry.isZero() || leverage.isZero()) {
    const hint = 'Write long:10@270x3 for ten long at 270 with leverage 3; without x3 it is 1.'
    throw wrong('--leg', `found '${text}', expected side:quantity@entryxleverage`, hint)
  }
  const cost = quantity.times(entry)
  return {
    id: at + 1,
    leg: text,
    side: match[1] as LegSide,
    margin,
    leverage,
    quantity,
    cost,
    collateral: margin === 'cross' ? ZERO : (collateral ?? initialMargin(cost, leverage)),
    openedAt: 0,
  }
}

async function tableOf({ instrument, rate, at }: LiquidationFlags): Promise<Table> {
  const ways = 'Name the tiers by --instrument tao-usdt-perp, or give --rate 0.01 for 1 % of notional.'
  if (instrument !== undefined && rate !== undefined) throw wrong('--rate', 'found --instrument, too', ways)
  if (rate !== undefined) {
    const flat = rateOf('--rate', rate)
    const endless = { upTo: decimal(Infinity), maxLeverage: decimal(Infinity), rate: flat, amount: ZERO }
    return { tiers: [endless], name: `flat rate ${flat.toFixed()}`, limitsLeverage: false }
  }
  if (instrument === undefined) throw wrong('--instrument', 'found no margin tiers and no --rate', ways)
  const states = await readTiers(instrument, '--instrument')
  const date = at === undefined ? null : instantMs(at, '--at')
  const tiers = date === null ? states[states.length - 1].tiers : tiersAt(states, date)
  return {
    tiers,
    name: at === undefined ? `tiers of ${instrument}` : `tiers of ${instrument} at ${at}`,
    limitsLeverage: true,
  }
}

function walletOf(text: string | undefined): Decimal {
  if (text !== undefined) return numberOf('--wallet', text, 'an amount', () => true)
  throw wrong('--wallet', 'is missing, and cross legs share it', 'Give the money outside of isolated collateral.')
}

function meanEntry(legs: readonly Position[]): Decimal {
  return derived(sum(legs.map(({ cost }) => cost)).div(sum(legs.map(({ quantity }) => quantity))))
}

function rateOf(flag: string, text: string): Decimal {
  const expected = 'a fraction of notional from 0 to below 1 (1 % is written 0.01)'
  return numberOf(flag, text, expected, (value) => value.gte(0) && value.lt(1))
}

function above(limit: number): (value: Decimal) => boolean {
  return (value) => value.gt(limit)
}

function numberOf(flag: string, text: string, expected: string, isValid: (value: Decimal) => boolean): Decimal {
  const value = /^-?\d+(\.\d+)?$/.test(text) ? decimal(text) : null
  if (value !== null && isValid(value)) return value
  throw wrong(flag, `found '${text}', expected ${expected}`, 'Write a plain decimal such as 1500 or 0.01.')
}

function wrong(flag: string, message: string, hint: string): InputError {
  return new InputError('calc-flag', message, { where: flag, hint })
}
