// npm start: from a bare machine to a running Marquee. Nothing needs to be installed for this file to run.
import { START } from './command-lines.mjs'
import { readCommandLine } from './read-command-line.mjs'
import { requireNode } from './require-node.mjs'

requireNode()
const { values } = readCommandLine(START)
const { prepare } = await import('./prepare.mjs')
const { showStep } = await import('./show-step.mjs')
const { build } = await import('./build.mjs')

if (!(await prepare({ forTests: false, lan: values.lan }))) process.exit(1)
if (!(await build())) process.exit(1)
// Computed names: what they name is there only now.
const { runMarquee } = await import(new URL('../dist/supervisor/run-marquee.js', import.meta.url).href)
await runMarquee(values, showStep)
