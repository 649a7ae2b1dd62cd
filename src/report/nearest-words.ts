import { candleOfRun } from '#analysis/run.js'
import { date, distance, shortName } from './html-format.js'
import type { Page } from './html-page.js'

type Run = Pick<Page, 'result' | 'figures'>

/** What came nearest to liquidation, in figures that stand above one another. */
export interface NearestWords {
  readonly value: string
  readonly below: string
}

/** What legs with cross margin are liquidated with. */
const WALLET = 'the shared wallet'

/** Whether the account came as near as it can: something of it was liquidated. */
export function wasLiquidated({ result }: Run): boolean {
  return result.legs.some(({ exitReason }) => exitReason === 'liquidation')
}

/** How near, of which leg, and when. */
export function nearestWords(run: Run): NearestWords {
  const { nearestLiquidation: nearest } = run.figures
  if (nearest === null) {
    const isIdle = run.result.legs.length === 0
    return { value: 'none', below: isIdle ? 'nothing was ever open' : 'no price could have liquidated it' }
  }
  const which = shortName(nearestName(run))
  if (!wasLiquidated(run)) return { value: distance(nearest.distance), below: `${which} on ${date(nearest.at)}` }
  const isOnce = run.figures.metrics.liquidations === 1
  return { value: 'liquidated', below: `${which}, ${isOnce ? '' : 'first '}on ${date(nearest.at)}` }
}

/** The leg whose own price was nearest in that candle; legs that share the wallet are the account. */
function nearestName({ result, figures }: Run): string {
  const { at } = figures.nearestLiquidation!
  const candle = candleOfRun(result, at)
  const liquidated = result.legs.find(
    (leg) => leg.exitReason === 'liquidation' && candleOfRun(result, leg.closedAt!) === candle,
  )
  if (liquidated !== undefined) return liquidated.margin === 'cross' ? WALLET : liquidated.name
  const isShared = (name: string) => result.legs.some((leg) => leg.name === name && leg.margin === 'cross')
  const near = figures.legs.filter(({ name, nearestLiquidation: own }) => own?.at === at && !isShared(name))
  const [first] = near.toSorted((one, other) => one.nearestLiquidation!.distance - other.nearestLiquidation!.distance)
  return first?.name ?? WALLET
}
