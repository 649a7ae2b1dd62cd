// Runs the import table. dependency-cruiser finds nothing, silently, under TypeScript 7: so the count is asserted too.
import { cruise } from 'dependency-cruiser'
import extractTsConfig from 'dependency-cruiser/config-utl/extract-ts-config'
import config from './dependency-cruiser.config.mjs'

const { output } = await cruise(
  ['src', 'strategies'],
  { ...config.options, ruleSet: { forbidden: config.forbidden }, validate: true },
  {},
  { tsConfig: extractTsConfig('tsconfig.json') },
)
const modules = output.modules.filter((module) => /^(src|strategies)\//.test(module.source))
for (const violation of output.summary.violations) {
  console.error(`${violation.from} → ${violation.to}: ${violation.rule.name}`)
}
if (modules.length < 20 || output.summary.totalDependenciesCruised < modules.length) {
  console.error(`The import check read only ${modules.length} modules: it is broken, not green.`)
  process.exit(1)
}
console.log(
  `Import table: ${modules.length} modules, ${output.summary.totalDependenciesCruised} imports, ${output.summary.violations.length} violations`,
)
process.exit(output.summary.violations.length > 0 ? 1 : 0)
