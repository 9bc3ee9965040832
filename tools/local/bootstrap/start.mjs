// npm start: from a bare machine to a running Marquee. Nothing needs to be installed for this file to run.
import { requireNode } from './require-node.mjs'

requireNode()
const { prepare } = await import('./prepare.mjs')
const { showStep } = await import('./show-step.mjs')
const { build } = await import('./build.mjs')

const args = process.argv.slice(2)
if (!(await prepare({ forTests: false, lan: args.includes('--lan') }))) process.exit(1)
if (!(await build())) process.exit(1)
// Computed names: what they name is there only now.
const { runMarquee } = await import(new URL('../dist/supervisor/run-marquee.js', import.meta.url).href)
await runMarquee(args, showStep)
