import type { Exploration } from '../exploration.js'

/** What the page of an experiment left for its script. */
export function readExploration(): Exploration {
  return JSON.parse(document.getElementById('exploration')!.textContent) as Exploration
}
