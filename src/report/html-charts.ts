import { timeframeName } from '#domain/time.js'
import type { DrawnAccount } from './html-buckets.js'
import { events } from './html-events.js'
import { count } from './html-format.js'
import { legName } from './html-legs.js'
import { type Content, markup, type Markup, trusted } from './html-markup.js'
import type { Page } from './html-page.js'
import type { PriceRows } from './html-price-rows.js'
import { twinNames } from './html-twins.js'

/** What lets a chart have the keys: its script tells the candle that they come to. */
const byKeyboard = trusted('tabindex="0" role="application" aria-roledescription="chart" aria-describedby="chart-keys"')

/** Where the page's script draws equity with its drawdown; `below` stands at the foot of it. */
export function equityChart(page: Page, account: DrawnAccount, below: Markup): Markup {
  return markup`<section id="equity">
<div class="title"><h2>Equity and drawdown</h2>${tools('equity')}</div>
<output class="readout" id="equity-readout"></output>
<div class="chart" id="equity-chart" ${byKeyboard} aria-label="Line of equity over time with the drawdown below it"></div>
${twinKey(page)}
${groupedAccount(page, account)}
${below}
</section>`
}

/** Where the page's script draws price with what the legs and the account did. */
export function priceChart(page: Page, rows: PriceRows): Markup {
  return markup`<section id="price">
<div class="title"><h2>Price and legs</h2>${tools('price')}</div>
<output class="readout" id="price-readout"></output>
<div class="beside">
<div class="chart tall" id="price-chart" ${byKeyboard}
aria-label="Candles with entries, exits, stops and liquidation prices of each leg; below them exposure, distance to liquidation, margin use and funding"></div>
<aside id="details" aria-live="polite" aria-label="The chosen trade" tabindex="0" hidden></aside>
</div>
<div class="panes on-screen" id="price-panes" role="group" aria-label="Panes below the price"></div>
<ul class="key">
${[...page.order.keys()].map((name) => markup`<li>${legName(name, page.order)}</li>`)}
<li><span class="mark">▲▼</span> entry</li><li><span class="mark">●</span> exit</li><li><span class="mark">■</span> liquidation</li>
<li><span class="line stop"></span> stop</li><li><span class="line target"></span> target</li>
<li><span class="line liquidation"></span> liquidation price</li><li><span class="line held"></span> leg is open</li>
<li><span class="mark">↑↓</span> funding received, paid</li>${
    page.meta.events.length > 0 &&
    markup`
<li><span class="mark">◆</span> event</li>`
  }
${overlays(page)}</ul>
<p class="note"><span class="on-screen">Drag to move; pinch, Ctrl + wheel or the buttons to zoom. A click on a trade below shows it here.
<span id="chart-keys">By keyboard, in either chart: ← and → go from candle to candle, + and − zoom, Page Up and Page Down go back and forth, Home and End to either end, Escape leaves.</span></span>
Liquidation prices of isolated legs are drawn for the chosen trade, those of a shared wallet always.</p>
${leftOut(page, rows)}
${events(page)}
</section>`
}

function twinKey({ meta }: Page): Content {
  return markup`<ul class="key">
<li><span class="twin run"></span> this run</li>
<li title="The whole balance in the pair since the first open, without leverage and costs"><span class="twin held-pair"></span> holding the pair</li>
${meta.twins !== null && twinNames.map(([, name, hint], at) => markup`<li title="${hint}"><span class="twin twin-${at}"></span> ${name}</li>`)}
</ul>`
}

/** Indicators that the script draws over the price, in their order; the others have panes of their own. */
function overlays({ result }: Page): Content {
  return result.indicators.length > 0 && markup`<li id="overlay-key" hidden></li>`
}

function tools(chart: string): Markup {
  return markup`<div class="tools" data-chart="${chart}"><button type="button" data-zoom="in" title="Zoom in" aria-label="Zoom in">+</button
><button type="button" data-zoom="out" title="Zoom out" aria-label="Zoom out">−</button
><button type="button" data-zoom="all">Whole run</button></div>`
}

function groupedAccount({ result }: Page, account: DrawnAccount): Content {
  const { timeframeMs } = result.candles
  if (account.lengthMs === timeframeMs) return null
  return markup`<p class="note">Drawn as ${count(account.length)} points of ${timeframeName(account.lengthMs)}, made from
${count(account.ofCandle.length)} closes of ${timeframeName(timeframeMs)}, with the deepest drawdown of each. Figures and tables use every candle.</p>`
}

function leftOut({ result }: Page, { drawn }: PriceRows): Content {
  const { timeframeMs } = result.candles
  if (drawn.lengthMs === timeframeMs) return null
  return markup`<p class="note">The ${count(drawn.ofCandle.length)} candles of ${timeframeName(timeframeMs)} are left out, since the page would be too large;
drawn are ${count(drawn.length)} of ${timeframeName(drawn.lengthMs)} made from them. Figures and tables use every candle.</p>`
}
