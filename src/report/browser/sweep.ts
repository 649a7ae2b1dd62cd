import { exploreRuns } from './explore-runs.js'
import { openExploration } from './open-exploration.js'
import { pickHeatMap } from './pick-heat-map.js'

const { exploration, tip } = openExploration()
exploreRuns(exploration, tip)
pickHeatMap(exploration)
