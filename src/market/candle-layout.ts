import type { InputError, Where } from '#domain/failure.js'
import { badInput } from './bad-input.js'
import { type Cell, numberIn, shown } from './cell.js'
import { type ColumnChoice, withChoices } from './column-choice.js'
import { type ColumnNames, isHeader, type Layout, layoutOf, plainTitle } from './header.js'
import { pairNames, samePair } from './pair-choice.js'
import type { RowSource } from './row-source.js'

export type CandleColumn = 'time' | 'open' | 'high' | 'low' | 'close' | 'volume' | 'pair' | 'confirmed'

/** Names of a time column, in candle and funding files. */
export const timeNames = ['time', 'timestamp', 'date', 'datetime', 'open_time', 'unix', 'ts'] as const

const names: ColumnNames<CandleColumn> = {
  time: [...timeNames, 'start_time', 'start'],
  open: ['open', 'o'],
  high: ['high', 'h'],
  low: ['low', 'l'],
  close: ['close', 'c'],
  volume: ['volume', 'vol', 'v', 'volume_base', 'base_volume', 'volume_contracts'],
  pair: pairNames,
  confirmed: ['confirm', 'confirmed', 'is_closed'],
}

/** What a candle file is read for: only traded candles need a volume. */
export interface CandleFileKind {
  readonly volumeNeeded: boolean
  /** Columns that the user named: role → title, or number counted from 1. */
  readonly columns?: ColumnChoice | undefined
  /** Zone of times that are written without one, such as `Europe/Paris`; left out: UTC. */
  readonly timeZone?: string | undefined
}

/** Where the columns of candles are, and what is still to be seen in the first row of data. */
export interface CandleLayout extends Layout<CandleColumn> {
  readonly titles: readonly string[]
  readonly hasHeader: boolean
  /** A form without a header in which close may stand before high and low (KuCoin): the prices tell. */
  readonly orderOpen: boolean
}

/** Finds the columns by the first row: by its titles, or by how many cells it has. Throws `InputError`. */
export function candleLayout(
  cells: readonly Cell[],
  source: RowSource,
  kind: CandleFileKind,
  where: Where,
): CandleLayout {
  const hasHeader = isHeader(cells)
  const form = hasHeader ? null : formOf(cells, source, kind, where)
  const titles = form === null ? cells.map(String) : form.titles
  const wanted = withChoices(titles, kind.columns, names, where)
  const optional: CandleColumn[] = ['pair', 'confirmed']
  if (!kind.volumeNeeded || namedVolumes(titles).length > 0) optional.push('volume')
  const layout = layoutOf(wanted, names, where, optional)
  const notes = form === null ? [...nameOf(titles), ...layout.notes] : [form.note]
  return { ...layout, titles: wanted, hasHeader, notes, orderOpen: form?.orderOpen === true }
}

/** What the first row of data settles: which of equal titles is filled, and which `Volume X` is the base's. Throws `InputError`. */
export function settled(layout: CandleLayout, row: readonly Cell[], kind: CandleFileKind, where: Where): CandleLayout {
  const columns = { ...layout.columns }
  const notes = [...layout.notes]
  for (const role of Object.keys(columns) as CandleColumn[]) {
    if (columns[role] >= 0) columns[role] = filledOf(layout.titles, columns[role], row, role, where)
  }
  if (isOkx(layout.titles)) {
    columns.volume = indexOf(layout.titles, 'vol')
  } else if (columns.volume < 0 && namedVolumes(layout.titles).length > 0) {
    columns.volume = volumeOfBase(layout, row)
    if (columns.volume >= 0) notes.push(`the column '${layout.titles[columns.volume]}' is read as volume`)
    else if (kind.volumeNeeded) layoutOf(layout.titles, { volume: names.volume }, where)
  }
  if (columns.volume >= 0 && plainTitle(layout.titles[columns.volume]) === 'volumecontracts') {
    notes.push('the volume is in contracts, not in the base asset')
  }
  return { ...layout, columns, notes }
}

/**
 * Which of OKX's columns is the volume in the base asset: `vol` of a spot pair, `volCcy` of a contract, whose `vol` counts
 * contracts. A spot pair has its quote volume twice. Null where nothing was traded, and it makes no difference yet.
 */
export function okxVolume(layout: CandleLayout, row: readonly Cell[]): CandleLayout | null {
  const [coin, quote] = ['volCcy', 'volCcyQuote'].map((title) => indexOf(layout.titles, title))
  const inQuote = numberIn(row[quote] ?? '')
  if (!(inQuote > 0)) return null
  if (inQuote === numberIn(row[coin] ?? '')) return layout
  const notes = [...layout.notes, 'the volume is read from volCcy, in the base asset; vol counts contracts']
  return { ...layout, columns: { ...layout.columns, volume: coin }, notes }
}

interface Form {
  readonly titles: readonly string[]
  readonly note: string
  readonly orderOpen: boolean
}

const basic = ['time', 'open', 'high', 'low', 'close', 'volume'] as const
const klines = [...basic, 'close_time', 'quote_volume', 'count', 'taker_buy_volume', 'taker_buy_quote_volume', 'ignore']

