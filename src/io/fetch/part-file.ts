import { createReadStream } from 'node:fs'
import { appendFile, open, rename, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { InputError } from '#domain/failure.js'
import { instantMs, iso } from '#domain/time.js'
import { absent } from '#io/cache/cache-folder.js'
import { runningSha256 } from '#io/hash.js'
import type { Row } from './pages.js'

/** What the rows of a part file are. Another request does not go on with them. */
export interface PartRequest {
  readonly exchange: string
  readonly pair: string
  readonly series: string
  readonly timeframe: string | null
  /** ISO 8601, as asked for. */
  readonly from: string
  readonly to: string | null
}

/** What is in a part file. */
export interface PartFacts {
  readonly rows: number
  /** Time of the first and the last row, ms since 1970; null where there is none. */
  readonly first: number | null
  readonly last: number | null
  /** Steps between two rows that are longer than the series' own. */
  readonly gaps: number
  /** Per value of a row, whether any row has it. */
  readonly filled: readonly boolean[]
}

/** How the rows look: titles of time and values, and the time from one to the next where that is always the same. */
export interface RowShape {
  readonly header: readonly string[]
  readonly stepMs: number | null
}

/**
 * Rows that were fetched and not finished: `FILE.part`, its first line the request as JSON, then the rows as they will stand
 * in `FILE`. Each page is appended as it comes, so what a process leaves that is killed ends in half a line at worst.
 */
export class PartFile {
  readonly path: string
  readonly #file: string
  readonly #shape: RowShape
  readonly #title: string
  #facts: PartFacts

  private constructor(file: string, title: string, shape: RowShape) {
    this.#file = file
    this.path = `${file}.part`
    this.#title = title
    this.#shape = shape
    this.#facts = { rows: 0, first: null, last: null, gaps: 0, filled: shape.header.slice(1).map(() => false) }
  }

  /**
   * Takes up what an earlier call has left beside `file`, and cuts off what of it is not whole. Throws `InputError`
   * `part-of-another` where it holds rows of another request.
   */
  static async beside(file: string, request: PartRequest, shape: RowShape): Promise<PartFile> {
    const part = new PartFile(file, JSON.stringify(request), shape)
    const found = await stat(part.path).catch(absent)
    if (found !== null) await part.#takeUp(found.size)
    return part
  }

  get facts(): PartFacts {
    return this.#facts
  }

  /** Appends rows that come after all that are there, ascending. */
  async append(rows: readonly Row[]): Promise<void> {
    if (this.#facts.rows === 0) await writeFile(this.path, `${this.#title}\n`)
    const lines = rows.map(({ at, cells }) => `${iso(at)},${cells.join(',')}\n`)
    await appendFile(this.path, lines.join(''))
    this.#facts = counted(this.#facts, rows, this.#shape.stepMs)
  }

  /**
   * Writes `FILE`: the rows under a header row, without columns that no row fills. Returns its SHA-256. The part stays until
   * it is removed.
   */
  async finish(): Promise<string> {
    const { filled, rows } = this.#facts
    const kept = (cells: readonly string[]) => cells.filter((_, at) => at === 0 || filled[at - 1]).join(',')
    const hash = runningSha256()
    const temporary = `${this.#file}.tmp`
    const output = await open(temporary, 'w')
    let written = -1
    try {
      const write = async (lines: readonly string[]): Promise<void> => {
        const bytes = Buffer.from(lines.map((line) => `${kept(line.split(','))}\n`).join(''))
        hash.add(bytes)
        await output.writeFile(bytes)
      }
      await write([this.#shape.header.join(',')])
      for await (const lines of wholeLines(this.path)) {
        await write(written < 0 ? lines.slice(1) : lines)
        written += lines.length
      }
    } finally {
      await output.close()
    }
    if (written !== rows) throw sharedPart(this.path)
    await rename(temporary, this.#file)
    return hash.hex()
  }

  async remove(): Promise<void> {
    await rm(this.path, { force: true })
  }

  async #takeUp(size: number): Promise<void> {
    let bytes = 0
    for await (const lines of wholeLines(this.path)) {
      const rows: Row[] = []
      for (const line of lines) {
        if (bytes === 0) this.#checkTitle(line)
        else {
          const row = rowOf(line, this.#shape.header.length)
          if (row === null || row.at <= (rows.at(-1)?.at ?? this.#facts.last ?? -Infinity)) break
          rows.push(row)
        }
        bytes += line.length + 1
      }
      this.#facts = counted(this.#facts, rows, this.#shape.stepMs)
    }
    if (bytes < size) await truncate(this.path, bytes)
  }

  #checkTitle(line: string): void {
    if (line === this.#title) return
    throw new InputError('part-of-another', `found rows of another request: ${line}`, {
      where: this.path,
      hint: 'Give that request again to go on with it, or remove the file to begin anew.',
    })
  }
}

function counted(facts: PartFacts, rows: readonly Row[], stepMs: number | null): PartFacts {
  if (rows.length === 0) return facts
  let { last, gaps } = facts
  for (const { at } of rows) {
    if (stepMs !== null && last !== null && at - last > stepMs) gaps += 1
    last = at
  }
  const filled = facts.filled.map((before, index) => before || rows.some(({ cells }) => cells[index] !== ''))
  return { rows: facts.rows + rows.length, first: facts.first ?? rows[0].at, last, gaps, filled }
}

/** Null where a line is not what `append` writes. */
function rowOf(line: string, width: number): Row | null {
  const [time, ...cells] = line.split(',')
  if (cells.length !== width - 1 || !cells.every((cell) => Number.isFinite(Number(cell)))) return null
  try {
    return { at: instantMs(time), cells }
  } catch {
    return null
  }
}

/** The lines of a file that are ended, many at a time. */
async function* wholeLines(path: string): AsyncGenerator<readonly string[], void, undefined> {
  let rest = ''
  for await (const text of createReadStream(path, { encoding: 'latin1' }) as AsyncIterable<string>) {
    const lines = `${rest}${text}`.split('\n')
    rest = lines.pop()!
    if (lines.length > 0) yield lines
  }
}

function sharedPart(path: string): InputError {
  return new InputError('part-shared', 'found rows that another process wrote at the same time', {
    where: path,
    hint: 'Remove the file and fetch again, one command at a time.',
  })
}
