import { describe, expect, it } from 'vitest'
import { normalCdf, normalQuantile } from '#experiments/normal.js'

/** To 17 digits, by an arithmetic of 30 digits. */
const areas: readonly (readonly [number, number])[] = [
  [-37, 5.725571222524577e-300],
  [-20, 2.7536241186062337e-89],
  [-10, 7.619853024160525e-24],
  [-7.5, 3.1908916729108963e-14],
  [-5, 2.866515718791939e-7],
  [-3, 0.0013498980316300946],
  [-1, 0.15865525393145705],
  [-0.5, 0.3085375387259869],
  [-0.001, 0.49960105778608893],
  [0, 0.5],
  [0.1, 0.539827837277029],
  [1, 0.8413447460685429],
  [2.5, 0.9937903346742238],
  [4, 0.9999683287581669],
  [6, 0.9999999990134123],
]

const quantiles: readonly (readonly [number, number])[] = [
  [1e-300, -37.0470962993612],
  [1e-20, -9.262340089798407],
  [1e-10, -6.361340902404057],
  [0.001, -3.0902323061678136],
  [0.02425, -1.972961051311885],
  [0.075, -1.439531470938456],
  [0.3, -0.5244005127080408],
  [0.6, 0.2533471031357998],
  [0.95, 1.6448536269514726],
  [0.975, 1.9599639845400543],
  [0.99, 2.326347874040841],
]

describe('the standard normal distribution', () => {
  it.each(areas)('has below %f the area %f, to 15 places and 8 digits', (z, area) => {
    expect(Math.abs(normalCdf(z) - area)).toBeLessThan(1e-15)
    expect(Math.abs(normalCdf(z) / area - 1)).toBeLessThan(1e-8)
  })

  it.each(quantiles)('reaches %f at %f, to 15 digits', (probability, z) => {
    expect(Math.abs(normalQuantile(probability) / z - 1)).toBeLessThan(1e-15)
  })

  it('is at its middle at zero, and at infinity at both ends', () => {
    expect(normalQuantile(0.5)).toBe(0)
    expect(normalQuantile(0)).toBe(-Infinity)
    expect(normalQuantile(1)).toBe(Infinity)
  })
})
