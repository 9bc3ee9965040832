// npm test: from a bare machine to one line that says how many passed. `-- --help` says what it may be told; words are
// handed to vitest and Playwright as filters.
import { TEST } from './command-lines.mjs'
import { readCommandLine } from './read-command-line.mjs'
import { requireNode } from './require-node.mjs'

requireNode()
const { values, positionals } = readCommandLine(TEST)
const { prepare } = await import('./prepare.mjs')
const { showStep } = await import('./show-step.mjs')
const { build } = await import('./build.mjs')
const { compileTools } = await import('./compile-tools.mjs')

if (!(await prepare({ forTests: true }))) process.exit(1)
process.env.CHROMIUM_PATH ??= (await import('./find-chromium.mjs')).findChromium()
process.env.NGINX_PATH ??= (await import('./find-nginx.mjs')).findNginx()
const built = await build()
// Where a room does not build, the others are tested all the same.
if (!built) compileTools()
// A computed name: what it names is there only now.
const { runChecks } = await import(new URL('../dist/checks/run-checks.js', import.meta.url).href)
process.exitCode = await runChecks({ ...values, filters: positionals }, { built, showStep })
