// npm run stage -- COMMAND: the command with a PostgreSQL, a Redis and an object store of its own around it.
import { existsSync } from 'node:fs'
import path from 'node:path'
import { compileTools } from './compile-tools.mjs'
import { REPOSITORY } from './repository.mjs'

const program = path.join(REPOSITORY, 'tools/local/dist/bin/stage.js')
const problems = compileTools()
if (problems) console.error(problems)
if (!existsSync(program)) process.exit(1)
await import(program)
