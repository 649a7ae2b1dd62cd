import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { conditions: ['hedgerow-source'] },
  ssr: { resolve: { conditions: ['hedgerow-source', 'node', 'import', 'default'] } },
  test: {
    include: ['test/**/*.test.ts'],
    typecheck: { enabled: false },
    testTimeout: 30_000,
  },
})
