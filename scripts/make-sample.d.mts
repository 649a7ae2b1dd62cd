/** The shapes that the scripts of the sample data hand to each other, and what a test imports from them. */

export interface SampleFile {
  /** Base name, in data/. */
  readonly name: string
  readonly text: string
}

/** Prices in USDT on the tick, volume in TAO. */
export interface SampleCandle {
  readonly openedAt: number
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
}

/** Rate: fraction of notional for the interval that ends at `at`. */
export interface SampleFunding {
  readonly at: number
  readonly rate: number
}

/** A seeded stream: uniform in [0, 1); normal and fat-tailed draws of mean 0 and variance 1. */
export interface Draws {
  readonly uniform: () => number
  readonly normal: () => number
  readonly shock: () => number
}

export function makeSample(): readonly SampleFile[]
