/** On which data an experiment stands. */
export interface DataSeen {
  readonly pair: string
  readonly timeframeMs: number
  /** First open and last close, ms since 1970. */
  readonly from: number
  readonly to: number
  readonly candles: number
  /** SHA-256 of all data files, as the document of a run has it. */
  readonly hash: string
  readonly synthetic: boolean
}
