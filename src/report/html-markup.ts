/** Text that is markup already. Everything else is escaped on its way into a page. */
export class Markup {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** What may stand in a template: text and numbers are escaped, null and false print nothing. */
export type Content = Markup | string | number | null | false | readonly Content[]

/** Builds markup; every value in it is escaped unless it is markup itself. */
export function markup(strings: TemplateStringsArray, ...values: readonly Content[]): Markup {
  let text = strings[0]
  for (const [at, value] of values.entries()) text += render(value) + strings[at + 1]
  return new Markup(text)
}

/** For text that was made safe elsewhere: the style sheet, the script, the packed data. */
export function trusted(text: string): Markup {
  return new Markup(text)
}

function render(value: Content): string {
  if (value instanceof Markup) return value.text
  if (value === null || value === false) return ''
  if (typeof value === 'string' || typeof value === 'number') return escapeText(String(value))
  return value.map(render).join('')
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Direction overrides could make a name read as something else; C0 controls cannot stand in HTML at all. */
// oxlint-disable-next-line no-control-regex
const unprintable = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\u202A-\u202E\u2066-\u2069]/g

function escapeText(text: string): string {
  return text.replace(unprintable, '\uFFFD').replace(/[&<>"']/g, (character) => entities[character])
}

/** JSON that may stand inside a script element of any kind. */
export function embeddedJson(value: unknown): Markup {
  const escapes: Readonly<Record<string, string>> = { '<': '\\u003c', '\u2028': '\\u2028', '\u2029': '\\u2029' }
  return trusted(JSON.stringify(value).replace(/[<\u2028\u2029]/g, (character) => escapes[character]))
}

/** A script's source that cannot end its element early, with the line ends that an HTML parser leaves. */
export function embeddedScript(source: string): string {
  return source.replace(/\r\n?/g, '\n').replace(/<(?=\/script|!--)/gi, '\\x3c')
}
