/**
 * Which physical line of a file each row came from. Only breaks in the sequence are stored (blank lines, a quoted line
 * break), so the rows of an ordinary file cost nothing; nor do those of one pair of several that take turns.
 */
export class LineIndex {
  readonly #rows: number[] = []
  readonly #lines: number[] = []
  readonly #strides: number[] = []
  #count = 0
  #next = Number.NaN
  #last = 0

  /** The next row starts on this line, counted from 1. */
  add(line: number): void {
    if (line !== this.#next) this.#break(line)
    this.#count += 1
    this.#last = line
    this.#next = line + this.#strides[this.#strides.length - 1]
  }

  /** The line of a row, counted from row 0. */
  lineOf(row: number): number {
    const part = this.#rows.findLastIndex((first) => first <= row)
    return this.#lines[part] + (row - this.#rows[part]) * this.#strides[part]
  }

  /** The second row of a part says how far apart its rows are. */
  #break(line: number): void {
    const part = this.#rows.length - 1
    if (part >= 0 && this.#rows[part] === this.#count - 1) this.#strides[part] = line - this.#last
    else {
      this.#rows.push(this.#count)
      this.#lines.push(line)
      this.#strides.push(1)
    }
  }
}
