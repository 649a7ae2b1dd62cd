import { describe, expect, it } from 'vitest'
import { EquityRows, type ReadEquity } from '#market/equity-rows.js'
import { failureOf } from './failure-of.js'

function read(...lines: readonly string[]): ReadEquity {
  const rows = new EquityRows('equity.csv')
  lines.forEach((line, index) => rows.row(line.split(','), index + 1))
  return rows.finish()
}

describe('columns', () => {
  it.each(['equity', 'Value', 'BALANCE', 'close'])('knows %s as equity', (title) => {
    const { kind, column, values, times } = read(`time,${title}`, '2025-01-01,100', '2025-01-02,101.5')
    expect({ kind, column, values: [...values] }).toEqual({ kind: 'equity', column: title, values: [100, 101.5] })
    expect(times && [...times]).toEqual([Date.UTC(2025, 0, 1), Date.UTC(2025, 0, 2)])
  })

  it.each(['return', 'Returns'])('knows %s as returns, which need no time', (title) => {
    const { kind, values, times } = read(title, '0.01', '-0.02')
    expect({ kind, values: [...values], times }).toEqual({ kind: 'return', values: [0.01, -0.02], times: null })
  })

  it('takes equity where a file has returns, too', () => {
    expect(read('return,equity', ',100', '0.1,110')).toMatchObject({ kind: 'equity', column: 'equity' })
  })

  it('says which of two columns it read', () => {
    const { notes } = read('equity,balance', '1,9', '2,9')
    expect(notes).toEqual(["the column 'equity' is read as equity, 'balance' is ignored"])
  })

  it('takes dates under an empty title for the time, but not row numbers', () => {
    expect([...read(',close', '2025-01-01,1', '2025-01-02,2').times!]).toHaveLength(2)
    expect(read(',close', '0,1', '1,2').times).toBeNull()
  })

  it('a first return that is missing says when the series starts', () => {
    for (const nothing of ['', 'NaN', 'na']) {
      const { values, times } = read('date,return', `2025-01-01,${nothing}`, '2025-01-02,0.01')
      expect([[...values], times!.length]).toEqual([[0.01], 2])
    }
  })

  it('doubts returns that look like percent', () => {
    expect(read('return', '0.5', '-0.99').notes).toEqual([])
    expect(read('return', '0.5', '1.2').notes).toEqual([expect.stringMatching(/^a return of 100 % or more/)])
  })
})

describe('what is wrong is told with its line', () => {
  it.each([
    [
      ['time,price', '2025-01-01,1'],
      'column-missing',
      'equity.csv:1',
      /named equity or value or balance or close or return/,
    ],
    [['1,2', '3,4'], 'column-missing', 'equity.csv:1', /found '1,2' as the first row; expected a header row/],
    [['equity', '1', 'x'], 'not-a-number', 'equity.csv:3', /found 'x' in the column equity/],
    [['return', '0.1', ''], 'not-a-number', 'equity.csv:3', /found nothing in the column return/],
    [['equity', '', '1'], 'not-a-number', 'equity.csv:2', /found nothing in the column equity/],
    [['time,equity', '2025-01-01,1,2'], 'column-count', 'equity.csv:2', /found 3 columns; expected 2/],
    [['time,equity', 'soon,1'], 'bad-time', 'equity.csv:2', /found the time 'soon'/],
    [
      ['time,equity', '2025-01-02,1', '2025-01-02,2'],
      'time-order',
      'equity.csv:3',
      /found the time 2025-01-02T00:00:00Z after 2025-01-02T00:00:00Z/,
    ],
    [['equity', '1'], 'file-empty', 'equity.csv', /found 1 value; expected two values/],
    [['return', ''], 'file-empty', 'equity.csv', /found 0 values; expected one return/],
    [[], 'file-empty', 'equity.csv', /found an empty file/],
  ])('%j', async (lines, code, where, message) => {
    const failure = await failureOf(() => read(...lines))
    expect(failure).toMatchObject({ code, where, message: expect.stringMatching(message) })
    expect(failure.hint).not.toBeNull()
  })
})
