import { synchronize, wireTools } from './chart.js'
import { drawEquity } from './equity-chart.js'
import { readPayload } from './payload.js'
import { drawPrice } from './price-chart.js'
import { makeSortable, onTradeChosen } from './tables.js'
import { readTheme } from './theme.js'

const data = readPayload()
const theme = readTheme()
const equity = drawEquity(data, theme)
const price = drawPrice(data, theme)
synchronize([equity, price.chart])
wireTools(equity, 'equity', data.length)
wireTools(price.chart, 'price', data.length)
makeSortable()
onTradeChosen(price.show)
