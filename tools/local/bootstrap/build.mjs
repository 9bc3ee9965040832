import path from 'node:path'
import { REPOSITORY } from './repository.mjs'
import { runQuietly } from './run-quietly.mjs'
import { showStep } from './show-step.mjs'

/**
 * Builds every room that changed since it was built last.
 *
 * @returns {Promise<boolean>} false when a room does not build; the end of what the compiler said has been printed then
 */
export async function build() {
  const env = {
    ...process.env,
    TURBO_TELEMETRY_DISABLED: '1',
    NEXT_TELEMETRY_DISABLED: '1',
    NODE_ENV: undefined,
  }
  const turbo = path.join(REPOSITORY, 'node_modules/.bin/turbo')
  const args = ['run', 'build', '--output-logs=errors-only', '--no-update-notifier']
  try {
    await showStep('build', () => runQuietly(turbo, args, { cwd: REPOSITORY, env }))
    return true
  } catch (error) {
    console.error(error.message)
    return false
  }
}
