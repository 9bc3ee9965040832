// Writes the committed contract of packages/schema: npx tsc -b apps/api && node apps/api/dist/bin/print-schema.js
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { printAssembledSchema } from '../server/assemble-schema.ts'

const file = fileURLToPath(import.meta.resolve('@marquee/schema/graphql/schema.graphql'))
await writeFile(file, printAssembledSchema())
