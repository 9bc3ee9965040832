import { existsSync } from 'node:fs'
import path from 'node:path'
import { PROGRAM_VARIABLES, pickVariables, systemVariables } from '../parts/program-variables.ts'
import type { Part } from '../processes/part.ts'
import type { Variables } from '../settings/compose-variables.ts'
import { builtFile, REPOSITORY } from '../settings/repository.ts'
import { clipsIn, demoFolder } from './demo-clips.ts'

/** The program that uploads the demo's videos, to be run once beside the others. */
export function seedPart(variables: Variables): Part {
  return {
    name: 'seed',
    command: process.execPath,
    args: ['--enable-source-maps', builtFile('tools/local/dist/bin/seed.js')],
    env: { ...systemVariables(), ...pickVariables(variables, PROGRAM_VARIABLES.seed) },
    cwd: REPOSITORY,
    stopSignal: 'SIGTERM',
    stopWithinMs: 5_000,
    isReady: async () => true,
  }
}

/** What a person is told of the demo videos; undefined when they are there already. */
export function describeSeed(variables: Variables): string | undefined {
  if (existsSync(path.join(variables.MARQUEE_HOME, 'seeded.json'))) return undefined
  const folder = demoFolder(process.env)
  const clips = folder ? clipsIn(folder) : []
  if (clips.length === 0)
    return 'Three demo videos are being generated: there is no footage beside the clone.'
  return `${clips.length} demo videos are on their way, from ${folder}.`
}
