import { wireTools } from './chart.js'
import { heedKeys } from './chart-keys.js'
import { DetailsPanel } from './details.js'
import { drawEquity, follow } from './equity-chart.js'
import { fitPaper } from './paper.js'
import { readPayload } from './payload.js'
import { drawPrice } from './price-chart.js'
import { chooseRow, makeFilterable, makeSortable, onJump, onLegAsked, onTradeChosen } from './tables.js'
import { tellLocalTimes } from './local-times.js'
import { readTheme } from './theme.js'

/** The tables need no data; the charts wait for theirs. */
async function start(): Promise<void> {
  makeSortable()
  makeFilterable()
  onLegAsked()
  tellLocalTimes()
  const data = await readPayload()
  const theme = readTheme()
  const equity = drawEquity(data, theme)
  const price = drawPrice(data, theme)
  follow(equity.chart, data, price.view)
  for (const chart of [equity, price.keyed]) heedKeys(chart, price.view)
  wireTools(price.view)
  fitPaper([equity.chart, price.keyed.chart])
  price.view.showWhole()
  const choose = (opening: number): void => {
    chooseRow(opening)
    void details.show(opening)
    price.show(opening)
    // The panel beside it, when it first appears, takes from the chart's width, of which the chart hears after a frame.
    requestAnimationFrame(() => requestAnimationFrame(() => price.show(opening)))
    document.getElementById('price')!.scrollIntoView({ block: 'start' })
  }
  const details = new DetailsPanel(data.details, choose)
  onTradeChosen(choose)
  onJump(choose)
}

void start()
