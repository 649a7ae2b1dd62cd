import type { LiquidationFlags } from './flags.js'
import { answerTo } from './liquidation-answer.js'
import { requestOf } from './liquidation-request.js'
import { liquidationText } from './liquidation-text.js'

/** Carries out `hedgerow calc liquidation`: flags → answer on stdout. */
export async function printLiquidation(flags: LiquidationFlags): Promise<void> {
  const answer = answerTo(await requestOf(flags))
  process.stdout.write(flags.json === true ? `${JSON.stringify(answer, null, 2)}\n` : liquidationText(answer))
}
