/** Grouped digits, the same for every reader. */
export function formatNumber(value: number, digits: number): string {
  return value
    .toLocaleString('en-US', {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
      // What is rounded to zero has no sign.
      signDisplay: 'negative',
    })
    .replace('-', '−')
}
