import { checkArrows } from '../arrows/check-arrows.ts'
import { REPOSITORY } from '../settings/repository.ts'

const violations = checkArrows(REPOSITORY)
for (const violation of violations) console.error(violation)
console.log(`${violations.length} imports against the arrows`)
process.exitCode = violations.length > 0 ? 1 : 0
