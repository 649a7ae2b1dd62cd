import { defineConfig } from 'vitest/config'

/** What mutants of domain, exchange and ledger are tried against: their own tests, the engine's, and the scenarios. */
export default defineConfig({
  resolve: { conditions: ['hedgerow-source'] },
  ssr: { resolve: { conditions: ['hedgerow-source', 'node', 'import', 'default'] } },
  test: { include: ['test/{domain,exchange,ledger,engine,scenarios}/**/*.test.ts'], testTimeout: 30_000 },
})
