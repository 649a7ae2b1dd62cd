/** A few words beside the pointer. They are text, whatever they say. */
export class Tip {
  readonly #element = document.createElement('div')

  constructor() {
    this.#element.className = 'tip'
    this.#element.setAttribute('role', 'status')
    this.#element.hidden = true
    document.body.append(this.#element)
  }

  /** At a place of the window, on the side where there is room. */
  show(text: string, x: number, y: number): void {
    const element = this.#element
    element.hidden = false
    element.textContent = text
    const { offsetWidth: width, offsetHeight: height } = element
    const [right, foot] = [document.documentElement.clientWidth, document.documentElement.clientHeight]
    element.style.left = `${Math.max(x + GAP + width > right ? x - GAP - width : x + GAP, 0)}px`
    element.style.top = `${Math.max(Math.min(y + GAP, foot - height), 0)}px`
  }

  hide(): void {
    this.#element.hidden = true
  }
}

const GAP = 12
