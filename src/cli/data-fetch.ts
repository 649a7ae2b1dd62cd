import type { Command } from 'commander'
import type { FetchFlags } from './flags.js'

/** `hedgerow data fetch`: candles and what belongs to them from an exchange. */
export function addDataFetch(data: Command): void {
  data
    .command('fetch')
    .description('Fetch candles, funding, mark price and open interest of a pair from an exchange, by ccxt.')
    .requiredOption('--exchange <id>', "ccxt's name of the exchange, such as binanceusdm, okx, bybit")
    .requiredOption('--pair <pair>', 'such as TAO/USDT:USDT (perpetual) or TAO/USDT (spot)')
    .requiredOption('--timeframe <length>', 'of a candle: 1m, 1h, 1d')
    .requiredOption('--from <time>', 'first open, in UTC: 2024-04-11 or 2024-04-11T14:00Z')
    .option('--to <time>', 'end, exclusive (default: the last candle that has closed)')
    .option('--funding', 'the funding rates, too')
    .option('--mark', 'candles of the mark price, too')
    .option('--open-interest', 'open interest in the same timeframe, too')
    .option('--out <folder>', 'where the files go', '.')
    .option('--force', 'replace files that are there')
    .option('--base-url <url>', "a mirror or proxy that speaks the exchange's language, instead of the exchange")
    .option('--json', 'what was fetched as JSON on stdout, all else on stderr')
    .option('--quiet', 'no summary, no progress')
    .addHelpText(
      'after',
      '\nExample: hedgerow data fetch --exchange binanceusdm --pair TAO/USDT:USDT --timeframe 1h --from 2024-04-11 --funding',
    )
    .action(async (flags: FetchFlags) => {
      const { fetchAndTell } = await import('./fetch-told.js')
      await fetchAndTell(flags)
    })
}