/** The titles of rows without a header, by the file's envelope or by how many cells they have. */
function formOf(cells: readonly Cell[], source: RowSource, kind: CandleFileKind, where: Where): Form {
  const width = cells.length
  const own = source.titles?.of(width) ?? null
  if (own !== null) return { titles: own, note: `${source.titles!.name}: columns ${own.join(', ')}`, orderOpen: false }
  if (kind.columns !== undefined) {
    return {
      titles: cells.map(() => ''),
      note: 'no header row: columns as named on the command line',
      orderOpen: false,
    }
  }
  if (width === 3) throw trades(cells, where)
  const needed = kind.volumeNeeded ? 6 : 5
  if (width < needed) throw wrongKlineCount(width, needed, where)
  if (width === 12) {
    return { titles: klines, note: 'no header row: columns are read in the order of Binance klines', orderOpen: false }
  }
  if (width <= 7) {
    const titles = [...basic, ''].slice(0, width)
    return {
      titles,
      note: `no header row: columns are read as ${basic.slice(0, width).join(', ')}`,
      orderOpen: width === 7,
    }
  }
  if (width === 9 && [0, 1].includes(numberIn(cells[8]))) {
    const titles = [...basic.slice(0, 5), 'vol', 'volCcy', 'volCcyQuote', 'confirm']
    return { titles, note: 'no header row: columns are read in the order of OKX candles', orderOpen: false }
  }
  throw unknownForm(cells, where)
}

/** Words on where a header comes from, for files whose volume or prices mean something of their own. */
function nameOf(titles: readonly string[]): readonly string[] {
  const plain = titles.map(plainTitle)
  if (!plain.includes('adjclose')) return []
  return ["Yahoo's columns: prices are not adjusted; the volume of a crypto pair is money, not the base asset"]
}

/** Whether the file has OKX's three volumes. */
export function isOkx(titles: readonly string[]): boolean {
  return ['vol', 'volCcy', 'volCcyQuote'].every((title) => indexOf(titles, title) >= 0)
}

function indexOf(titles: readonly string[], title: string): number {
  return titles.findIndex((one) => plainTitle(one) === plainTitle(title))
}

/** `Volume BTC`, `Volume USDT`: the columns of CryptoDataDownload that name the asset. */
function namedVolumes(titles: readonly string[]): readonly { readonly index: number; readonly asset: string }[] {
  if (!titles.some((title) => pairNames.some((name) => plainTitle(name) === plainTitle(title)))) return []
  return titles.flatMap((title, index) => {
    const asset = /^volume[ _]\(?(\w+)\)?$/i.exec(title.trim())?.[1]
    return asset === undefined || ['base', 'contracts'].includes(asset.toLowerCase()) ? [] : [{ index, asset }]
  })
}

function volumeOfBase({ titles, columns }: CandleLayout, row: readonly Cell[]): number {
  const pair = String(row[columns.pair])
  return namedVolumes(titles).find(({ asset }) => samePair(asset, pair))?.index ?? -1
}

/** Of columns with one and the same title, the one that has something in it. */
function filledOf(titles: readonly string[], index: number, row: readonly Cell[], role: string, where: Where): number {
  const twins = titles.flatMap((title, at) => (plainTitle(title) === plainTitle(titles[index]) ? [at] : []))
  const filled = twins.filter((at) => String(row[at] ?? '').trim() !== '')
  if (twins.length < 2 || filled.length === 0) return index
  if (filled.some((at) => row[at] !== row[filled[0]])) throw twice(titles[index], filled, role, where)
  return filled[0]
}

function twice(title: string, indices: readonly number[], role: string, where: Where): InputError {
  return badInput('column-twice', where, {
    found: `${indices.length} columns named '${title.trim()}' with different values`,
    expected: `one column for the ${role}`,
    remedy: `Say which one, counted from 1: --column ${role}=${indices[0] + 1}, or rename the other.`,
  })
}

function trades(cells: readonly Cell[], where: Where): InputError {
  return badInput('column-count', where, {
    found: `3 columns and no header row, such as ${cells.map(shown).join(',')}: trades (time, price, amount)`,
    expected: 'candles: time, open, high, low, close, volume',
    remedy: "Download the venue's candles instead: single trades are not made into candles here.",
  })
}

function wrongKlineCount(found: number, needed: number, where: Where): InputError {
  return badInput('column-count', where, {
    found: `${found} ${found === 1 ? 'column' : 'columns'} and no header row`,
    expected: `${needed} or more in the order of Binance klines: ${basic.slice(0, needed).join(', ')}`,
    remedy: 'Add a header row with the names of the columns.',
  })
}

function unknownForm(cells: readonly Cell[], where: Where): InputError {
  return badInput('columns-unknown', where, {
    found: `${cells.length} columns and no header row`,
    expected: 'a form that is known: 6 columns (time to volume), 7 (Kraken, Bybit, KuCoin), 9 (OKX) or 12 (Binance)',
    remedy: 'Name the columns: --column time=1 --column open=2 …, or add a header row.',
  })
}
