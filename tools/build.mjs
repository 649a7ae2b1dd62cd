// Builds dist/: TypeScript by tsc, what runs in the report and in the index by esbuild.
import { execFileSync } from 'node:child_process'
import { chmodSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
rmSync(join(root, 'dist'), { recursive: true, force: true })
execFileSync(process.execPath, [join(root, 'node_modules/ts7/bin/tsc'), '-p', join(root, 'tsconfig.build.json')], {
  stdio: 'inherit',
})
for (const [entry, bundle] of [
  ['main.ts', 'browser.js'],
  ['index.ts', 'browser-index.js'],
  ['live-index.ts', 'browser-live-index.js'],
  ['compare.ts', 'browser-compare.js'],
  ['sweep.ts', 'browser-sweep.js'],
  ['bootstrap.ts', 'browser-bootstrap.js'],
]) {
  await build({
    entryPoints: [join(root, 'src/report/browser', entry)],
    outfile: join(root, 'dist/report', bundle),
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    legalComments: 'inline',
    charset: 'utf8',
  })
}

// npm makes a bin executable when it installs, not when it is built again.
chmodSync(join(root, 'dist/cli/main.js'), 0o755)
