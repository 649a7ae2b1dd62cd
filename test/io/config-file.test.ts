import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { configYaml } from '#config/write.js'
import { readConfig } from '#io/config-file.js'

const instrument = `
pair: TAO/USDT
tick: 0.01
lot: 0.001
minNotional: 5
fees: { maker: 0.0002, taker: 0.0005 }
tiers: [{ upTo: 10000, maxLeverage: 75, rate: 0.01 }]
`

const runConfig = `
data: { candles: ../data/candles.csv }
instrument: tao-usdt-perp
strategy: { use: ./core.ts }
`

let root = ''
let config = ''
const files = {
  'package/data/instruments/tao-usdt-perp.yaml': instrument,
  'package/data/instruments/btc-usdt-perp.yaml': instrument,
  'package/data/instruments/README.md': '',
  'package/data/sample.csv': '',
  'outside.csv': '',
  'work/data/candles.csv': '',
  'work/runs/core.ts': '',
  'work/runs/core-hedge.yaml': runConfig,
}

function write(path: string, text: string): string {
  const file = join(root, path)
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, text)
  return file
}

function read(path: string, ...sets: readonly string[]) {
  return readConfig(path, sets, join(root, 'package'))
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'hedgerow-config-'))
  for (const [path, text] of Object.entries(files)) write(path, text)
  config = join(root, 'work/runs/core-hedge.yaml')
})

afterEach(() => rmSync(root, { recursive: true }))

describe('A config file', () => {
  it('is named after itself, its paths are relative to it, its instrument is bundled', async () => {
    const { name, data, strategy, instrument } = await read(config)
    expect(name).toBe('core-hedge')
    expect(data.candles).toBe(join(root, 'work/data/candles.csv'))
    expect(strategy.use).toBe(join(root, 'work/runs/core.ts'))
    expect([instrument.pair, instrument.tick.toFixed()]).toEqual(['TAO/USDT', '0.01'])
  })

  it('may be JSON', async () => {
    const json = write(
      'work/runs/run.json',
      JSON.stringify(
        { data: { candles: 'core.ts' }, instrument: 'tao-usdt-perp', strategy: { use: 'core.ts' } },
        null,
        '\t',
      ),
    )
    expect((await read(json)).name).toBe('run')
  })

  it('finds a data file in the package where there is none beside it', async () => {
    expect((await read(config, 'data.candles=data/sample.csv')).data.candles).toBe(
      join(root, 'package/data/sample.csv'),
    )
    write('work/runs/data/sample.csv', '')
    expect((await read(config, 'data.candles=data/sample.csv')).data.candles).toBe(
      join(root, 'work/runs/data/sample.csv'),
    )
  })

  it('finds what the package bundles, wherever it lies', async () => {
    const lonely = write(
      'lonely.yaml',
      'data: { candles: data/tao-usdt-perp-1h.synthetic.csv }\ninstrument: tao-usdt-perp\nstrategy: { use: strategies/hold.ts }',
    )
    const { data, instrument, strategy } = await readConfig(lonely, [])
    expect(data.candles).toMatch(/data.tao-usdt-perp-1h\.synthetic\.csv$/)
    expect(strategy.use).toMatch(/strategies.hold\.ts$/)
    expect(instrument.tierStates.length).toBeGreaterThan(1)
  })

  it('takes absolute paths', async () => {
    const file = join(root, 'outside.csv')
    expect((await read(config, `data.candles=${file}`)).data.candles).toBe(file)
  })

  it('takes an instrument from a file of its own', async () => {
    write('work/runs/mine.yaml', instrument.replace('0.01', '0.5'))
    expect((await read(config, 'instrument=./mine.yaml')).instrument.tick.toFixed()).toBe('0.5')
    expect((await read(config, 'instrument=mine.yaml')).instrument.tick.toFixed()).toBe('0.5')
  })

  it('lets a key of a named instrument be set', async () => {
    const { tick, lot } = (await read(config, 'instrument.tick=0.5')).instrument
    expect([tick.toFixed(), lot.toFixed()]).toEqual(['0.5', '0.001'])
  })

  it('applies overrides in order', async () => {
    expect((await read(config, 'seed=2', 'seed=3')).seed).toBe(3)
  })

  it('reads back from the folder of a run as the same config', async () => {
    const resolved = await read(config, 'data.funding=../data/candles.csv', 'strategy.params={ hedgeRatio: 0.4 }')
    const written = write(
      'work/reports/core-hedge/config.yaml',
      configYaml(resolved, join(root, 'work/reports/core-hedge')),
    )
    expect(await read(written)).toStrictEqual(resolved)
  })
})

