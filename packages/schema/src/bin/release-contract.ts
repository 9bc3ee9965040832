// Makes today's schema the one that changes are counted from, and remembers the documents that applications now send:
// npm run release-contract -w @marquee/schema
import { copyFile, readFile, writeFile } from 'node:fs/promises'
import { releaseChangelog } from '../contract/changelog.ts'
import { CONTRACT_FILES, readContract } from '../contract/contract-files.ts'
import { releaseDocuments } from '../documents/release-documents.ts'
import { CURRENT_DOCUMENTS } from '../graphql/generated/documents.ts'

const today = new Date().toISOString().slice(0, 10)
const { changelog } = await readContract()
await writeFile(CONTRACT_FILES.changelog, releaseChangelog(changelog, today))
await copyFile(CONTRACT_FILES.schema, CONTRACT_FILES.released)
await writeFile(CONTRACT_FILES.breaks, '[]\n')
const remembered = JSON.parse(await readFile(CONTRACT_FILES.documents, 'utf8'))
const documents = releaseDocuments(remembered, CURRENT_DOCUMENTS, today)
await writeFile(CONTRACT_FILES.documents, `${JSON.stringify(documents, null, 2)}\n`)
