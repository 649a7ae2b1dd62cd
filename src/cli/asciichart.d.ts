declare module 'asciichart' {
  export interface PlotConfig {
    readonly height?: number
    readonly padding?: string
    readonly format?: (value: number) => string
  }
  export function plot(series: readonly number[], config?: PlotConfig): string
}
