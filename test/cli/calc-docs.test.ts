import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { repository, Room } from './room.js'

const page = readFileSync(join(repository, 'docs/calculators.md'), 'utf8')
const examples = [...page.matchAll(/```sh\nnpx hedgerow (.+)\n```\n\n```(?:json)?\n([^`]+)```/g)]

describe.concurrent('docs/calculators.md', () => {
  it('has an answer for each of its commands', () => {
    expect(examples).toHaveLength(page.match(/```sh\n/g)!.length)
    expect(examples.length).toBeGreaterThan(5)
  })

  it.each(examples.map(([, command, answer]) => [command, answer]))('hedgerow %s', async (command, answer) => {
    expect(await new Room().hedgerow(...command.split(' '))).toEqual({
      code: 0,
      signal: null,
      stdout: answer,
      stderr: '',
    })
  })
})
