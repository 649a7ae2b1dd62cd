// Reading candles from CSV: papaparse's file stream into columns, hash included.
import { readCandles } from '../dist/io/read-candles.js'
import { peakMb, report } from './measure.mjs'

const began = performance.now()
const { candles } = await readCandles(process.argv[2], 'candles', Number.POSITIVE_INFINITY, {
  where: 'candles',
  onBytes() {},
})
const seconds = (performance.now() - began) / 1e3
report({ rows: candles.length, seconds, rowsPerSecond: candles.length / seconds, peakMb: peakMb() })
