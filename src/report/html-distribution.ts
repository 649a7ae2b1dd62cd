import { type Distribution, distributionOf } from '#analysis/distribution.js'
import type { MonthReturn } from '#analysis/calendar-returns.js'
import type { Drawdown } from '#analysis/max-drawdown.js'
import { amount, count, date, percent, ratio, time } from './html-format.js'
import { legColor, ROWS_MAX } from './html-legs.js'
import { type Content, markup, type Markup } from './html-markup.js'
import type { Page } from './html-page.js'
import { barChart, lineChart, scatterChart } from './html-svg.js'
import { type Column, table } from './html-table.js'

/** How the result is spread over months, days, hours and trades. */
export function distribution(page: Page): Markup {
  const found = distributionOf(page.result, page.meta.analysis, [...page.order.keys()].slice(0, CORRELATED_MAX))
  return markup`<section id="distribution">
<h2>Distribution and time</h2>
${months(found.months)}
${drawdowns(found.drawdowns)}
<div class="plots">
${days(found)}
${rolling(found)}
${correlations(found)}
${byTime(page, found)}
${excursions(page)}
</div>
</section>`
}

const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

function months(all: readonly MonthReturn[]): Content {
  if (all.length === 0) return null
  const years = [...new Set(all.map(({ year }) => year))]
  const columns: Column<number>[] = [
    { title: 'Year', hint: 'UTC', cell: (year) => year },
    ...monthNames.map((title, at): Column<number> => {
      const valueOf = (year: number) => all.find((one) => one.year === year && one.month === at + 1)?.value ?? null
      return {
        title,
        hint: `Equity at the end of ${title} ÷ at its start − 1`,
        numeric: true,
        cell: (year) => (all.some((one) => one.year === year && one.month === at + 1) ? percent(valueOf(year), 1) : ''),
        tone: (year) => heat(valueOf(year)),
      }
    }),
  ]
  return markup`<h3>Monthly returns</h3>
${table(columns, years, { id: 'months-table', label: 'Monthly returns' })}`
}

/** From these on a month is drawn stronger. */
const heats = [0, 0.02, 0.05, 0.1, 0.2]

function heat(value: number | null): string {
  if (value === null || value === 0) return ''
  const strength = heats.findLastIndex((from) => Math.abs(value) >= from) + 1
  return `heat ${value < 0 ? 'down' : 'up'}-${strength}`
}

function drawdowns(all: readonly Drawdown[]): Content {
  if (all.length === 0) return null
  const columns: Column<Drawdown>[] = [
    { title: 'Depth', hint: 'Share of the peak that was lost', numeric: true, cell: ({ depth }) => percent(depth) },
    { title: 'Peak', hint: 'When the high was reached, UTC', cell: ({ peakAt }) => time(peakAt) },
    { title: 'Trough', hint: 'When equity was lowest, UTC', cell: ({ troughAt }) => time(troughAt) },
    {
      title: 'Recovered',
      hint: 'When the peak was reached again, UTC',
      cell: ({ recoveredAt }) => (recoveredAt === null ? 'not yet' : time(recoveredAt)),
    },
    {
      title: 'Days',
      hint: 'From the peak to the recovery, or to the end',
      numeric: true,
      cell: ({ days: length }) => amount(length, 1),
    },
  ]
  return markup`<h3>Deepest drawdowns</h3>
${table(columns, all, { id: 'drawdowns-table', label: 'Deepest drawdowns' })}`
}

function figure(title: string, note: string, drawn: Markup): Markup {
  return markup`<figure><figcaption><h3>${title}</h3><p class="note">${note}</p></figcaption>
${drawn}</figure>
`
}

const LABELED_BINS = 6

function days({ days: bins }: Distribution): Content {
  if (bins.length === 0) return null
  const every = Math.ceil(bins.length / LABELED_BINS)
  const bars = bins.map((bin, at) => ({
    value: bin.count,
    label: at % every === 0 ? percent(bin.from, 1) : '',
    title: `${percent(bin.from)} to ${percent(bin.to)}: ${count(bin.count)}`,
    tone: bin.to <= 0 ? 'loss' : '',
  }))
  return figure(
    'Daily returns',
    'How many UTC days returned how much; a label stands below the bar that begins there.',
    barChart(bars, { label: 'Histogram of daily returns', formatY: count }),
  )
}

function rolling({ rolling: points, rollingDays }: Distribution): Content {
  if (points.length < 2) return null
  const drawn = lineChart(
    points.map(({ at, value }) => ({ x: at, y: value })),
    { label: 'Rolling Sharpe ratio over time', formatY: (value) => ratio(value), formatX: date },
  )
  return figure(`Sharpe ratio of the last ${rollingDays} days`, 'At each UTC day end, a year’s rate.', drawn)
}

/** Of more legs there would be more pictures than anybody looks at. */
const CORRELATED_MAX = 4

function correlations({ correlations: all, rollingDays }: Distribution): Content {
  return all
    .filter(({ points }) => points.filter(({ value }) => value !== null).length > 1)
    .map(({ one, other, points }) =>
      figure(
        `Correlation of ${one} and ${other}`,
        `Of what each made on the last ${rollingDays} UTC days; −1: what one loses the other makes.`,
        lineChart(
          points.map(({ at, value }) => ({ x: at, y: value })),
          { label: `Rolling correlation of ${one} and ${other}`, formatY: (value) => ratio(value), formatX: date },
        ),
      ),
    )
}

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const LABELED_HOURS = 3

function byTime({ result }: Page, { hours, weekdays: byDay }: Distribution): Content {
  const { currency } = result.account
  const bar = (value: number, label: string, name: string) => ({
    value,
    label,
    title: `${name}: ${amount(value)} ${currency}`,
    tone: value < 0 ? 'loss' : '',
  })
  const formatY = (value: number) => amount(value, 0)
  return [
    hours &&
      figure(
        'Net by hour of the day',
        `Change of equity over the candles that open in the hour, UTC, ${currency}. The sum is the net profit.`,
        barChart(
          hours.map((value, hour) => bar(value, hour % LABELED_HOURS === 0 ? `${hour}` : '', `${hour}:00`)),
          { label: 'Net by hour of the day', formatY },
        ),
      ),
    byDay &&
      figure(
        'Net by weekday',
        `Change of equity over the candles that open on the day, UTC, ${currency}.`,
        barChart(
          byDay.map((value, day) => bar(value, weekdays[day], weekdays[day])),
          { label: 'Net by weekday', formatY },
        ),
      ),
  ]
}

function excursions({ result, order }: Page): Content {
  const shown = result.legs.slice(0, ROWS_MAX)
  if (shown.length === 0) return null
  const points = shown.map((leg) => ({
    x: Number(leg.mae),
    y: Number(leg.mfe),
    title: `#${leg.id} ${leg.name}: worst ${amount(leg.mae)}, best ${amount(leg.mfe)}, net ${amount(leg.pnl.net)}`,
    tone: `${legColor(leg.name, order)}${Number(leg.pnl.net) < 0 ? ' hollow' : ''}`,
  }))
  const formatY = (value: number) => amount(value, 0)
  return figure(
    'Worst and best of each trade',
    `Across the worst open PnL (MAE), up the best (MFE), ${result.account.currency}, before costs; hollow: the trade lost.`,
    scatterChart(points, { label: 'MAE and MFE of each trade', formatY, formatX: formatY }),
  )
}
