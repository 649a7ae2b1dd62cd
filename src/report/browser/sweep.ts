import { tellLocalTimes } from './local-times.js'
import { exploreRuns } from './explore-runs.js'
import { pickHeatMap } from './pick-heat-map.js'
import { readExploration } from './read-exploration.js'
import { makeFilterable, makeSortable } from './tables.js'
import { tellLines } from './tell-lines.js'
import { Tip } from './tip.js'

makeSortable()
makeFilterable()
tellLocalTimes()
const exploration = readExploration()
const tip = new Tip()
exploreRuns(exploration, tip)
tellLines(exploration.charts, tip)
pickHeatMap(exploration)
