/*
 * The standard normal distribution. Written out, since the packages that have it to double precision bring dozens of
 * others along (@stdlib), and the small ones stop at seven digits.
 */

/** Hart (1968), algorithm 5666, highest power first. */
const HART_OVER = [
  0.0352624965998911, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871, 221.213596169931,
  220.206867912376,
]
const HART_UNDER = [
  0.0883883476483184, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674, 637.333633378831,
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
    2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946, 1971.5909503065513,
    133.14166789178438, 3.3871328727963665,
  ],
  under: [
    5226.495278852854, 28729.085735721943, 39307.89580009271, 21213.794301586597, 5394.196021424751, 687.1870074920579,
    42.31333070160091, 1,
  ],
}
const TAIL = {
  over: [
    0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684, 3.6478483247632045,
    5.769497221460691, 4.630337846156546, 1.4234371107496835,
  ],
  under: [
    1.0507500716444169e-9, 0.0005475938084995345, 0.015198666563616457, 0.14810397642748008, 0.6897673349851,
    1.6763848301838038, 2.053191626637759, 1,
  ],
}
const FAR_TAIL = {
  over: [
    2.0103343992922881e-7, 0.000027115555687434876, 0.0012426609473880784, 0.026532189526576124, 0.29656057182850487,
    1.7848265399172913, 5.463784911164114, 6.657904643501103,
  ],
  under: [
    2.0442631033899397e-15, 1.421511758316446e-7, 0.000018463183175100548, 0.0007868691311456133, 0.014875361290850615,
    0.1369298809227358, 0.599832206555888, 1,
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
