import { tellLocalTimes } from './local-times.js'
import { makeFilterable, makeSortable } from './tables.js'

makeSortable()
makeFilterable()
tellLocalTimes()
