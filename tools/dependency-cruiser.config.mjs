// The import table of ARCHITECTURE.md, executed. `allowed` holds, per folder, whom it may import besides itself and `domain`.
const table = {
  domain: [],
  market: [],
  strategy: [],
  exchange: [],
  ledger: [],
  analysis: [],
  config: ['strategy'],
  engine: ['market', 'strategy', 'exchange', 'ledger', 'config'],
  experiments: ['engine', 'analysis', 'market', 'strategy', 'config'],
  report: ['analysis', 'market', 'experiments'],
  io: ['market', 'strategy', 'config'],
}

const folderRules = Object.entries(table).map(([folder, others]) => ({
  name: `${folder}-imports`,
  comment: `src/${folder} may import ${['itself', 'domain', ...others].join(', ')}`,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: {
    path: '^src/',
    pathNot: `^src/(${[folder, 'domain', ...others].filter((name, at, all) => (folder === 'domain' ? name === 'domain' : all.indexOf(name) === at)).join('|')})/`,
  },
}))

const pureFolders = Object.keys(table).filter((folder) => folder !== 'io')

export default {
  forbidden: [
    ...folderRules,
    {
      name: 'report-knows-types-of-experiments',
      comment: 'src/report shows what experiments found, and runs none of them',
      severity: 'error',
      from: { path: '^src/report/' },
      to: { path: '^src/experiments/', dependencyTypesNot: ['type-only'] },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'node-only-in-io-and-cli',
      comment: "Only io and cli import Node's own modules",
      severity: 'error',
      from: { path: `^src/(${pureFolders.join('|')})/` },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'domain-is-pure',
      comment: 'domain imports decimal.js and nothing else',
      severity: 'error',
      from: { path: '^src/domain/' },
      to: { path: 'node_modules', pathNot: 'node_modules/decimal\\.js/' },
    },
    {
      name: 'strategies-use-the-public-door',
      comment: "A shipped strategy imports 'hedgerow' alone, as a user's would",
      severity: 'error',
      from: { path: '^strategies/' },
      to: { pathNot: '^src/index\\.ts$' },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      conditionNames: ['hedgerow-source', 'import', 'types', 'default'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.mts', '.js', '.mjs', '.json', '.d.ts'],
    },
  },
}
