import { decimal, plain, sum } from '#domain/decimal.js'
import type { Attribution } from '#domain/result.js'

const causes = ['price', 'slippage', 'fees', 'funding', 'liquidation', 'unrealized', 'net'] as const

/** Adds attributions cause by cause, exactly. */
export function sumAttributions(parts: readonly Attribution[]): Attribution {
  const total = (cause: keyof Attribution) => plain(sum(parts.map((part) => decimal(part[cause]))))
  return Object.fromEntries(causes.map((cause) => [cause, total(cause)])) as Record<keyof Attribution, string>
}
