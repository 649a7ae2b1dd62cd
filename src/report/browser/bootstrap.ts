import { readExploration } from './read-exploration.js'
import { tellLines } from './tell-lines.js'
import { Tip } from './tip.js'

tellLines(readExploration().charts, new Tip())
