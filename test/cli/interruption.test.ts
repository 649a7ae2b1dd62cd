import { afterEach, describe, expect, it, vi } from 'vitest'
import { Interrupted } from '../../src/cli/failures.js'
import { Interruption } from '../../src/cli/interruption.js'

const names = ['SIGINT', 'SIGTERM'] as const
const before = names.map((name) => process.listeners(name))

// An interruption heeds the echo of its signal for a while.
afterEach(() => {
  vi.restoreAllMocks()
  for (const [at, name] of names.entries()) {
    process.removeAllListeners(name)
    for (const listener of before[at]) process.on(name, listener)
  }
})

const aborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('the compiler was stopped')))
  })

describe('an interruption', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('by %s aborts the work, and is what it failed with, whatever it threw', async (name, exitCode) => {
    const interruption = new Interruption()
    const work = interruption.heeding([name], () => aborted(interruption.signal))
    process.emit(name, name)
    const error: unknown = await work.catch((error: unknown) => error)
    expect(error).toBeInstanceOf(Interrupted)
    expect(error).toMatchObject({ exitCode })
  })

  it('lets through what the work gives or throws where no signal came, and then heeds none', async () => {
    const interruption = new Interruption()
    const before = process.listenerCount('SIGINT')
    expect(await interruption.heeding(['SIGINT'], async () => process.listenerCount('SIGINT'))).toBe(before + 1)
    await expect(interruption.heeding(['SIGINT'], () => Promise.reject(new Error('its own')))).rejects.toThrow(
      'its own',
    )
    expect(process.listenerCount('SIGINT')).toBe(before)
  })

  it('by a second signal ends the process at once, but for the echo of the first', async () => {
    const exit = vi.spyOn(process, 'exit').mockImplementation(() => undefined as never)
    const now = vi.spyOn(performance, 'now').mockReturnValue(1000)
    const interruption = new Interruption()
    const work = interruption.heeding(['SIGINT'], () => aborted(interruption.signal))
    process.emit('SIGINT', 'SIGINT')
    now.mockReturnValue(1100)
    process.emit('SIGINT', 'SIGINT')
    expect(exit).not.toHaveBeenCalled()
    now.mockReturnValue(1700)
    process.emit('SIGINT', 'SIGINT')
    expect(exit).toHaveBeenCalledExactlyOnceWith(130)
    await expect(work).rejects.toThrow('Interrupted')
  })

  it('heeds the echo that comes after the work has ended, and then no more', async () => {
    const interruption = new Interruption()
    const count = process.listenerCount('SIGINT')
    const work = interruption.heeding(['SIGINT'], () => aborted(interruption.signal))
    process.emit('SIGINT', 'SIGINT')
    await expect(work).rejects.toThrow('Interrupted')
    expect(process.listenerCount('SIGINT')).toBe(count + 1)
    await vi.waitFor(() => expect(process.listenerCount('SIGINT')).toBe(count), 2000)
  })

  it('is what the work threw where that says more', async () => {
    const interruption = new Interruption()
    const work = interruption.heeding(['SIGINT'], () =>
      aborted(interruption.signal).catch(() => Promise.reject(new Interrupted(130, 'Two are kept.'))),
    )
    process.emit('SIGINT', 'SIGINT')
    await expect(work).rejects.toThrow('Interrupted. Two are kept.')
  })
})
