import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { conditions: ['hedgerow-source'] },
  ssr: { resolve: { conditions: ['hedgerow-source', 'node', 'import', 'default'] } },
  test: {
    include: ['test/**/*.test.ts'],
    typecheck: { enabled: false },
    testTimeout: 60_000,
    // Many tests wait for a command or a browser; two share even two cores well.
    maxWorkers: Math.max(2, availableParallelism() - 1),
  },
})
