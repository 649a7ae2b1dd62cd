import { createHash } from 'node:crypto'
import Papa from 'papaparse'
import { describe, expect, it } from 'vitest'
import { InvariantError } from '#domain/failure.js'
import { hashedText, resultBody, resultDocument, resultJson } from '#report/documents/result-document.js'
import { fillsCsv, ledgerCsv, legsCsv } from '#report/documents/tables.js'
import { sample } from './documents-sample.js'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const inputs = { config: 'c0', data: 'da', strategy: '5t' }
const metrics = { totalReturn: -0.0155251125, sharpe: null, sortino: 0.1 + 0.2, profit: 123456789.1234567 }
const ran = { result: sample, metrics, twins: null, stress: null }
const facts = { ...ran, engineVersion: '0.1.0', inputs, sha256 }

describe('result.json', () => {
  const document = resultDocument(facts)

  it('has the keys of hedgerow/result@1 in their order, whatever the order of the result', () => {
    expect(Object.keys(document).join(' ')).toBe(
      'schema engine hash status data assumptions account legs fills refusals path metrics',
    )
    expect(Object.keys(document.hash).join(' ')).toBe('config data strategy result')
    expect(Object.keys(document.data[0]).join(' ')).toBe('role file sha256 rows from to timeframe gaps synthetic')
    expect(Object.keys(document.account).join(' ')).toBe(
      'initial final wallet ledgerSum entries insurance shortfall liquidation',
    )
    expect(Object.keys(document.legs[0]).join(' ')).toBe(
      'id name pair side margin leverage openedAt closedAt entry exit quantity initialMargin liquidationPrice exitReason pnl returnOnMargin mae mfe candles',
    )
    expect(Object.keys(document.legs[0].pnl).join(' ')).toBe('price slippage fees funding liquidation unrealized net')
    expect(Object.keys(document.fills[0]).join(' ')).toBe(
      'time leg order side price expected quantity fee slippage liquidity reason phase',
    )
    expect(Object.keys(document.refusals[0]).join(' ')).toBe('time leg code message')
    expect(document.path).toEqual({ mode: 'worst', ambiguousCandles: 1, bracket: null })
  })

  it('counts the candles that lack fine ones where a finer series was given, between mode and bracket', () => {
    const { path } = resultBody({ ...ran, result: { ...sample, path: { ...sample.path, missingFine: 3 } } })
    expect(Object.entries(path)).toEqual([
      ['mode', 'worst'],
      ['ambiguousCandles', 1],
      ['missingFine', 3],
      ['bracket', null],
    ])
  })

  it('has times in ISO 8601 UTC, with milliseconds only where there are some, and null for what is not', () => {
    const [closed, open] = document.legs
    expect([closed.openedAt, closed.closedAt]).toEqual(['2025-10-10T21:00:00Z', '2025-10-10T22:00:00.500Z'])
    expect([open.closedAt, open.exit, open.liquidationPrice, open.exitReason]).toEqual([null, null, null, null])
    expect(document.fills.map(({ time, order }) => [time, order])).toEqual([
      ['2025-10-10T21:00:00Z', 1],
      ['2025-10-10T22:00:00Z', null],
    ])
    expect(document.refusals[0]).toEqual({
      time: '2025-10-10T22:00:00Z',
      leg: 'hedge',
      code: 'margin',
      message: 'needs 60, free 12.5',
    })
  })

  it('has metrics of 12 significant digits or null, and never what is not a number', () => {
    expect(document.metrics).toEqual({
      totalReturn: -0.0155251125,
      sharpe: null,
      sortino: 0.3,
      profit: 123456789.123,
    })
    for (const value of [Number.NaN, Infinity, -Infinity]) {
      expect(() => resultBody({ ...ran, metrics: { ...metrics, sharpe: value } })).toThrow(InvariantError)
    }
  })

  it('has an error where the run is incomplete, and none where it is complete', () => {
    const incomplete = resultBody({ ...ran, result: { ...sample, status: 'incomplete', error: 'threw' } })
    expect(Object.entries(incomplete).slice(0, 3)).toEqual([
      ['status', 'incomplete'],
      ['error', 'threw'],
      ['data', document.data],
    ])
    expect(document).not.toHaveProperty('error')
  })

  it('carries a hash that anybody can check from the file: of all below it, without white space', () => {
    const read = JSON.parse(resultJson(document)) as typeof document
    const { schema, engine, hash, ...below } = read
    expect([schema, engine.version, hash.config]).toEqual(['hedgerow/result@1', '0.1.0', 'c0'])
    expect(hash.result).toBe(sha256(JSON.stringify(below)))
    expect(hash.result).toBe(sha256(hashedText(resultBody(ran))))
  })

  it('changes its hash with the run, not with the version or the inputs’ hashes', () => {
    const other = resultDocument({ ...facts, engineVersion: '9', inputs: { ...inputs, config: 'other' } })
    const changed = resultDocument({ ...facts, metrics: { ...metrics, totalReturn: 0 } })
    expect(other.hash.result).toBe(document.hash.result)
    expect(changed.hash.result).not.toBe(document.hash.result)
  })

  it('ends with a newline', () => {
    expect(resultJson(document)).toMatch(/^\{\n {2}"schema": "hedgerow\/result@1",\n[\s\S]*\}\n$/)
  })
})

