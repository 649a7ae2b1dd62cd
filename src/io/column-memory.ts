import { createHash } from 'node:crypto'

type Columns = readonly Float64Array[]

const BYTES = Float64Array.BYTES_PER_ELEMENT
/** Room for so many columns, but no more than so many bytes. The system gives memory where it is written to. */
const COLUMNS_MAX = 256
const BYTES_MAX = 2 ** 28

/** The head, in 32-bit words: lock, values given away, then the entries: state, where the values begin, 128 bits of name. */
const LOCK = 0
const GIVEN = 1
const ENTRIES = 2
const ENTRY_WORDS = 6
const ENTRIES_MAX = 1024
const HEAD_BYTES = Math.ceil(((ENTRIES + ENTRIES_MAX * ENTRY_WORDS) * 4) / BYTES) * BYTES

const FREE = 0
const UNDER_WAY = 1
const READY = 2
const GIVEN_UP = 3

/** So long a thread waits for what another one makes; it may have died. */
const PATIENCE_MS = 10_000
const LOCK_PATIENCE_MS = 1_000

/** Shared memory for columns that are as long as a series, to be handed to all threads. */
export function columnMemory(length: number): SharedArrayBuffer {
  return new SharedArrayBuffer(HEAD_BYTES + Math.min(COLUMNS_MAX * length * BYTES, BYTES_MAX))
}

/**
 * Columns by name in memory that threads share: the first that asks makes them, the others read what it made. Where the
 * memory is full, or who was making them is gone, each makes its own.
 */
export class ColumnMemory {
  readonly #head: Int32Array
  readonly #values: Float64Array
  /** Whoever had the lock has died with it. */
  #isLost = false

  constructor(memory: SharedArrayBuffer) {
    this.#head = new Int32Array(memory, 0, HEAD_BYTES / 4)
    this.#values = new Float64Array(memory, HEAD_BYTES)
  }

  /** So many columns of this length under a name: equal names have equal columns. Throws what `make` throws. */
  columns(name: string, count: number, length: number, make: () => Columns): Columns {
    const claimed = this.#claim(nameWords(name), count * length)
    if (claimed === null) return make()
    const { entry, isMine } = claimed
    if (!isMine) return this.#isReady(entry) ? this.#read(entry, count, length) : make()
    try {
      const made = make()
      const columns = this.#read(entry, count, length)
      for (const [at, column] of columns.entries()) column.set(made[at])
      this.#settle(entry, READY)
      return columns
    } catch (error) {
      this.#settle(entry, GIVEN_UP)
      throw error
    }
  }

  /** The entry of a name; null where there is no room for a new one. */
  #claim(words: Int32Array, values: number): { readonly entry: number; readonly isMine: boolean } | null {
    if (!this.#lock()) return null
    try {
      const first = (words[0] >>> 0) % ENTRIES_MAX
      for (let step = 0; step < ENTRIES_MAX; step++) {
        const entry = ENTRIES + ((first + step) % ENTRIES_MAX) * ENTRY_WORDS
        if (Atomics.load(this.#head, entry) !== FREE) {
          if (words.every((word, at) => this.#head[entry + 2 + at] === word)) return { entry, isMine: false }
          continue
        }
        const begin = this.#head[GIVEN]
        if (begin + values > this.#values.length) return null
        this.#head[GIVEN] = begin + values
        this.#head[entry + 1] = begin
        this.#head.set(words, entry + 2)
        Atomics.store(this.#head, entry, UNDER_WAY)
        return { entry, isMine: true }
      }
      return null
    } finally {
      Atomics.store(this.#head, LOCK, 0)
      Atomics.notify(this.#head, LOCK, 1)
    }
  }

  #lock(): boolean {
    if (this.#isLost) return false
    const end = Date.now() + LOCK_PATIENCE_MS
    while (Atomics.compareExchange(this.#head, LOCK, 0, 1) !== 0) {
      if (Date.now() >= end) return !(this.#isLost = true)
      Atomics.wait(this.#head, LOCK, 1, LOCK_PATIENCE_MS)
    }
    return true
  }

  #isReady(entry: number): boolean {
    Atomics.wait(this.#head, entry, UNDER_WAY, PATIENCE_MS)
    // Nobody waits for it a second time.
    this.#settle(entry, GIVEN_UP)
    return Atomics.load(this.#head, entry) === READY
  }

  /** Says what became of what is under way; what was settled stays. */
  #settle(entry: number, state: typeof READY | typeof GIVEN_UP): void {
    Atomics.compareExchange(this.#head, entry, UNDER_WAY, state)
    Atomics.notify(this.#head, entry)
  }

  #read(entry: number, count: number, length: number): Columns {
    const begin = this.#head[entry + 1]
    return Array.from({ length: count }, (_, at) =>
      this.#values.subarray(begin + at * length, begin + (at + 1) * length),
    )
  }
}

function nameWords(name: string): Int32Array {
  const digest = createHash('sha256').update(name).digest()
  return Int32Array.from({ length: 4 }, (_, at) => digest.readInt32LE(at * 4))
}
