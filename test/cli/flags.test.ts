import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { repository, Room } from './room.js'
import { smallRun } from './small-run.js'

const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as { version: string }

/** Eight times a stop that liquidation comes before. */
const deadStops = `import { defineStrategy } from 'hedgerow'

export default defineStrategy({
  name: 'Dead stops',
  legs: { core: { side: 'long', leverage: 2 } },
  state: () => ({ opened: 0 }),
  onCandle({ legs: { core }, state }) {
    if (core.isOpen) core.close()
    else if (state.opened++ < 8) core.open({ notional: 1000, stop: 10 })
  },
})
`

describe.concurrent('a command line that is not understood ends with code 2 and the way out:', () => {
  it.each([
    [['rum'], "unknown command 'rum'. Did you mean run? See hedgerow --help."],
    [['run'], "missing required argument 'config'. See hedgerow run --help."],
    [['run', 'a', 'b'], "too many arguments for 'run'. Expected 1 argument but got 2. See hedgerow run --help."],
    [['run', 'a', '--jason'], "unknown option '--jason'. Did you mean --json? See hedgerow run --help."],
    [['run', 'a', '--out'], "option '--out <folder>' argument missing. See hedgerow run --help."],
    [
      ['run', 'a', '--log-level', 'loud'],
      "option '--log-level <level>' argument 'loud' is invalid. Allowed choices are debug, info, warn, error, silent. See hedgerow run --help.",
    ],
  ])('hedgerow %j', async (words, paragraph) => {
    const { code, stdout, stderr } = await new Room().hedgerow(...words)
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: `Error: command line: ${paragraph}\n` })
  })

  it('is told as JSON, too, wherever --json stands', async () => {
    const words = [
      ['run', '--json'],
      ['run', 'a.yaml', '--lala', '--json'],
      ['rum', '--json'],
    ]
    const told = await Promise.all(words.map((line) => new Room().hedgerow(...line)))
    expect(told.map(({ code }) => code)).toEqual([2, 2, 2])
    expect(told.map(({ stdout }) => (JSON.parse(stdout) as { error: unknown }).error)).toEqual([
      expect.objectContaining({ code: 'usage-missing-argument', where: 'command line' }),
      expect.objectContaining({ code: 'usage-unknown-option', message: "unknown option '--lala'" }),
      expect.objectContaining({ code: 'usage-unknown-command', hint: expect.stringContaining('Did you mean run?') }),
    ])
  })

  it('what follows -- or belongs to another flag does not ask for JSON', async () => {
    const room = new Room(smallRun())
    expect((await room.hedgerow('rum', '--', '--json')).stdout).toBe('')
    const { stdout, stderr } = await room.hedgerow('run', 'small.yaml', '--set', '--json')
    expect(stdout).toBe('')
    expect(stderr).toMatch(/^Error: --set: found '--json', expected path=value\./)
  })

  it('no command at all prints the help', async () => {
    const { code, stderr } = await new Room().hedgerow()
    expect(code).toBe(2)
    expect(stderr).toMatch(/^Usage: hedgerow \[options\] \[command\]/)
  })
})

describe.concurrent('a config', () => {
  it('that is not there, or is a folder, is told with what was expected', async () => {
    const room = new Room(smallRun())
    const hint = 'Give the path of a run config, a YAML or JSON file.'
    const missing = await room.hedgerow('run', 'smal.yaml')
    expect(missing).toMatchObject({ code: 2, stderr: `Error: smal.yaml: there is no such file. ${hint}\n` })
    const folder = await room.hedgerow('run', '.')
    expect(folder).toMatchObject({ code: 2, stderr: `Error: .: found a folder, expected a file. ${hint}\n` })
    expect(room.left()).toEqual([])
  })
})

