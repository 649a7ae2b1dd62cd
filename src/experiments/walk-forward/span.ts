/** A stretch of time, `from` inclusive and `to` exclusive, ms since 1970. */
export interface Span {
  readonly from: number
  readonly to: number
}
