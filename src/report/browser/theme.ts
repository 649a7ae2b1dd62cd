import { type ChartOptions, ColorType, CrosshairMode, type DeepPartial } from 'lightweight-charts'
import { onPaper } from './paper.js'

/** Colors of the style sheet, as the charts need them. */
export interface Theme {
  readonly panel: string
  readonly ink: string
  readonly soft: string
  readonly line: string
  readonly accent: string
  readonly candleUp: string
  readonly candleDown: string
  readonly drawdown: string
  readonly legs: readonly string[]
}

export function readTheme(): Theme {
  const style = getComputedStyle(document.documentElement)
  const color = (name: string) => style.getPropertyValue(`--${name}`).trim()
  return {
    panel: color('panel'),
    ink: color('ink'),
    soft: color('soft'),
    line: color('line'),
    accent: color('accent'),
    candleUp: color('candle-up'),
    candleDown: color('candle-down'),
    drawdown: color('drawdown'),
    legs: [0, 1, 2, 3, 4, 5].map((leg) => color(`leg-${leg}`)),
  }
}

/** Calls `change` with the new colors whenever the reader's system turns light or dark, and for paper, which is light. */
export function onThemeChange(change: (theme: Theme) => void): void {
  const repaint = () => change(readTheme())
  for (const query of ['(prefers-color-scheme: dark)', 'print']) matchMedia(query).addEventListener('change', repaint)
  onPaper(repaint, repaint)
}

export function legColor(theme: Theme, leg: number): string {
  return theme.legs[leg % theme.legs.length]
}

/** A color of the theme, which is `#rrggbb`, with an opacity of 0 … 1. */
export function translucent(color: string, opacity: number): string {
  return (
    color +
    Math.round(opacity * 255)
      .toString(16)
      .padStart(2, '0')
  )
}

/** What follows the colors; the rest of a chart's options is set once. */
export function themedOptions(theme: Theme): DeepPartial<ChartOptions> {
  return {
    layout: {
      background: { type: ColorType.Solid, color: theme.panel },
      textColor: theme.soft,
      panes: { separatorColor: theme.line, separatorHoverColor: theme.line },
    },
    grid: { vertLines: { visible: false }, horzLines: { color: theme.line } },
    crosshair: {
      mode: CrosshairMode.Normal,
      vertLine: { color: theme.soft, labelBackgroundColor: theme.soft },
      horzLine: { color: theme.soft, labelBackgroundColor: theme.soft },
    },
    rightPriceScale: { borderColor: theme.line },
    timeScale: { borderColor: theme.line },
  }
}
