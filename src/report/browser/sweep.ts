import { exploreRuns } from './explore-runs.js'
import { pickHeatMap } from './pick-heat-map.js'
import { readExploration } from './read-exploration.js'
import { makeFilterable, makeSortable } from './tables.js'
import { Tip } from './tip.js'

makeSortable()
makeFilterable()
const exploration = readExploration()
exploreRuns(exploration, new Tip())
pickHeatMap(exploration)
