import { describe, expect, it } from 'vitest'
import { InputError } from '#domain/failure.js'
import { durationMs, instantMs, iso, timeframeName } from '#domain/time.js'

describe('durations', () => {
  it.each([
    ['500ms', 500],
    ['90s', 90_000],
    ['15m', 900_000],
    ['1.5h', 5_400_000],
    ['8h', 28_800_000],
    ['3d', 259_200_000],
    ['1w', 604_800_000],
    [' 4 h ', 14_400_000],
  ])('%s is %i ms', (text, ms) => expect(durationMs(text)).toBe(ms))

  it.each(['', '8', 'h', '-1h', '1H', '1 month', '1e3s', '1h30m'])('%o is refused', (text) => {
    expect(() => durationMs(text, 'data.maxGap')).toThrow(InputError)
    expect(() => durationMs(text, 'data.maxGap')).toThrow(
      expect.objectContaining({ code: 'bad-duration', where: 'data.maxGap', hint: expect.stringContaining('15m') }),
    )
  })

  it.each([
    [60_000, '1m'],
    [3_600_000, '1h'],
    [5_400_000, '90m'],
    [86_400_000, '1d'],
    [172_800_000, '2d'],
    [604_800_000, '1w'],
    [1_500, '1500ms'],
  ])('%i ms is called %s', (ms, name) => expect(timeframeName(ms)).toBe(name))
})

describe('instants', () => {
  it.each([
    ['2025-10-10', '2025-10-10T00:00:00Z'],
    ['2025-10-10T21:00', '2025-10-10T21:00:00Z'],
    ['2025-10-10 21:00:30', '2025-10-10T21:00:30Z'],
    ['2025-10-10T21:00:30.250', '2025-10-10T21:00:30.250Z'],
    ['2025-10-10T21:00Z', '2025-10-10T21:00:00Z'],
    ['2025-10-10T21:00+02:00', '2025-10-10T19:00:00Z'],
    ['2025-10-10T21:00-0530', '2025-10-11T02:30:00Z'],
    ['2024-02-29', '2024-02-29T00:00:00Z'],
  ])('%s is %s, whatever the zone of the machine', (text, instant) => expect(iso(instantMs(text))).toBe(instant))

  it.each([
    '',
    '10.10.2025',
    '2025-13-01',
    '2025-02-30',
    '2025-04-31T10:00',
    '2025-10-10T25:00',
    '1760130000000',
    '2025-10',
    'yesterday',
  ])('%o is refused', (text) => {
    expect(() => instantMs(text, 'data.from')).toThrow(
      expect.objectContaining({ code: 'bad-time', where: 'data.from', message: expect.stringContaining(`'${text}'`) }),
    )
  })
})
