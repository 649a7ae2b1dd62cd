import { ROW_LIMIT } from './read-text.js'

/** Cuts the text of a JSON array into the texts of its elements, as they come, without keeping what is done. */
export class JsonElements {
  readonly #onElement: (text: string) => void
  #pending = ''
  #depth = 0
  #isQuoted = false
  #isEscaped = false
  #isEnded = false

  constructor(onElement: (text: string) => void) {
    this.#onElement = onElement
  }

  /** False once an element is longer than a row may be, or text follows the array. */
  add(part: string): boolean {
    let start = 0
    for (let at = 0; at < part.length; at++) {
      const code = part.charCodeAt(at)
      if (this.#isQuoted) this.#inString(code)
      else if (code === QUOTE) this.#isQuoted = true
      else if (code === OPEN_LIST || code === OPEN_OBJECT) {
        this.#depth += 1
        if (this.#depth === 1) start = at + 1
      } else if (code === CLOSE_LIST || code === CLOSE_OBJECT) {
        this.#depth -= 1
        if (this.#depth === 0) {
          this.#take(part.slice(start, at))
          this.#isEnded = true
          return part.slice(at + 1).trim() === ''
        }
      } else if (code === COMMA && this.#depth === 1) {
        this.#take(part.slice(start, at))
        start = at + 1
      } else if (this.#isEnded && code > BLANK) return false
    }
    if (this.#depth > 0) this.#pending += part.slice(start)
    return this.#pending.length <= ROW_LIMIT
  }

  /** Whether the array was closed. */
  get isEnded(): boolean {
    return this.#isEnded
  }

  #inString(code: number): void {
    if (this.#isEscaped) this.#isEscaped = false
    else if (code === BACKSLASH) this.#isEscaped = true
    else if (code === QUOTE) this.#isQuoted = false
  }

  #take(rest: string): void {
    const text = this.#pending + rest
    this.#pending = ''
    if (text.trim() !== '') this.#onElement(text)
  }
}

const QUOTE = 34
const COMMA = 44
const OPEN_LIST = 91
const BACKSLASH = 92
const CLOSE_LIST = 93
const OPEN_OBJECT = 123
const CLOSE_OBJECT = 125
const BLANK = 32
