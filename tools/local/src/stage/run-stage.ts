import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { applyMigrations } from '@marquee/schema/migrate'
import { createBuckets } from '../parts/create-buckets.ts'
import { engineParts } from '../parts/engines.ts'
import { composeVariables } from '../settings/compose-variables.ts'
import { writeEnvFile } from '../settings/env-file.ts'
import { openHome } from '../settings/home.ts'
import { freePorts } from '../settings/ports.ts'
import { QUIET_VARIABLES } from '../settings/quiet-variables.ts'
import { keepSecrets } from '../settings/secrets.ts'
import { claimHome } from '../supervisor/claim-home.ts'
import { listenForStop } from '../supervisor/stop-signals.ts'
import { supervise } from '../supervisor/supervise.ts'
import { runCommand } from './run-command.ts'
import { STAGE_PREFIX, sweepStages } from './sweep-stages.ts'

/** What may be set for a stage from outside; where its parts are may not, so that no test meets real data. */
const KEPT = ['ENCODE_PRESET', 'LOG_LEVEL', 'SANDBOX', 'REGION_ID', 'MARQUEE_DEMO'] as const

/** 128 + SIGINT, as shells say it. */
const INTERRUPTED = 130

/**
 * Boots PostgreSQL, Redis and the object store on free ports with a home of their own, applies the migrations, makes
 * the buckets, runs `command` with every variable set, and takes all of it away again.
 *
 * @returns the exit status of the command (128 + its signal's number when a signal ended it)
 */
export async function runStage(
  command: readonly string[],
  more: Record<string, string> = {},
): Promise<number> {
  await sweepStages()
  const home = openHome(mkdtempSync(path.join(tmpdir(), STAGE_PREFIX)))
  claimHome(home)
  const supervision = supervise(home, (line) => console.error(`stage: ${line}`))
  const killAll = (): void => supervision.kill()
  process.on('exit', killAll)
  const signals = listenForStop(() => process.exit(INTERRUPTED))
  try {
    const ports = await freePorts()
    const secrets = keepSecrets(home.secrets)
    const kept = Object.fromEntries(KEPT.map((name) => [name, process.env[name]]))
    const variables = composeVariables(home.root, ports, secrets, kept)
    writeEnvFile(home.env, variables)
    const external = { postgres: false, redis: false, objectStore: false }
    await supervision.start(engineParts({ home, ports, secrets, variables, external }))
    await Promise.all([applyMigrations(variables.DATABASE_URL), createBuckets(variables)])
    if (signals.asked.aborted) return INTERRUPTED
    return await runCommand(command, { ...process.env, ...QUIET_VARIABLES, ...variables, ...more })
  } finally {
    await supervision.stop()
    process.off('exit', killAll)
    signals.dispose()
    rmSync(home.root, { recursive: true, force: true })
  }
}
