// Completes package-lock.json with the optional packages of other platforms that npm leaves out when a registry does not
// carry them: npm 11 then refuses, in `npm ci`, the lock file that it wrote itself (npm/cli#9846). What is added is what
// the parent package names, with the platform that its name names. Run it after every `npm install`.
import { readFileSync, writeFileSync } from 'node:fs'

const file = new URL('../package-lock.json', import.meta.url)
const lock = JSON.parse(readFileSync(file, 'utf8'))
const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32']
const processors = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64', 'wasm32']
const libraries = { musl: 'musl', gnu: 'glibc', glibc: 'glibc', musleabihf: 'musl', gnueabihf: 'glibc' }

/** `os`, `cpu` and `libc` as the parts of a package's name tell them. */
function platformOf(name) {
  const parts = name.split('/').at(-1).split('-')
  const of = (known) => parts.filter((part) => known.includes(part))
  const libc = parts.flatMap((part) => libraries[part] ?? [])
  return {
    ...(of(systems).length > 0 ? { os: of(systems) } : {}),
    ...(of(processors).length > 0 ? { cpu: of(processors) } : {}),
    ...(libc.length > 0 ? { libc } : {}),
  }
}

let added = 0
for (const parent of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
    const place = `node_modules/${name}`
    if (place in lock.packages || !/^\d/.test(version)) continue
    lock.packages[place] = { version, ...(parent.dev ? { dev: true } : {}), optional: true, ...platformOf(name) }
    added++
  }
}
const sorted = Object.entries(lock.packages).sort(([one], [other]) => (one < other ? -1 : 1))
lock.packages = Object.fromEntries(sorted)
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
console.log(`${added} optional packages of other platforms added`)