describe.concurrent('the flag', () => {
  it('--help prints what a command takes, with every flag of the contract', async () => {
    const { code, stdout } = await new Room().hedgerow('run', '--help')
    expect(code).toBe(0)
    for (const flag of ['--set', '--out', '--force', '--json', '--quiet', '--log-level', '--no-report', '--help']) {
      expect(stdout).toContain(`\n  ${flag === '--help' ? '-h, --help' : flag}`)
    }
  })

  it('--version prints the version, before and after a command', async () => {
    const room = new Room()
    expect(await room.hedgerow('--version')).toMatchObject({ code: 0, stdout: `${version}\n` })
    expect(await room.hedgerow('run', 'a.yaml', '--version')).toMatchObject({ code: 0, stdout: `${version}\n` })
  })

  it('--json puts the result alone on stdout, and the summary on stderr', async () => {
    const room = new Room(smallRun())
    const { code, stdout, stderr } = await room.hedgerow('run', 'small.yaml', '--json', '--no-report')
    expect(code).toBe(0)
    expect(stdout).toBe(room.text('reports/small/result.json'))
    expect(stderr).toMatch(/^small: Hold, on TAO\/USDT:USDT\n/)
    expect(stderr).toMatch(/\nWritten {3}reports\/small\n$/)
  })

  it('--quiet tells nothing of a run that succeeds', async () => {
    const room = new Room(smallRun())
    const { code, stdout, stderr } = await room.hedgerow('run', 'small.yaml', '--quiet', '--no-report')
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: '' })
    expect(room.names('reports')).toEqual(['index.html', 'small'])
  })

  it('--log-level info tells the notes on the data, on stderr', async () => {
    const room = new Room(smallRun())
    const { stderr } = await room.hedgerow('run', 'small.yaml', '--quiet', '--no-report', '--log-level', 'info')
    expect(stderr).toBe('INFO: candles.csv: times are ISO 8601, read as UTC where no zone is given\n')
  })

  it('--log-level decides how many warnings are told', async () => {
    const room = new Room(smallRun({ 'hold.ts': deadStops }))
    const told = async (...words: readonly string[]) => {
      const { stderr } = await room.hedgerow('run', 'small.yaml', '--no-report', ...words)
      return stderr.trimEnd().split('\n')
    }
    const [first, ...others] = await told()
    expect(first).toMatch(/^WARN: 2025-01-01T01:00:00Z core: the stop 10 lies beyond the liquidation price 50\.\d+: /)
    expect(others).toHaveLength(5)
    expect(others.at(-1)).toBe('WARN: 3 more: --log-level info tells them, too')
    expect((await told('--log-level', 'info')).filter((line) => line.startsWith('WARN: '))).toHaveLength(8)
    expect(await told('--quiet')).toEqual([''])
  })

  it('--set overrides keys, the last one counting', async () => {
    const room = new Room(smallRun())
    const words = ['--set', 'name=one', '--set', 'strategy.params.notional=50', '--set', 'name=two']
    await room.hedgerow('run', 'small.yaml', '--quiet', '--no-report', ...words)
    expect(room.names('reports')).toEqual(['index.html', 'two'])
    expect(room.text('reports/two/config.yaml')).toContain('notional: 50\n')
    expect(await room.hedgerow('run', 'small.yaml', '--set', 'name')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^Error: --set: found 'name', expected path=value\./) as string,
    })
  })

  it('--force replaces the run of that name', async () => {
    const room = new Room(smallRun())
    await room.hedgerow('run', 'small.yaml', '--quiet')
    await room.hedgerow('run', 'small.yaml', '--quiet', '--no-report', '--force')
    expect(room.names('reports')).toEqual(['index.html', 'small'])
    expect(room.names('reports/small')).not.toContain('report.html')
    expect(room.text('reports/index.html')).not.toContain('href=')
  })

  it('--out names the folder itself and replaces an earlier run there, but nothing else', async () => {
    const room = new Room(smallRun())
    const { stdout } = await room.hedgerow('run', 'small.yaml', '--out', 'runs/mine')
    expect(stdout).toMatch(/\nReport {4}runs\/mine\/report\.html\n$/)
    await room.hedgerow('run', 'small.yaml', '--quiet', '--no-report', '--out', 'runs/mine')
    expect(room.names('runs')).toEqual(['mine'])
    expect(room.names('runs/mine')).not.toContain('report.html')

    mkdirSync(join(room.folder, 'thesis'))
    writeFileSync(join(room.folder, 'thesis', 'notes.txt'), 'precious')
    const refused = await room.hedgerow('run', 'small.yaml', '--out', 'thesis')
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain(`${join(room.folder, 'thesis')}: What stands there is not the folder of a run`)
    expect(room.names('thesis')).toEqual(['notes.txt'])
  })
})

it('output that nobody reads to its end is no failure', async () => {
  const room = new Room(smallRun())
  const child = room.start('run', 'small.yaml', '--json', '--no-report', '--quiet')
  child.stdout?.destroy()
  let stderr = ''
  child.stderr?.on('data', (text: Buffer) => (stderr += text.toString()))
  const code = await new Promise((resolve) => child.on('close', resolve))
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(room.names('reports')).toEqual(['index.html', 'small'])
})
