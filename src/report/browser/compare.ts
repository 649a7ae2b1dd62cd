import { exploreRuns } from './explore-runs.js'
import { openExploration } from './open-exploration.js'

const { exploration, tip } = openExploration()
exploreRuns(exploration, tip)
