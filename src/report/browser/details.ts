import type { Details } from '../html-details.js'
import type { PackedColumn } from '../html-pack.js'
import { unpackText } from './payload.js'

type AllDetails = Readonly<Record<number, Details>>

/** More legs that ended together are not named. */
const OTHERS_MAX = 12

/** Shows what is told of an opening beside the price chart. All of it is text, whatever it says. */
export class DetailsPanel {
  readonly #panel = document.getElementById('details')!
  readonly #packed: PackedColumn
  readonly #choose: (opening: number) => void
  #all: Promise<AllDetails> | null = null

  /** `choose` is called for another opening that the panel names. */
  constructor(packed: PackedColumn, choose: (opening: number) => void) {
    this.#packed = packed
    this.#choose = choose
  }

  async show(opening: number): Promise<void> {
    this.#panel.hidden = false
    this.#all ??= unpackText(this.#packed).then((text) => JSON.parse(text) as AllDetails)
    const all = await this.#all
    const details = all[opening]
    this.#panel.replaceChildren(
      element('h3', details.title),
      element('p', details.opened),
      ...stepsOf(details),
      element('p', details.ended),
      ...[...details.circumstances, details.hung, details.sum].flatMap((sentence) =>
        sentence === null ? [] : [element('p', sentence)],
      ),
      ...this.#others(details.endedWith, all),
      bookedOf(details),
    )
    this.#panel.scrollTop = 0
  }

  /** Why other legs ended in the same candle, each with a button that chooses it. */
  #others(openings: readonly number[], all: AllDetails): HTMLElement[] {
    if (openings.length === 0) return []
    const list = document.createElement('ul')
    for (const opening of openings.slice(0, OTHERS_MAX)) {
      const button = element('button', all[opening].title)
      button.className = 'jump'
      button.addEventListener('click', () => this.#choose(opening))
      const item = document.createElement('li')
      const { ended, hung } = all[opening]
      item.append(button, ` ${ended}${hung === null ? '' : ` ${hung}`}`)
      list.append(item)
    }
    return [element('h4', 'Ended in the same candle'), list]
  }
}

function stepsOf({ steps }: Details): HTMLElement[] {
  if (steps.length === 0) return []
  const list = document.createElement('ul')
  for (const step of steps) list.append(element('li', step))
  return [list]
}

/** Paper has no room for it: ledger.csv has it all. */
function bookedOf(details: Details): HTMLElement {
  const section = document.createElement('div')
  section.className = 'on-screen'
  section.append(element('h4', 'What was booked'), ...entriesOf(details))
  return section
}

function entriesOf({ entries }: Details): HTMLElement[] {
  if (entries === null) return [element('p', 'Left out, since the page would be too large: ledger.csv has it.')]
  const key =
    '+ received, − paid: first gains and costs, slippage apart from price; then the wallet, which changed by as much.'
  const table = document.createElement('table')
  const head = table.createTHead().insertRow()
  for (const title of ['Account', 'Amount']) {
    const heading = element('th', title)
    heading.setAttribute('scope', 'col')
    if (title === 'Amount') heading.className = 'number'
    head.append(heading)
  }
  for (const [time, what, postings] of entries) {
    const body = table.createTBody()
    const heading = element('th', `${time} ${what}`)
    heading.setAttribute('scope', 'rowgroup')
    heading.setAttribute('colspan', '2')
    body.insertRow().append(heading)
    for (const [account, amount] of postings) {
      const row = body.insertRow()
      row.insertCell().textContent = account
      const cell = row.insertCell()
      cell.textContent = amount
      cell.className = 'number'
    }
  }
  return [element('p', key), table]
}

function element(name: 'h3' | 'h4' | 'p' | 'button' | 'th' | 'li', text: string): HTMLElement {
  const made = document.createElement(name)
  made.textContent = text
  return made
}
