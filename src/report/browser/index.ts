import { makeFilterable, makeSortable } from './tables.js'

makeSortable()
makeFilterable()
