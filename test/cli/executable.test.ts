import { accessSync, constants } from 'node:fs'
import { expect, it } from 'vitest'

it('the command is executable after a build, not only after an install', () => {
  const bin = new URL('../../dist/cli/main.js', import.meta.url)
  expect(() => accessSync(bin, constants.X_OK)).not.toThrow()
})
