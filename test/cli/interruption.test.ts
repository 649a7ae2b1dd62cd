import { afterEach, describe, expect, it, vi } from 'vitest'
import { Interrupted } from '../../src/cli/failures.js'
import { Interruption } from '../../src/cli/interruption.js'

afterEach(() => vi.restoreAllMocks())

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
})
