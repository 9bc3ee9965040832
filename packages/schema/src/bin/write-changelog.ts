// Tells docs/api/CHANGELOG.md what changed in the schema since the newest release: npm run changelog -w @marquee/schema
import { writeFile } from 'node:fs/promises'
import { tellChanges } from '../contract/changelog.ts'
import { compareContract } from '../contract/compare-contract.ts'
import { CONTRACT_FILES, readContract } from '../contract/contract-files.ts'
import { describeCoordinates } from '../contract/describe-coordinate.ts'

const { schema, released, changelog } = await readContract()
const changes = await compareContract(released, schema)
await writeFile(CONTRACT_FILES.changelog, tellChanges(changelog, changes, describeCoordinates(schema)))
