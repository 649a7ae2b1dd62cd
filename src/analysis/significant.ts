/** A figure as it is shown and stored: 12 significant digits; null for what is undefined or beyond a double. */
export function significant(value: number | null): number | null {
  return value === null || !Number.isFinite(value) ? null : Number(value.toPrecision(12))
}

/** Every figure of a record so. */
export function significantFigures<Figures extends { readonly [Name in keyof Figures]: number | null }>(
  figures: Figures,
): Figures {
  const rounded = Object.entries<number | null>(figures).map(([name, value]) => [name, significant(value)])
  return Object.fromEntries(rounded) as Figures
}
