import { repository } from '../cli/room.js'

/** A run config as data, with a plan: no file of a strategy or a config. `to`: the end of its data. */
export function planAsData(to: string) {
  return {
    name: 'as data',
    data: { candles: `${repository}data/tao-usdt-perp-1h.synthetic.csv`, to },
    instrument: 'tao-usdt-perp',
    stress: false,
    strategy: {
      plan: [
        { at: '2024-01-10', open: { leg: 'core', side: 'long', notional: 5000, leverage: 2 } },
        { at: '2024-01-20', open: { leg: 'hedge', side: 'short', ratioOf: 'core', ratio: 0.5, leverage: 5 } },
      ],
    },
  }
}
