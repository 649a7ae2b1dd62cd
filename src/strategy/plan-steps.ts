import type {
  ExitLevel,
  Lasting,
  Reduction,
  Size,
  TargetShare,
  Trailing,
  TriggerSource,
  Waiting,
} from '#domain/command.js'
import type { LegSide, MarginMode } from '#domain/position.js'

/** What a dated step of a plan does. Prices in quote currency; fractions are fractions (`50%` is 0.5). */
export type PlanAction =
  | ({
      readonly verb: 'open'
      readonly leg: string
      readonly side: LegSide
      readonly size: Size
      readonly leverage: number | null
      readonly margin: MarginMode | null
      readonly stop?: ExitLevel
      readonly stopLimit?: ExitLevel
      readonly stopOn?: TriggerSource
      readonly target?: ExitLevel
      readonly targets?: readonly TargetShare[]
      readonly trailing?: Trailing
    } & Waiting &
      Lasting)
  | ({ readonly verb: 'scale'; readonly leg: string; readonly size: Size } & Waiting & Lasting)
  | ({ readonly verb: 'reduce'; readonly leg: string; readonly by: Reduction } & Lasting)
  | ({ readonly verb: 'close'; readonly leg: string } & Lasting)
  | {
      readonly verb: 'adjust'
      readonly leg: string
      readonly stop?: ExitLevel | null
      readonly stopLimit?: ExitLevel | null
      readonly target?: ExitLevel | null
      readonly targets?: readonly TargetShare[] | null
      readonly trailing?: Trailing | null
    }
  | { readonly verb: 'cancel'; readonly leg: string }
  | { readonly verb: 'addMargin' | 'removeMargin'; readonly leg: string; readonly amount: number }
  | { readonly verb: 'setLeverage'; readonly leg: string; readonly leverage: number }

/** A dated step. It fills at the open of the first candle that begins at or after `at` (rule T7). */
export interface PlanStep {
  /** Milliseconds since 1970, or `start`: the first candle of the run. */
  readonly at: number | 'start'
  readonly action: PlanAction
}
