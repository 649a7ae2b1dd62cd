import type { Exploration, ToldHeatMap } from '../exploration.js'
import { heatMapSvg } from '../sweep-heatmap.js'

/** Two fields that say which two parameters the heat map shows. */
export function pickHeatMap({ heat }: Exploration): void {
  const pickers = document.getElementById('heat-pickers')
  if (heat === null || pickers === null || heat.maps.length < 2) return
  const paths = [...new Set(heat.maps.flatMap(({ across, up }) => [across.path, up.path]))]
  const [across, up] = ['Across', 'Up'].map((title, at) => picker(title, paths, paths[at]))
  pickers.append(across.label, up.label)
  pickers.hidden = false
  let before = [across.select.value, up.select.value]
  const show = (): void => {
    // Both the same: the other one takes what this one was.
    if (across.select.value === up.select.value) {
      const [wasAcross, wasUp] = before
      if (across.select.value === wasAcross) across.select.value = wasUp
      else up.select.value = wasAcross
    }
    before = [across.select.value, up.select.value]
    const map = mapOf(heat.maps, before[0], before[1])
    if (map === null) return
    const page = new DOMParser().parseFromString(heatMapSvg(map, map.best, heat.figure).text, 'text/html')
    document.getElementById('heat-picture')!.replaceChildren(...page.body.children)
    document.getElementById('heat-across')!.textContent = map.across.path
    document.getElementById('heat-up')!.textContent = map.up.path
  }
  for (const { select } of [across, up]) select.addEventListener('change', show)
}

function picker(title: string, paths: readonly string[], chosen: string) {
  const label = document.createElement('label')
  const select = document.createElement('select')
  select.append(...paths.map((path) => new Option(path, path)))
  select.value = chosen
  label.append(`${title} `, select)
  return { label, select }
}

/** The map of two parameters, turned where it is kept the other way round. */
function mapOf(maps: readonly ToldHeatMap[], across: string, up: string): ToldHeatMap | null {
  const same = maps.find((map) => map.across.path === across && map.up.path === up)
  if (same !== undefined) return same
  const other = maps.find((map) => map.across.path === up && map.up.path === across)
  return other === undefined ? null : turned(other)
}

function turned({ across, up, cells, best }: ToldHeatMap): ToldHeatMap {
  const [columns, rows] = [across.labels.length, up.labels.length]
  const place = (cell: number): number => (cell % columns) * rows + Math.floor(cell / columns)
  const moved = Array.from<number | null>({ length: cells.length })
  for (const [cell, score] of cells.entries()) moved[place(cell)] = score
  return { across: up, up: across, cells: moved, best: best === null ? null : place(best) }
}
