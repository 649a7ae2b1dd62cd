/*
 * The standard normal distribution. Written out, since the packages that have it to double precision bring dozens of
 * others along (@stdlib), and the small ones stop at seven digits.
 */

/** Hart (1968), algorithm 5666, highest power first. */
const HART_OVER = [
  3.52624965998911e-2, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871, 221.213596169931,
  220.206867912376,
]
const HART_UNDER = [
  8.83883476483184e-2, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674, 637.333633378831,
  793.826512519948, 440.413735824752,
]
/** Beyond this many deviations Hart's quotient gives way to a continued fraction. */
const FAR = 7.07106781186547
const ROOT_OF_TWO_PI = 2.506628274631

/** P(Z ≤ z), to 15 decimal places and to 8 digits far out on the left (West 2005, "Better approximations to cumulative normal functions"). */
export function normalCdf(z: number): number {
  const distance = Math.abs(z)
  const tail = distance > 38 ? 0 : Math.exp((-distance * distance) / 2) * tailFactor(distance)
  return z > 0 ? 1 - tail : tail
}

function tailFactor(distance: number): number {
  if (distance < FAR) return polynomial(HART_OVER, distance) / polynomial(HART_UNDER, distance)
  const fraction = distance + 1 / (distance + 2 / (distance + 3 / (distance + 4 / (distance + 0.65))))
  return 1 / (fraction * ROOT_OF_TWO_PI)
}

/** Wichura's three pairs of polynomials: near the middle, in the tail, far out. Highest power first. */
const MIDDLE = {
  over: [
    2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4, 4.5921953931549871457e4,
    1.3731693765509461125e4, 1.9715909503065514427e3, 1.3314166789178437745e2, 3.387132872796366608,
  ],
  under: [
    5.226495278852854561e3, 2.8729085735721942674e4, 3.930789580009271061e4, 2.1213794301586595867e4,
    5.3941960214247511077e3, 6.871870074920579083e2, 4.2313330701600911252e1, 1,
  ],
}
const TAIL = {
  over: [
    7.7454501427834140764e-4, 2.27238449892691845833e-2, 2.4178072517745061177e-1, 1.27045825245236838258,
    3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734,
  ],
  under: [
    1.05075007164441684324e-9, 5.475938084995344946e-4, 1.51986665636164571966e-2, 1.4810397642748007459e-1,
    6.8976733498510000455e-1, 1.6763848301838038494, 2.05319162663775882187, 1,
  ],
}
const FAR_TAIL = {
  over: [
    2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.2426609473880784386e-3, 2.6532189526576123093e-2,
    2.9656057182850489123e-1, 1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772,
  ],
  under: [
    2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4,
    1.48753612908506148525e-2, 1.3692988092273580531e-1, 5.9983220655588793769e-1, 1,
  ],
}

/**
 * The z with P(Z ≤ z) = `probability`, 0 < probability < 1, to 16 digits (Wichura 1988, Algorithm AS 241, PPND16).
 * −∞ and ∞ at 0 and 1.
 */
export function normalQuantile(probability: number): number {
  const fromMiddle = probability - 0.5
  if (Math.abs(fromMiddle) <= 0.425) return fromMiddle * quotient(MIDDLE, 0.180625 - fromMiddle * fromMiddle)
  const tail = fromMiddle < 0 ? probability : 1 - probability
  if (tail <= 0) return fromMiddle < 0 ? -Infinity : Infinity
  const depth = Math.sqrt(-Math.log(tail))
  const distance = depth <= 5 ? quotient(TAIL, depth - 1.6) : quotient(FAR_TAIL, depth - 5)
  return fromMiddle < 0 ? -distance : distance
}

function quotient({ over, under }: typeof MIDDLE, at: number): number {
  return polynomial(over, at) / polynomial(under, at)
}

/** Horner's rule. */
function polynomial(coefficients: readonly number[], at: number): number {
  let value = coefficients[0]
  for (let power = 1; power < coefficients.length; power++) value = value * at + coefficients[power]
  return value
}
