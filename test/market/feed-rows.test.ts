import { describe, expect, it } from 'vitest'
import { EventRows } from '#market/event-rows.js'
import { SeriesRows } from '#market/series-rows.js'
import { failureOf } from './failure-of.js'

interface Rows<Read> {
  row(cells: readonly string[], line: number): void
  finish(): Read
}

function read<Read>(rows: Rows<Read>, lines: readonly string[]): Read {
  for (const [at, line] of lines.entries()) rows.row(line.split(','), at + 1)
  return rows.finish()
}

const series = (...lines: readonly string[]) => read(new SeriesRows('subnets.csv'), lines)
const events = (...lines: readonly string[]) => read(new EventRows('facts.csv'), lines)

describe('a file of a metric', () => {
  it('gives times and values, whatever else it has', () => {
    const { series: subnets, notes } = series('name,time,value', 'sn,2025-01-01,32', 'sn,2025-02-01T12:00Z,-1.5e1')
    expect([...subnets.at]).toEqual([Date.UTC(2025, 0, 1), Date.UTC(2025, 1, 1, 12)])
    expect([...subnets.values]).toEqual([32, -15])
    expect(notes).toEqual(['times are ISO 8601, read as UTC where no zone is given'])
  })

  it('gives the column that is named, however many there are', () => {
    const lines = ['time,open_interest_base,open_interest_quote', '1771560000000,207304.755,36571221.2']
    const read = (column?: string) => {
      const rows = new SeriesRows('interest.csv', column === undefined ? {} : { columns: { value: column } })
      for (const [at, line] of lines.entries()) rows.row(line.split(','), at + 1)
      return [...rows.finish().series.values]
    }
    expect([read('open_interest_quote'), read('Open Interest Base')]).toEqual([[36571221.2], [207304.755]])
    // Open interest is known by its title.
    expect(read()).toEqual([207304.755])
  })

  it.each([
    [[], 'subnets.csv', 'file-empty', 'found an empty file'],
    [['time,value'], 'subnets.csv', 'file-empty', 'found a header row alone'],
    [['2025-01-01,32'], 'subnets.csv:1', 'column-missing', "found '2025-01-01,32' as the first row"],
    [['time,amount'], 'subnets.csv:1', 'column-missing', "found the columns time, amount; expected a column 'value'"],
    [['day,value'], 'subnets.csv:1', 'column-missing', 'expected a column for the time'],
    [['time,value', '2025-01-01'], 'subnets.csv:2', 'column-count', 'found 1 column;'],
    [['time,value', '2025-01-01,'], 'subnets.csv:2', 'not-a-number', 'found nothing in the column value'],
    [['time,value', '2025-01-01,NaN'], 'subnets.csv:2', 'not-a-number', "found 'NaN' in the column value"],
    [['time,value', 'then,1'], 'subnets.csv:2', 'bad-time', "found the time 'then'"],
    [
      ['time,value', '2025-01-02,1', '2025-01-02,2'],
      'subnets.csv:3',
      'series-twice',
      'found a value of 2025-01-02T00:00:00Z again',
    ],
    [
      ['time,value', '2025-01-02,1', '2025-01-01,2'],
      'subnets.csv:3',
      'series-unordered',
      'found the value of 2025-01-01T00:00:00Z after that of 2025-01-02T00:00:00Z',
    ],
  ])('is refused: %j', async (lines, where, code, message) => {
    const failure = await failureOf(() => series(...lines))
    expect(failure).toMatchObject({ where, code, hint: expect.stringMatching(/\.$/) })
    expect(failure.message).toContain(message)
  })
})

describe('a file of events', () => {
  it('gives them in the order of the file, a weight of 1 where none is written', () => {
    const { events: facts } = events(
      'time,kind,title,weight,source',
      '2025-01-01,headline, A rumour ,2.5,x',
      '2025-01-02,milestone,B,,x',
      '2025-01-02,headline,A,-1,x',
    )
    expect(facts).toEqual([
      { at: Date.UTC(2025, 0, 1), kind: 'headline', title: 'A rumour', weight: 2.5 },
      { at: Date.UTC(2025, 0, 2), kind: 'milestone', title: 'B', weight: 1 },
      { at: Date.UTC(2025, 0, 2), kind: 'headline', title: 'A', weight: -1 },
    ])
    expect(events('time,kind,title', '1735689600,k,t').events).toEqual([
      { at: Date.UTC(2025, 0, 1), kind: 'k', title: 't', weight: 1 },
    ])
  })

  it.each([
    [[], 'facts.csv', 'file-empty', 'found an empty file'],
    [['time,kind,title'], 'facts.csv', 'file-empty', 'found a header row alone'],
    [['time,kind,name'], 'facts.csv:1', 'column-missing', 'expected a column for the title'],
    [['2025-01-01,k,t,2'], 'facts.csv:1', 'column-missing', 'expected a header row that names time, kind, title'],
    [['time,kind,title', '2025-01-01,k,t,2'], 'facts.csv:2', 'column-count', 'found 4 columns; expected 3'],
    [['time,kind,title', '2025-01-01, ,t'], 'facts.csv:2', 'event-blank', 'found nothing in the column kind'],
    [['time,kind,title', '2025-01-01,k,'], 'facts.csv:2', 'event-blank', 'found nothing in the column title'],
    [['time,kind,title,weight', '2025-01-01,k,t,much'], 'facts.csv:2', 'not-a-number', "'much' in the column weight"],
    [
      ['time,kind,title', '2025-01-02,k,t', '2025-01-01,k,t'],
      'facts.csv:3',
      'events-unordered',
      'found an event of 2025-01-01T00:00:00Z after one of 2025-01-02T00:00:00Z',
    ],
  ])('is refused: %j', async (lines, where, code, message) => {
    const failure = await failureOf(() => events(...lines))
    expect(failure).toMatchObject({ where, code, hint: expect.stringMatching(/\.$/) })
    expect(failure.message).toContain(message)
  })
})
