import path from 'node:path'
import { REPOSITORY } from '../support/repository.ts'
import { joinSystem } from './join-system.ts'
import { startOwnSystem } from './start-own-system.ts'

/** Half the work of the preset that is usual, and the same profiles: what browsers are given is named alike. */
const PRESET = 'superfast'

/** Definitions that are shown, and not shipped: what an operator gets who copies them. */
const PIPELINES = path.join(REPOSITORY, 'docs/examples')

/**
 * Gives the tests a running Marquee: the one in MARQUEE_HOME, when that is set, or one of their own, which is taken
 * away at the end. Its variables are the tests' environment.
 */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const given = process.env.MARQUEE_HOME
  const system = given
    ? { ...(await joinSystem(given)), stop: async () => {} }
    : await startOwnSystem({ env: { ENCODE_PRESET: PRESET, PIPELINES } })
  Object.assign(process.env, system.env)
  return system.stop
}
