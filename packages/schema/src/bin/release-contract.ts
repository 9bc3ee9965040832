// Makes today's schema the one that changes are counted from: npm run release-contract -w @marquee/schema
import { copyFile, writeFile } from 'node:fs/promises'
import { releaseChangelog } from '../contract/changelog.ts'
import { CONTRACT_FILES, readContract } from '../contract/contract-files.ts'

const { changelog } = await readContract()
const today = new Date().toISOString().slice(0, 10)
await writeFile(CONTRACT_FILES.changelog, releaseChangelog(changelog, today))
await copyFile(CONTRACT_FILES.schema, CONTRACT_FILES.released)
await writeFile(CONTRACT_FILES.breaks, '[]\n')
