import { decimal, plain } from '#domain/decimal.js'
import type { Attribution } from '#domain/result.js'

/** One attribution less another, cause by cause, exactly. */
export function difference(one: Attribution, other: Attribution): Attribution {
  const less = (cause: keyof Attribution) => plain(decimal(one[cause]).minus(decimal(other[cause])))
  return {
    price: less('price'),
    slippage: less('slippage'),
    fees: less('fees'),
    funding: less('funding'),
    liquidation: less('liquidation'),
    unrealized: less('unrealized'),
    net: less('net'),
  }
}
