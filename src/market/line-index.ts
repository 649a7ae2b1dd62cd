/**
 * Which physical line of a file each row came from. Only breaks in the sequence are stored (blank lines, a quoted line
 * break), so the rows of an ordinary file cost nothing.
 */
export class LineIndex {
  readonly #rows: number[] = []
  readonly #lines: number[] = []
  #count = 0
  #next = 0

  /** The next row starts on this line, counted from 1. */
  add(line: number): void {
    if (line !== this.#next) {
      this.#rows.push(this.#count)
      this.#lines.push(line)
    }
    this.#count += 1
    this.#next = line + 1
  }

  /** The line of a row, counted from row 0. */
  lineOf(row: number): number {
    const part = this.#rows.findLastIndex((first) => first <= row)
    return this.#lines[part] + (row - this.#rows[part])
  }
}
