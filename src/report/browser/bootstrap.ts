import { openExploration } from './open-exploration.js'

openExploration()
