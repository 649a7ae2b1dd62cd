/** CAGR ÷ max drawdown, both of the whole series. Null where either is undefined or equity never fell. */
export function calmar(growthRate: number | null, maxDrawdown: number): number | null {
  return growthRate === null || maxDrawdown === 0 ? null : growthRate / maxDrawdown
}
