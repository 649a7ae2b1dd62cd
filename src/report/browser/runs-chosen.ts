/** Which runs are chosen: those that each picture in which a choice was made has chosen. */
export class RunsChosen {
  readonly #choices = new Map<string, ReadonlySet<number>>()
  readonly #elements = [...document.querySelectorAll<HTMLElement | SVGElement>('[data-trial]')]
  readonly #count: number

  constructor(count: number) {
    this.#count = count
    for (const button of document.querySelectorAll('.chosen button')) {
      button.addEventListener('click', () => {
        this.#choices.clear()
        this.#show()
        for (const brush of document.querySelectorAll('.brush')) brush.remove()
      })
    }
  }

  /** What one picture chooses; null takes its choice back. */
  choose(by: string, runs: ReadonlySet<number> | null): void {
    if (runs === null) this.#choices.delete(by)
    else this.#choices.set(by, runs)
    this.#show()
  }

  /** Marks a run wherever it is; null for none. */
  point(run: number | null): void {
    for (const element of this.#elements) element.classList.toggle('pointed', run !== null && trialOf(element) === run)
  }

  #show(): void {
    const choices = [...this.#choices.values()]
    const isChosen = (run: number): boolean => choices.every((choice) => choice.has(run))
    for (const element of this.#elements) element.classList.toggle('out', !isChosen(trialOf(element)))
    const chosen = Array.from({ length: this.#count }, (_, run) => run).filter(isChosen).length
    for (const told of document.querySelectorAll<HTMLElement>('.chosen')) {
      told.hidden = choices.length === 0
      told.querySelector('output')!.textContent = `${chosen} of ${this.#count} are chosen.`
    }
  }
}

export function trialOf(element: HTMLElement | SVGElement): number {
  return Number(element.dataset['trial'])
}
