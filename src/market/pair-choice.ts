import type { InputError, Where } from '#domain/failure.js'
import { badInput } from './bad-input.js'

/** Names of a column that says which pair a row belongs to. */
export const pairNames = ['symbol', 'pair', 'ticker', 'inst_id', 'instrument', 'market', 'coin'] as const

/** Which rows of a file with a column of pairs are read: those of the pair that was asked for, or of the only one. */
export class PairChoice {
  readonly #asked: string | null
  readonly #others = new Set<string>()
  #found: string | null = null
  #last: string | null = null
  #lastTaken = false

  constructor(asked: string | null) {
    this.#asked = asked
  }

  /** Whether the row is read. Throws `InputError` `pairs-several` at a second pair where none was asked for. */
  takes(name: string, where: () => Where): boolean {
    if (name === this.#last) return this.#lastTaken
    this.#last = name
    this.#lastTaken = this.#taken(name, where)
    return this.#lastTaken
  }

  /** The pair of the rows that were read, as the file writes it; null where it names none. */
  get found(): string | null {
    return this.#found
  }

  /** What was left out, as a sentence; null where nothing was. */
  get note(): string | null {
    return this.#others.size === 0 ? null : `rows of ${this.#found}; left out: ${[...this.#others].join(', ')}`
  }

  /** Throws `InputError` `pair-absent` where the file names pairs, but not the one that was asked for. */
  finish(file: Where): void {
    if (this.#found === null && this.#others.size > 0) throw absent(this.#asked!, [...this.#others], file)
  }

  #taken(name: string, where: () => Where): boolean {
    if (this.#asked === null) {
      this.#found ??= name
      if (!samePair(name, this.#found)) throw several(this.#found, name, where())
      return true
    }
    if (samePair(name, this.#asked)) {
      this.#found ??= name
      return true
    }
    if (this.#others.size < OTHERS_TOLD) this.#others.add(name)
    return false
  }
}

const OTHERS_TOLD = 8

const quotes = ['USDT', 'USDC', 'FDUSD', 'BUSD', 'USD', 'EUR', 'BTC', 'ETH'] as const

/** `TAO/USDT:USDT`, `TAOUSDT`, `TAO-USDT-SWAP` and `tao_usdt` are one pair; `TAO` alone is that base in any quote. */
export function samePair(one: string, other: string): boolean {
  const [a, b] = [plain(one), plain(other)]
  return a === b || quotes.some((quote) => a + quote === b || b + quote === a)
}

function plain(pair: string): string {
  const [withoutSettlement] = pair.toUpperCase().split(':')
  const symbol = withoutSettlement.replace(/[-_/. ]?(?:SWAP|PERP|PERPETUAL)$/, '').replace(/[^A-Z0-9]/g, '')
  return symbol.replace(/^XBT/, 'BTC')
}

function several(first: string, second: string, where: Where): InputError {
  return badInput('pairs-several', where, {
    found: `a row of ${second} below rows of ${first}`,
    expected: 'rows of one pair, or the name of the pair to read',
    remedy: `Say which one: --pair ${first}, or data.pair in a config; data import --each-pair takes them apart.`,
  })
}

function absent(asked: string, found: readonly string[], where: Where): InputError {
  return badInput('pair-absent', where, {
    found: `rows of ${found.join(', ')}`,
    expected: `rows of ${asked}`,
    remedy: 'Give a file of that pair, or ask for the pair that the file has.',
  })
}
