import { describe, expect, it } from 'vitest'
import { normalCdf, normalQuantile } from '#experiments/normal.js'

/** To 17 digits, by an arithmetic of 30 digits. */
const areas: readonly (readonly [number, number])[] = [
  [-37, 5.7255712225245768e-300],
  [-20, 2.7536241186062337e-89],
  [-10, 7.6198530241605261e-24],
  [-7.5, 3.1908916729108962e-14],
  [-5, 2.8665157187919391e-7],
  [-3, 0.0013498980316300945],
  [-1, 0.15865525393145705],
  [-0.5, 0.3085375387259869],
  [-0.001, 0.49960105778608894],
  [0, 0.5],
  [0.1, 0.53982783727702898],
  [1, 0.84134474606854295],
  [2.5, 0.99379033467422386],
  [4, 0.99996832875816688],
  [6, 0.99999999901341235],
]

const quantiles: readonly (readonly [number, number])[] = [
  [1e-300, -37.047096299361199],
  [1e-20, -9.2623400897984076],
  [1e-10, -6.3613409024040562],
  [0.001, -3.0902323061678135],
  [0.02425, -1.9729610513118849],
  [0.075, -1.4395314709384559],
  [0.3, -0.52440051270804078],
  [0.6, 0.2533471031357998],
  [0.95, 1.6448536269514727],
  [0.975, 1.9599639845400542],
  [0.99, 2.3263478740408411],
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
