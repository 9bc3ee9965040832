// node tooling/print-drift.mjs <database url>: the SQL that prisma/*.prisma asks for beyond that database; nothing where they agree.
import { diffDatabaseAgainstSchema } from './schema-engine.mjs'

process.stdout.write(await diffDatabaseAgainstSchema(process.argv[2]), () => process.exit(0))
