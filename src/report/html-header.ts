import { endOfRun, startOfRun } from '#analysis/run.js'
import { timeframeName } from '#domain/time.js'
import { kindOf, kindReason, kindWords } from './data-words.js'
import { plural, shortName, time } from './html-format.js'
import { type Content, markup, type Markup } from './html-markup.js'
import type { Page } from './html-page.js'
import { circumstances, verdict } from './html-verdict.js'

/** What was run, on what, how it ended, and the result in a sentence. */
export function header(page: Page): Markup {
  const { result, meta } = page
  const candles = plural(result.curve.equity.length, 'candle')
  return markup`<header>
<div class="badges">${dataBadge(page)}<span class="badge">${result.path.mode} path</span></div>
<h1>${result.name}</h1>
<p class="subtitle">${result.strategy.name} on ${meta.pair} · ${timeframeName(result.candles.timeframeMs)} candles ·
${time(startOfRun(result))} to ${time(endOfRun(result))} UTC · ${candles} ·
data <code title="SHA-256 of all data files: ${meta.hashes.data}">${meta.hashes.data.slice(0, 12)}</code></p>
${incomplete(page)}
<p class="verdict">${verdict(page)}</p>
<p>${circumstances(page)}</p>
</header>
${settings(page)}`
}

function dataBadge({ result }: Page): Markup {
  const kind = kindOf(result.data)
  return markup`<span class="badge ${kind}" title="${kindReason(result.data)}">${kindWords[kind]}</span>`
}

function incomplete({ result }: Page): Content {
  if (result.status === 'complete') return null
  return markup`<div class="alarm" role="alert"><strong>INCOMPLETE.</strong> The run ended before its last candle;
every figure below covers what was replayed until then. <pre>${result.error ?? 'No reason was recorded.'}</pre></div>`
}

function settings({ result }: Page): Content {
  const legs = result.strategy.legs.map(
    (leg) =>
      `${shortName(leg.name)} ${leg.side ?? 'either side'} ${leg.leverage}×${leg.hedges === null ? '' : ` hedging ${shortName(leg.hedges)}`}`,
  )
  const params = Object.entries(result.strategy.params).map(([name, value]) => `${name} ${String(value)}`)
  const warmUp = result.warmUp > 0 ? [`warm-up ${plural(result.warmUp, 'candle')}`] : []
  const all = [...legs, ...params, ...warmUp]
  return (
    all.length > 0 && markup`<ul class="settings" id="settings">${all.map((text) => markup`<li>${text}</li>`)}</ul>`
  )
}
