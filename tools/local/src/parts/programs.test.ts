import { describe, expect, it } from 'vitest'
import { composeVariables } from '../settings/compose-variables.ts'
import { portsFrom } from '../settings/ports.ts'
import { programParts } from './programs.ts'

const secrets = {
  postgresPassword: 'p',
  redisPassword: 'r',
  objectStoreKey: 'k',
  objectStoreSecret: 's',
  authSecret: 'a',
  playbackSecret: 'b',
  proxySecret: 'b',
}

function partsGiven(given: NodeJS.ProcessEnv) {
  const variables = composeVariables('/home', portsFrom(given), secrets, given)
  return programParts(variables, { workerControl: 1, workerMedia: 2 }, { dev: false })
}

describe('programParts', () => {
  it.each([{}, { DRAIN_SECONDS: '60' }])('kills no program that still drains, given %j', (given) => {
    for (const { name, env, stopWithinMs } of partsGiven(given)) {
      expect(Number(env.DRAIN_SECONDS), name).toBeGreaterThan(0)
      expect(stopWithinMs, name).toBeGreaterThan(Number(env.DRAIN_SECONDS) * 1_000)
    }
  })
})
