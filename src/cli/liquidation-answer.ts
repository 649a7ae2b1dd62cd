import { type Decimal, type DecimalText, plain } from '#domain/decimal.js'
import { maxLeverage } from '#domain/instrument.js'
import { bankruptcyPrice, initialMargin, isLiquidatable, liquidationPrice, requiredMargin } from '#domain/margin.js'
import { poolLiquidation } from '#domain/pool-liquidation.js'
import { isPoolLiquidatable, poolBankruptcyPrice, poolEquity, poolRequirement } from '#domain/pool.js'
import { averageEntry, type LegSide, type Position, unrealizedPnl } from '#domain/position.js'
import type { LiquidationRequest } from './liquidation-request.js'

/** The answer as `--json` prints it: decimals as plain text, null where there is no price. */
export interface LiquidationAnswer {
  readonly schema: 'hedgerow/liquidation@1'
  readonly margin: 'isolated' | 'cross'
  readonly maintenance: {
    readonly table: string
    readonly on: 'mark' | 'entry'
    readonly closeFeeRate: DecimalText
    readonly hedged: 'sum' | 'larger' | 'net' | null
  }
  readonly legs: readonly LegAnswer[]
  /** Of the cross legs together; null for isolated ones. */
  readonly pool: PoolAnswer | null
  readonly notes: readonly string[]
}

/** What stands at a mark: balance against what must remain, `due` where it is not above it. */
interface Standing {
  readonly mark: DecimalText
  readonly marginBalance: DecimalText
  readonly maintenance: DecimalText
  readonly due: boolean
}

export interface LegAnswer {
  readonly side: LegSide
  readonly quantity: DecimalText
  readonly entry: DecimalText
  readonly leverage: DecimalText
  readonly initialMargin: DecimalText
  /** Null for a cross leg, as is all below. */
  readonly isolated:
    | (Standing & {
        readonly collateral: DecimalText
        readonly liquidationPrice: DecimalText | null
        readonly bankruptcyPrice: DecimalText | null
      })
    | null
}

export interface PoolAnswer extends Standing {
  readonly wallet: DecimalText
  readonly liquidation: { readonly below: DecimalText | null; readonly above: DecimalText | null }
  readonly bankruptcyPrice: DecimalText | null
}

/** Every figure comes from the functions that the engine asks. */
export function answerTo(request: LiquidationRequest): LiquidationAnswer {
  const { rules, name, wallet } = request
  return {
    schema: 'hedgerow/liquidation@1',
    margin: wallet === null ? 'isolated' : 'cross',
    maintenance: {
      table: name,
      on: rules.maintenanceOn,
      closeFeeRate: plain(rules.closeFeeRate),
      hedged: wallet === null ? null : rules.hedgedMaintenance,
    },
    legs: request.legs.map((leg) => legAnswer(leg, request)),
    pool: wallet === null ? null : poolAnswer(wallet, request),
    notes: request.limitsLeverage ? request.legs.flatMap((leg) => leverageNote(leg, request)) : [],
  }
}

function legAnswer(leg: Position, { wallet, mark, tiers, rules }: LiquidationRequest): LegAnswer {
  const at = mark ?? averageEntry(leg)
  return {
    side: leg.side,
    quantity: plain(leg.quantity),
    entry: plain(averageEntry(leg)),
    leverage: plain(leg.leverage),
    initialMargin: plain(initialMargin(leg.cost, leg.leverage)),
    isolated:
      wallet !== null
        ? null
        : {
            collateral: plain(leg.collateral),
            mark: plain(at),
            marginBalance: plain(leg.collateral.plus(unrealizedPnl(leg, at))),
            maintenance: plain(requiredMargin(leg, at, tiers, rules)),
            due: isLiquidatable(leg, at, tiers, rules),
            liquidationPrice: orNull(liquidationPrice(leg, tiers, rules)),
            bankruptcyPrice: orNull(bankruptcyPrice(leg)),
          },
  }
}

function poolAnswer(wallet: Decimal, { legs, mark, tiers, rules }: LiquidationRequest): PoolAnswer {
  const pool = { wallet, legs }
  const at = mark!
  const { below, above } = poolLiquidation(pool, at, tiers, rules)
  return {
    wallet: plain(wallet),
    mark: plain(at),
    marginBalance: plain(poolEquity(pool, at)),
    maintenance: plain(poolRequirement(pool, at, tiers, rules)),
    due: isPoolLiquidatable(pool, at, tiers, rules),
    liquidation: { below: orNull(below), above: orNull(above) },
    bankruptcyPrice: orNull(poolBankruptcyPrice(pool)),
  }
}

/** An exchange would not have opened it so; its prices hold none the less. */
function leverageNote(leg: Position, { tiers }: LiquidationRequest): readonly string[] {
  const most = maxLeverage(tiers, leg.cost)
  if (leg.leverage.lte(most)) return []
  const allowed = most.isZero() ? 'no leverage: it is beyond the last tier' : `at most ${plain(most)}x`
  return [`${leg.leg}: the tiers allow a notional of ${plain(leg.cost)} ${allowed}`]
}

function orNull(price: Decimal | null): DecimalText | null {
  return price === null ? null : plain(price)
}
