import { runStage } from '../stage/run-stage.ts'

const command = process.argv.slice(2)
if (command.length === 0) {
  console.error('usage: npm run stage -- COMMAND [ARGUMENT …]')
  process.exit(2)
}
process.exitCode = await runStage(command)