describe('A config file is refused', () => {
  it('where there is none', async () => {
    await expect(read(join(root, 'no.yaml'))).rejects.toMatchObject({
      code: 'config-not-found',
      where: join(root, 'no.yaml'),
      message: 'there is no such file',
      hint: 'Give the path of a run config, a YAML or JSON file.',
    })
    await expect(read(join(config, 'no.yaml'))).rejects.toMatchObject({ code: 'config-not-found' })
  })

  it('where it is a folder', async () => {
    await expect(read(root)).rejects.toMatchObject({
      code: 'config-is-folder',
      where: root,
      message: 'found a folder, expected a file',
    })
  })

  it('where its YAML is broken, with line and column', async () => {
    const broken = write('work/runs/broken.yaml', 'seed: 1\nname: [a\ndata: 2\n')
    await expect(read(broken)).rejects.toMatchObject({ code: 'config-syntax', where: `${broken}:3:1` })
  })

  it('where its own name is none for a folder and it gives no other', async () => {
    const odd = write('work/runs/a,b.yaml', runConfig)
    await expect(read(odd)).rejects.toMatchObject({ code: 'config-value', where: 'name' })
    expect((await read(odd, 'name=ab')).name).toBe('ab')
  })

  it.each([
    ['data.candles=no.csv', 'data.candles', 'there is no such file: no.csv', ', then in the package.'],
    ['data.candles=../no.csv', 'data.candles', 'there is no such file: ../no.csv', 'no.csv.'],
    ['data.candles=../data', 'data.candles', 'found a folder, expected a file: ../data', 'data.'],
    ['data.mark=no.csv', 'data.mark', 'there is no such file: no.csv', ', then in the package.'],
    ['data.funding=no.csv', 'data.funding', 'there is no such file: no.csv', ', then in the package.'],
    ['data.funding={ series: [no.csv] }', 'data.funding', 'there is no such file: no.csv', ', then in the package.'],
    ['strategy.use=no.ts', 'strategy.use', 'there is no such file: no.ts', ', then in the package.'],
    ['instrument=no.yaml', 'instrument', 'there is no such file: no.yaml', ', then in the package.'],
  ])('where a file that it names is not there: %s', async (override, where, message, hintEnd) => {
    const error: unknown = await read(config, override).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'file-not-found', where, message })
    expect(error).toMatchObject({
      hint: expect.stringMatching(/^Paths are relative to the config file: looked for /),
    })
    expect((error as { hint: string }).hint.endsWith(hintEnd)).toBe(true)
  })

  it('where a path would leave the package', async () => {
    await expect(read(config, 'data.candles=../outside.csv')).rejects.toMatchObject({ code: 'file-not-found' })
  })

  it('where the instrument is unknown, with those that are known', async () => {
    await expect(read(config, 'instrument=tao-usd-perp')).rejects.toMatchObject({
      code: 'instrument-unknown',
      where: 'instrument',
      message: "found 'tao-usd-perp', expected one of: btc-usdt-perp, tao-usdt-perp",
      hint: "Did you mean 'tao-usdt-perp'? Or give the path of a YAML file, or the instrument itself.",
    })
  })

  it('where the file of the instrument is wrong, which is then named', async () => {
    const mine = write('work/runs/mine.yaml', instrument.replace('rate: 0.01', 'rate: 1%'))
    await expect(read(config, 'instrument=mine.yaml')).rejects.toMatchObject({
      code: 'config-value',
      where: `${mine}: tiers.0.rate`,
    })
    await expect(read(config, 'instrument.tick=-1')).rejects.toMatchObject({ where: 'instrument.tick' })
  })
})