describe('the tables', () => {
  const rows = (text: string) => Papa.parse<string[]>(text, { newline: '\n', skipEmptyLines: true }).data

  it('legs.csv has a row for each opening, with the columns of result.json', () => {
    const [header, closed, open] = legsCsv(sample).split('\n')
    expect(header).toBe(
      'id,name,pair,side,margin,leverage,openedAt,closedAt,entry,exit,quantity,initialMargin,liquidationPrice,exitReason,' +
        'pnl.price,pnl.slippage,pnl.fees,pnl.funding,pnl.liquidation,pnl.unrealized,pnl.net,returnOnMargin,mae,mfe,candles',
    )
    expect(closed).toBe(
      '1,core,TAO/USDT:USDT,long,isolated,3,2025-10-10T21:00:00Z,2025-10-10T22:00:00.500Z,300.06,290,1.5,150.03,203.5,stop,' +
        '-15,-0.09,-0.42511250,-0.01,0,0,-15.52511250,-0.103480053989,-20.1,0,2',
    )
    expect(open).toBe(
      '2,hedge,TAO/USDT:USDT,short,isolated,3,2025-10-10T21:00:00Z,,300.06,,1.5,150.03,,,' +
        '-15,-0.09,-0.42511250,-0.01,0,0,-15.52511250,,-20.1,0,1',
    )
  })

  it('fills.csv has a row for each fill, with the name of its leg', () => {
    expect(fillsCsv(sample)).toBe(
      'time,leg,name,order,side,price,expected,quantity,fee,slippage,liquidity,reason,phase\n' +
        '2025-10-10T21:00:00Z,1,core,1,buy,300.06,300,1.5,0.22504500,0.09,taker,entry,open\n' +
        '2025-10-10T22:00:00Z,1,core,,sell,300.06,300,1.5,0.22504500,0.09,taker,liquidation,path\n',
    )
  })

  it('ledger.csv has a row for each posting, numbered by entry', () => {
    expect(ledgerCsv(sample)).toBe(
      'entry,time,what,leg,account,amount\n' +
        '1,2025-10-10T21:00:00Z,deposit,,deposits,-1000\n' +
        '1,2025-10-10T21:00:00Z,deposit,,available,1000\n' +
        '2,2025-10-10T21:00:00Z,entry,core,available,-150.25504500\n' +
        '2,2025-10-10T21:00:00Z,entry,core,collateral:1,150.03\n' +
        '2,2025-10-10T21:00:00Z,entry,core,fees:1,0.22504500\n',
    )
  })

  it('are a header alone where there is nothing', () => {
    const empty = { ...sample, legs: [], fills: [], journal: [] }
    expect(ledgerCsv(empty)).toBe('entry,time,what,leg,account,amount\n')
    expect([legsCsv(empty), fillsCsv(empty)].map((text) => text.split('\n').length)).toEqual([2, 2])
  })

  it.each(['=1+1', '+1+1', '-1+1', '@sum', '\tx', '\rx', '\n=1', '=1\n+2', '-12.5x', '-'])(
    'write text that a spreadsheet would run with an apostrophe before it: %j',
    (name) => {
      const [, row] = rows(legsCsv({ ...sample, legs: [{ ...sample.legs[0], name }] }))
      expect(row[1]).toBe(`'${name}`)
    },
  )

  it('keep negative amounts as numbers, and quote what has commas, quotes and line ends', () => {
    const [, row] = rows(
      legsCsv({ ...sample, legs: [{ ...sample.legs[0], name: 'a "b", c\nd', mae: '-12.5', mfe: '-7' }] }),
    )
    expect([row[1], row[22], row[23]]).toEqual(['a "b", c\nd', '-12.5', '-7'])
    expect(row).toHaveLength(25)
  })
})
