/** A greater distance to liquidation is drawn at the top edge: it says no more than that it is far. */
export const DISTANCE_MAX = 2

/** Distances up to about this one are drawn in proportion, greater ones ever closer together: 10 % is a third up, 50 % two. */
const NEAR = 0.035

const WHOLE = Math.log1p(DISTANCE_MAX / NEAR)

/** How high a distance is drawn, from 0 for none to 1; nearness takes the room. */
export function heightOf(distance: number): number {
  return Math.log1p(Math.min(Math.max(distance, 0), DISTANCE_MAX) / NEAR) / WHOLE
}

/** The distance that is drawn so high: the inverse of `heightOf`. */
export function distanceAt(height: number): number {
  return Math.expm1(height * WHOLE) * NEAR
}

/** The distances named beside the pane, between none and the greatest. */
export const distanceTicks = [0.1, 0.5] as const
