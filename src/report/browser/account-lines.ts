import { DISTANCE_MAX, distanceAt, distanceTicks, heightOf } from './distance-scale.js'
import { formatNumber } from './number-text.js'
import type { ChartData, Numbers } from './payload.js'
import { legColor, type Theme } from './theme.js'

export interface Line {
  readonly values: Numbers
  readonly color: (theme: Theme) => string
  readonly isThin?: boolean
  /** What stands for several points: the one that matters. */
  readonly of: 'last' | 'lowest' | 'highest'
  /** Where a value lies on a scale that is not even. */
  readonly place?: (value: number) => number
}

export interface Pane {
  /** For the box that opens it. */
  readonly name: string
  /** What stands in it. */
  readonly title: string
  readonly lines: readonly Line[]
  readonly format: (value: number) => string
  /** The least difference that `format` tells; the scale has no finer marks. Default: 0.01. */
  readonly step?: number
  /** A scale that stays as it is, with what is written beside it. */
  readonly scale?: Scale
}

interface Scale {
  readonly least: number
  readonly most: number
  readonly ticks: readonly { readonly value: number; readonly text: string }[]
}

const percent = (fraction: number, digits = 0) => `${formatNumber(fraction * 100, digits)}%`

/** Near to liquidation tenths of a percent count; far from it a figure would say more than is meant. */
function distanceText(distance: number): string {
  return distance > DISTANCE_MAX ? `>${percent(DISTANCE_MAX)}` : percent(distance, distance < 0.1 ? 1 : 0)
}

const times = (value: number) => (Number.isNaN(value) ? '–' : `${formatNumber(value, 2)}×`)

const accent = (theme: Theme) => theme.accent

/** More would leave the price no room. */
const INDICATOR_PANES_MAX = 3
/** The others are folded away at first: the chart should stand on one screen, and on one sheet of paper. */
const OPEN_MAX = 5

interface AllPanes {
  readonly panes: readonly Pane[]
  readonly folded: readonly Pane[]
  /** Those on the scale of the price, which lie over it. */
  readonly overlays: readonly Line[]
}

export function panesOf(data: ChartData): AllPanes {
  const { account, indicators } = data
  const own = indicators.filter(({ isOnPrice }) => !isOnPrice).slice(0, INDICATOR_PANES_MAX)
  const panes: readonly Pane[] = [
    {
      name: 'exposure',
      title: 'Exposure ÷ equity: net (strong), gross',
      lines: [
        { values: account.grossExposure, color: (theme) => theme.soft, isThin: true, of: 'last' },
        { values: account.netExposure, color: accent, of: 'last' },
      ],
      format: (value) => `${formatNumber(value, 1)}×`,
      step: 0.1,
    },
    distancePane(data),
    {
      name: 'margin use',
      title: 'Margin use: collateral ÷ wallet',
      lines: [{ values: account.marginUse, color: accent, of: 'highest' }],
      format: (value) => percent(value),
    },
    {
      name: 'funding',
      title: `Funding, in all, ${data.currency}`,
      lines: [{ values: account.funding, color: accent, of: 'last' }],
      format: (value) => formatNumber(value, Math.abs(value) < 100 ? 1 : 0),
      step: 0.1,
    },
    ...own.map(
      ({ name, values }): Pane => ({
        name: shortTitle(name),
        title: name,
        lines: [{ values, color: accent, of: 'last' }],
        format: (value) => formatNumber(value, 2),
      }),
    ),
  ]
  const over = indicators.filter(({ isOnPrice }) => isOnPrice)
  nameOverlays(over.map(({ name }) => name))
  return {
    panes,
    folded: panes.slice(OPEN_MAX),
    overlays: over.map(({ values }, at) => ({
      values,
      color: (theme) => overlayColor(theme, at),
      isThin: true,
      of: 'last',
    })),
  }
}

const TITLE_MAX = 24

function shortTitle(name: string): string {
  return name.length > TITLE_MAX ? `${name.slice(0, TITLE_MAX - 1)}…` : name
}

function distancePane({ account, legs, legDistances }: ChartData): Pane {
  const drawn =
    legDistances.length === 0
      ? [{ values: account.liquidationDistance, color: (theme: Theme) => theme.drawdown }]
      : legDistances.map(({ leg, values }) => ({ values, color: (theme: Theme) => legColor(theme, leg) }))
  const whose = legDistances.length === 0 ? 'of the account' : legDistances.map(({ leg }) => legs[leg]).join(', ')
  const ticks = [0, ...distanceTicks].map((distance) => ({ value: heightOf(distance), text: percent(distance) }))
  const top = { value: 1, text: `>${percent(DISTANCE_MAX)}` }
  return {
    name: 'distance to liquidation',
    title: `Distance to liquidation, log: ${whose}`,
    lines: drawn.map((line) => ({ ...line, of: 'lowest', place: heightOf })),
    format: (height) => distanceText(distanceAt(height)),
    scale: { least: 0, most: 1, ticks: [...ticks, top] },
  }
}

/** What the account was at a point, in words. */
export function accountLines({ account, indicators, currency }: ChartData, at: number): string {
  const away = account.liquidationDistance[at]
  const used = account.marginUse[at]
  return [
    `exposure net ${times(account.netExposure[at])}, gross ${times(account.grossExposure[at])}`,
    Number.isNaN(away) ? 'nothing to liquidate' : `liquidation ${distanceText(away)} away`,
    `margin use ${Number.isNaN(used) ? '–' : percent(used)}`,
    `funding ${formatNumber(account.funding[at], 2)} ${currency}`,
    ...indicators.map(({ name, values }) => `${name} ${Number.isNaN(values[at]) ? '–' : formatNumber(values[at], 2)}`),
  ].join(' · ')
}

/** Away from the colors of the legs that begin the row. */
function overlayColor(theme: Theme, at: number): string {
  return theme.legs[theme.legs.length - 1 - (at % theme.legs.length)]
}

/** Says below the chart which line is which. */
function nameOverlays(names: readonly string[]): void {
  const key = document.getElementById('overlay-key')
  if (key === null || names.length === 0) return
  const colors = [...names.keys()].map((at) => `overlay-${at % OVERLAY_COLORS}`)
  key.hidden = false
  key.replaceChildren(
    ...names.flatMap((name, at) => {
      const line = document.createElement('span')
      line.className = `line overlay ${colors[at]}`
      return [line, ` ${name} `]
    }),
  )
}

const OVERLAY_COLORS = 6
