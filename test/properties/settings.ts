/**
 * One seed, so that every run of the suite draws the same cases. PROPERTY_SEED and PROPERTY_RUNS search elsewhere, and
 * longer.
 */
export const settings = {
  seed: Number(process.env['PROPERTY_SEED'] ?? 20_251_010),
  numRuns: Number(process.env['PROPERTY_RUNS'] ?? 300),
}
