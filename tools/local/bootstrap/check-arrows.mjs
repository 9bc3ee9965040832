// npm run check:arrows: fails when a room, a slice or a feature imports what DESIGN.md keeps from it.
import { compileTools } from './compile-tools.mjs'

const problems = compileTools()
if (problems) console.error(problems)
await import(new URL('../dist/bin/check-arrows.js', import.meta.url).href)
