import type { DataSeen } from '#experiments/data-seen.js'
import { timeframeName } from '#domain/time.js'
import { plural, time } from './html-format.js'
import { type Content, markup, type Markup } from './html-markup.js'

/** What kind of page it is, and whether a market said what it shows. */
export function experimentBadges(kind: string, data: readonly DataSeen[]): Markup {
  return markup`<div class="badges"><span class="badge">${kind}</span>${dataBadge(data)}</div>`
}

function dataBadge(data: readonly DataSeen[]): Content {
  if (data.length === 0) return null
  return data.some(({ synthetic }) => synthetic)
    ? markup`<span class="badge synthetic" title="Made by a program; it says nothing about a market">SYNTHETIC DATA</span>`
    : markup`<span class="badge" title="No data file is marked synthetic">real data</span>`
}

/** A line for each data set: pair, candles, range and hash, as the report of a run has them. */
export function dataLines(data: readonly DataSeen[]): Content {
  return data.map(
    ({
      pair,
      timeframeMs,
      from,
      to,
      candles,
      hash,
    }) => markup`<p class="subtitle data">${pair} · ${timeframeName(timeframeMs)} candles ·
${time(from)} to ${time(to)} UTC · ${plural(candles, 'candle')} ·
data <code title="SHA-256 of all data files: ${hash}">${hash.slice(0, 12)}</code></p>
`,
  )
}
