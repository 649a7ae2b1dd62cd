import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { buildSync } from 'esbuild'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { InputError } from '#domain/failure.js'
import { sha256 } from '#io/hash.js'
import { loadStrategy, userFrame } from '#io/strategy-bundle.js'

const root = realpathSync(mkdtempSync(join(tmpdir(), 'hedgerow-test-')))
const hostUrl = pathToFileURL(join(root, 'host.mjs')).href

beforeAll(() =>
  write('host.mjs', 'export const defineStrategy = (strategy) => ({ ...strategy, host: import.meta.url })'),
)
afterEach(() => vi.restoreAllMocks())
afterAll(() => rmSync(root, { recursive: true, force: true }))

function write(path: string, text: string): string {
  const file = join(root, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  return file
}

async function refusal(path: string): Promise<InputError> {
  const error: unknown = await loadStrategy(path, { hostUrl }).catch((error: unknown) => error)
  expect(error).toBeInstanceOf(InputError)
  return error as InputError
}

const hold = `import { defineStrategy, Candle } from 'hedgerow'

/** Nothing but what a strategy must have. */
export default defineStrategy({
  name: 'Hold – nothing more',
  legs: { core: { side: 'long' as const } },
  onCandle(_: { candle: Candle }) {},
})
`

const withImports = {
  'frothy.ts': `import { defineStrategy } from 'hedgerow'
import twice from 'twice'
import { exposureOf } from './lib/exposure.js'

enum Mood {
  Calm,
  Frothy,
}

export default defineStrategy({
  name: 'Throws when frothy',
  legs: { core: { side: 'long' } },
  onCandle({ candle }: { candle: { close: number } }): number {
    const mood: Mood = candle.close > 300 ? Mood.Frothy : Mood.Calm
    if (mood === Mood.Frothy) throw new Error('too frothy')
    return exposureOf(twice(candle.close))
  },
})
`,
  'lib/exposure.ts': `import { defineStrategy } from 'hedgerow'

/** Keeps the host's import in a second module, too. */
export const other: unknown = defineStrategy({ name: 'Other', legs: {}, onCandle() {} })

export function exposureOf(price: number): number {
  if (price < 0) {
    throw new RangeError(\`a price of \${price}\`)
  }
  return price
}
`,
  'node_modules/twice/index.js': 'module.exports = (value) => value * 2\n',
}

function writeWithImports(folder: string): string {
  for (const [path, text] of Object.entries(withImports)) write(join(folder, path), text)
  return join(root, folder, 'frothy.ts')
}

describe('a strategy file', () => {
  it('is loaded with its own imports bundled and hedgerow taken from the host', async () => {
    const loaded = await loadStrategy(writeWithImports('imports'), { hostUrl })
    const strategy = loaded.strategy as { host: string; onCandle: (view: object) => number }
    expect(strategy.host).toBe(hostUrl)
    expect(strategy.onCandle({ candle: { close: 21 } })).toBe(42)
    expect(loaded.file).toBe(join(root, 'imports/frothy.ts'))
  })

  it('is saved as a module that imports hedgerow by name and names no path, host or source map', async () => {
    const { code, sha256: hash } = await loadStrategy(writeWithImports('imports'), { hostUrl })
    expect(code.match(/^import .*$/gm)?.toSorted()).toEqual([
      'import { defineStrategy as defineStrategy2 } from "hedgerow";',
      'import { defineStrategy } from "hedgerow";',
    ])
    expect(code).not.toMatch(/\/tmp|file:|host\.mjs|sourceMappingURL|exposure\.ts|frothy\.ts/)
    expect(hash).toBe(sha256(code))
  })

  it('has one hash whatever its folder, its name and the folder the command is given in', async () => {
    const first = await loadStrategy(write('here/hold.ts', hold), { hostUrl })
    vi.spyOn(process, 'cwd').mockReturnValue(join(root, 'there'))
    const second = await loadStrategy(write('there/far/below/renamed.mts', hold), { hostUrl })
    const moved = await Promise.all(
      ['imports', 'elsewhere/imports'].map((folder) => loadStrategy(writeWithImports(folder), { hostUrl })),
    )
    expect(second.sha256).toBe(first.sha256)
    expect(moved[1].sha256).toBe(moved[0].sha256)
    expect(moved[0].sha256).not.toBe(first.sha256)
  })

  it('has the hash of its saved bundle when that is loaded again', async () => {
    const first = await loadStrategy(writeWithImports('imports'), { hostUrl })
    const again = await loadStrategy(write('reports/run/strategy.mjs', first.code), { hostUrl })
    expect(again.code).toBe(first.code)
    expect(again.sha256).toBe(first.sha256)
  })

  it('ignores a tsconfig.json beside it, which would make the bundle depend on its folder', async () => {
    const strategy =
      "import { Level } from './level.js'\nexport default { name: 'A', legs: {}, onCandle: () => new Level() }\n"
    for (const folder of ['configured', 'plain']) write(`${folder}/level.ts`, 'export class Level {\n  price = 1\n}\n')
    write('configured/tsconfig.json', '{ "compilerOptions": { "useDefineForClassFields": false } }')
    const configured = await loadStrategy(write('configured/strategy.ts', strategy), { hostUrl })
    const plain = await loadStrategy(write('plain/strategy.ts', strategy), { hostUrl })
    expect(configured.code).toBe(plain.code)
  })

  it('may be JavaScript, and lie in a folder with spaces and percent signs', async () => {
    const file = write(
      '50% off #1/hold it.js',
      "import { defineStrategy } from 'hedgerow'\nexport default defineStrategy({ name: 'A', legs: {}, onCandle() {} })\n",
    )
    expect((await loadStrategy(file, { hostUrl })).strategy).toMatchObject({ name: 'A' })
  })
})

describe('a strategy file that cannot be used is refused:', () => {
  it('one that does not exist', async () => {
    const error = await refusal(join(root, 'nowhere.ts'))
    expect(error).toMatchObject({ code: 'strategy-not-found', where: join(root, 'nowhere.ts') })
    expect(error.message).toBe('The strategy file does not exist')
  })

  it('a folder, even the one that the command is given in', async () => {
    vi.spyOn(process, 'cwd').mockReturnValue(root)
    const error = await refusal(root)
    expect(error).toMatchObject({ code: 'strategy-not-found', where: root, message: 'The strategy file is a folder' })
  })

  it('another language', async () => {
    const error = await refusal(write('hold.py', 'print(1)'))
    expect(error).toMatchObject({ code: 'strategy-does-not-compile', where: join(root, 'hold.py') })
    expect(error.hint).toContain('.ts')
  })

  it('a syntax error, with its line and column', async () => {
    const file = write(
      'broken.ts',
      "import { defineStrategy } from 'hedgerow'\n\nexport default defineStrategy({\n  name: 'Broken'\n  legs: {},\n})\n",
    )
    const error = await refusal(file)
    expect(error).toMatchObject({ code: 'strategy-does-not-compile', where: `${file}:5:3` })
    expect(error.message).toBe('Expected "}" but found "legs"')
    expect(error.hint).toBe('Correct the line: legs: {},')
  })

  it('a syntax error in a file that it imports, with that file', async () => {
    const file = write('uses-broken.ts', "import { a } from './broken-lib.js'\nexport default a\n")
    const library = write('broken-lib.ts', 'export const a = 1\nexport const b = = 2\n')
    expect(await refusal(file)).toMatchObject({ code: 'strategy-does-not-compile', where: `${library}:2:18` })
  })

  it('an import of a file or a package that is not there, each with its remedy', async () => {
    const file = write('no-file.ts', "import { a } from './lib/nothing.js'\nexport default a\n")
    const noFile = await refusal(file)
    expect(noFile).toMatchObject({ code: 'strategy-does-not-compile', where: `${file}:1:19` })
    expect(noFile.message).toBe('Could not resolve "./lib/nothing.js"')
    expect(noFile.hint).toContain('relative to the file')

    const noPackage = await refusal(write('no-package.ts', "import { a } from '@nobody/has-this'\nexport default a\n"))
    expect(noPackage.code).toBe('strategy-does-not-compile')
    expect(noPackage.hint).toContain('npm install @nobody/has-this')
  })

  it('no default export, with what it exports instead', async () => {
    const error = await refusal(write('named.ts', 'export const holding = 1\nexport const other = 2\n'))
    expect(error.code).toBe('strategy-no-default-export')
    expect(error.message).toBe('The file has no default export. It exports holding, other.')
    expect(error.hint).toContain('export default defineStrategy(')
  })

  it('a default export that is not a strategy, with what it lacks', async () => {
    const half = await refusal(write('half.ts', "export default { name: 'Half', legs: {} }\n"))
    expect(half).toMatchObject({ code: 'strategy-invalid', where: join(root, 'half.ts') })
    expect(half.message).toBe('The default export is not a strategy: it lacks onCandle')
    const number = await refusal(write('number.ts', 'export default 3\n'))
    expect(number.message).toBe('The default export is not a strategy: it lacks a name, legs, onCandle')
    expect(await refusal(write('null.ts', 'export default null\n'))).toMatchObject({ code: 'strategy-invalid' })
  })
})

/** Source maps are Node's own, and vitest puts its loader in between: these run the loader in a plain Node. */
describe('in a process of its own', () => {
  interface Told {
    readonly code?: string
    readonly where?: string
    readonly message: string
    readonly frame: string | null
    readonly stack: string
  }

  const repository = fileURLToPath(new URL('../../', import.meta.url))
  const probe = join(root, 'package/dist/io/probe.mjs')

  beforeAll(() => {
    const esbuild = join(repository, 'node_modules/esbuild/lib/main.js')
    const contents = `
      import { loadStrategy, userFrame } from '#io/strategy-bundle.js'
      import { StrategyError } from '#domain/failure.js'
      const [file, hostUrl, ...closes] = process.argv.slice(2)
      const told = []
      try {
        const { strategy } = await loadStrategy(file, { hostUrl })
        for (const close of closes) {
          try {
            strategy.onCandle({ candle: { close: Number(close) } })
          } catch (error) {
            told.push(new StrategyError(strategy.name, null, error))
          }
        }
      } catch (error) {
        told.push(error)
      }
      console.log(JSON.stringify(told.map((error) => ({
        code: error.code, where: error.where, message: error.message, frame: userFrame(error), stack: error.cause.stack,
      }))))`
    buildSync({
      stdin: { contents, resolveDir: repository },
      absWorkingDir: repository,
      outfile: probe,
      bundle: true,
      format: 'esm',
      platform: 'node',
      conditions: ['hedgerow-source'],
      alias: { esbuild },
      external: [esbuild],
    })
  })

  function run(file: string, ...closes: readonly number[]): readonly Told[] {
    const args = [probe, file, hostUrl, ...closes.map(String)]
    return JSON.parse(execFileSync(process.execPath, args, { cwd: tmpdir(), encoding: 'utf8' })) as Told[]
  }

  it("a strategy that throws is told with the line and column of the user's own TypeScript", () => {
    const folder = 'at 100% (of it)'
    const [own, helper] = run(writeWithImports(folder), 301, -1)
    expect(own).toMatchObject({ frame: 'frothy.ts:15:37' })
    expect(own.stack).toContain(`(${join(root, folder, 'frothy.ts')}:15:37)`)
    expect(helper).toMatchObject({ frame: 'exposure.ts:8:11' })
    expect(helper.stack).toContain(`(${join(root, folder, 'frothy.ts')}:16:12)`)
  })

  it('one that throws while it is loaded is refused with the line, and keeps what was thrown', () => {
    const file = write(
      'throws.ts',
      "const periods: number[] = []\n\nif (periods.length === 0) throw new Error('no period')\nexport default {}\n",
    )
    const [error] = run(file)
    expect(error).toMatchObject({ code: 'strategy-does-not-load', message: 'The strategy does not load: no period' })
    expect(error.where).toMatch(/throws\.ts:3:33$/)
    expect(error.frame).toBe('throws.ts:3:33')
  })

  it('one that imports a name which hedgerow does not have is refused with that name', () => {
    const [error] = run(
      write('misspelt.ts', "import { defineStrategie } from 'hedgerow'\nexport default defineStrategie({})\n"),
    )
    expect(error).toMatchObject({ code: 'strategy-does-not-load', frame: null })
    expect(error.message).toContain(
      "The requested module 'hedgerow' does not provide an export named 'defineStrategie'",
    )
    expect(error.where).toMatch(/misspelt\.ts$/)
  })
})

describe('the frame of the user', () => {
  function thrown(...frames: readonly string[]): Error {
    const error = new Error('x')
    error.stack = ['Error: x', ...frames.map((frame) => `    at ${frame}`)].join('\n')
    return error
  }

  it('is the first that is not of Node, of a package or of hedgerow', () => {
    const repository = fileURLToPath(new URL('../../', import.meta.url))
    const error = thrown(
      'Array.map (<anonymous>)',
      'node:internal/process/task_queues:95:5',
      '/home/me/node_modules/mean/index.js:3:1',
      `step (${repository}src/engine/step.ts:10:2)`,
      `step (file://${repository}dist/engine/step.js:10:2)`,
      `__require (/tmp/hedgerow-0/strategies/${'ab'.repeat(32)}.mjs:4:5)`,
      'Object.onCandle [as call] (/home/me/my (old) strategies/mine.ts:12:9)',
      '/home/me/other.ts:1:1',
    )
    expect(userFrame(error)).toBe('mine.ts:12:9')
  })

  it('counts a shipped strategy as the user’s', () => {
    const shipped = fileURLToPath(new URL('../../strategies/core-hedge.ts', import.meta.url))
    expect(userFrame(thrown(`async Object.onCandle (${pathToFileURL(shipped).href}:30:7)`))).toBe('core-hedge.ts:30:7')
  })

  it('is that of the cause where there is one, and null where nobody’s code is in the stack', () => {
    const outer = new Error('outer', { cause: thrown('onCandle (/home/me/mine.ts:1:2)') })
    expect(userFrame(outer)).toBe('mine.ts:1:2')
    expect(userFrame(thrown('node:internal/process:1:1'))).toBeNull()
    expect(userFrame('thrown text')).toBeNull()
  })
})
