export const header = 'time,open,high,low,close,volume'

/** A candle of that hour of 2025-01-01. */
export const candle = (hour: number, rest = '100,101,99,100,10') =>
  `2025-01-01T${String(hour).padStart(2, '0')}:00Z,${rest}`

/** A candle file of these lines: the first one is line 2. */
export const csv = (...lines: readonly string[]) => `${[header, ...lines].join('\n')}\n`

/** Seven faults: cells, an order, a time twice, a price, and two gaps. */
export const broken = csv(
  candle(0),
  candle(1),
  candle(2, '100,101,99,abc,10'),
  candle(3),
  candle(3, '100,102,99,100,10'),
  candle(5),
  candle(4),
  candle(7, '100,101,0,100,10'),
  candle(8, '100,101,99,100'),
  candle(9),
)
