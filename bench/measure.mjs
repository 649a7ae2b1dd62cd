// What the benchmarks measure with.

/** The middle of some numbers. */
export function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1]
}

/** What `work` returns, and how many milliseconds it took. */
export function timed(work) {
  const began = performance.now()
  const value = work()
  return { value, ms: performance.now() - began }
}

/** Peak memory of this process so far, in MB. */
export function peakMb() {
  return process.resourceUsage().maxRSS / 1024
}

/** Hands the figures of a benchmark to the process that started it. */
export function report(figures) {
  process.stdout.write(`${JSON.stringify(figures)}\n`)
}
