import { equityAt, walletOf } from '#domain/account.js'
import { type Decimal, decimal, plain } from '#domain/decimal.js'
import type { StrategyError } from '#domain/failure.js'
import type { BacktestResult, StrategyFacts } from '#domain/result.js'
import { iso } from '#domain/time.js'
import type { ResolvedConfig } from '#config/resolved.js'
import { resultColumns } from '#strategy/indicator-view.js'
import { assumptionsOf } from './assumptions.js'
import { feedSentences } from './feeds.js'
import type { Loop } from './loop.js'

/** Everything a finished loop knows, as plain data. */
export function resultOf(loop: Loop, config: ResolvedConfig, failure: StrategyError | null): BacktestResult {
  const { data, ledger, exchange, recorder } = loop
  const last = Math.max(loop.end, data.first + 1) - 1
  const mark = decimal(data.mark.close[last])
  const { account } = ledger
  const legs = recorder.legs.results(config.data.pair, mark, last)
  return {
    status: failure === null ? 'complete' : 'incomplete',
    error: failure?.message ?? null,
    name: config.name,
    strategy: strategyFacts(loop, config),
    data: data.facts,
    assumptions: [...assumptionsOf(config, data, loop.margins), ...feedSentences(loop.strategy.feeds, data)],
    warnings: exchange.warnings.map(({ at, leg, message }) => `${iso(at)} ${leg}: ${message}`),
    account: {
      currency: config.account.currency,
      initial: plain(config.account.balance),
      final: plain(equityAt(account, mark)),
      wallet: plain(walletOf(account)),
      ledgerSum: plain(ledger.total()),
      entries: ledger.journal.length,
      insurance: plain(recorder.toInsurance),
      shortfall: plain(recorder.shortfall),
      liquidation: { below: textOf(loop.poolLiquidation.below), above: textOf(loop.poolLiquidation.above) },
    },
    legs,
    fills: recorder.fills,
    refusals: recorder.refusals,
    positions: { mode: config.account.positionMode, merges: recorder.merges },
    journal: ledger.journal,
    levels: recorder.levels,
    exits: recorder.exits,
    path: {
      mode: config.execution.path,
      ambiguousCandles: exchange.ambiguousAt.length,
      ambiguousAt: exchange.ambiguousAt,
      choices: exchange.choices,
      missingFine: data.fine === null ? null : exchange.lackedFine,
      bracket: null,
    },
    candles: data.candles,
    mark: data.mark,
    first: data.first,
    end: last + 1,
    warmUp: Math.min(loop.askFrom, last + 1) - data.first,
    curve: { equity: loop.equity.subarray(0, last + 1 - data.first), spans: recorder.spans },
    indicators: resultColumns(loop.indicators),
  }
}

function textOf(price: Decimal | null): string | null {
  return price === null ? null : plain(price)
}

function strategyFacts({ strategy, view }: Loop, config: ResolvedConfig): StrategyFacts {
  return {
    name: strategy.name,
    params: view.params,
    legs: Object.entries(strategy.legs).map(([name, declared]) => ({
      name,
      side: declared.side,
      leverage: config.strategy.legs[name]?.leverage ?? declared.leverage ?? 1,
      hedges: declared.hedges ?? null,
    })),
  }
}
