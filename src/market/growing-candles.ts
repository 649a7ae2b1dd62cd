const START_CAPACITY = 4_096

/** Candle columns that grow row by row; no object per row. */
export class GrowingCandles {
  #length = 0
  #time: Float64Array = new Float64Array(START_CAPACITY)
  #open: Float64Array = new Float64Array(START_CAPACITY)
  #high: Float64Array = new Float64Array(START_CAPACITY)
  #low: Float64Array = new Float64Array(START_CAPACITY)
  #close: Float64Array = new Float64Array(START_CAPACITY)
  #volume: Float64Array = new Float64Array(START_CAPACITY)

  get length(): number {
    return this.#length
  }

  add(time: number, open: number, high: number, low: number, close: number, volume: number): void {
    const row = this.#length
    if (row === this.#time.length) this.#grow()
    this.#time[row] = time
    this.#open[row] = open
    this.#high[row] = high
    this.#low[row] = low
    this.#close[row] = close
    this.#volume[row] = volume
    this.#length = row + 1
  }

  /** Turns the rows around. */
  reverse(): void {
    for (const column of Object.values(this.columns())) column.reverse()
  }

  /** The columns as views of what was grown: a copy would cost a third of the peak memory. */
  columns(): Readonly<Record<'time' | 'open' | 'high' | 'low' | 'close' | 'volume', Float64Array>> {
    const length = this.#length
    return {
      time: this.#time.subarray(0, length),
      open: this.#open.subarray(0, length),
      high: this.#high.subarray(0, length),
      low: this.#low.subarray(0, length),
      close: this.#close.subarray(0, length),
      volume: this.#volume.subarray(0, length),
    }
  }

  #grow(): void {
    this.#time = doubled(this.#time)
    this.#open = doubled(this.#open)
    this.#high = doubled(this.#high)
    this.#low = doubled(this.#low)
    this.#close = doubled(this.#close)
    this.#volume = doubled(this.#volume)
  }
}

/** A column of twice the length with the same values at its start. */
export function doubled(values: Float64Array): Float64Array {
  const larger = new Float64Array(values.length * 2)
  larger.set(values)
  return larger
}
