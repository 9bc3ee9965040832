import { describe, expect, it } from 'vitest'
import { composeVariables } from '../settings/compose-variables.ts'
import { portsFrom } from '../settings/ports.ts'
import { chooseWorkers, programParts } from './programs.ts'

const secrets = {
  postgresPassword: 'p',
  redisPassword: 'r',
  objectStoreKey: 'k',
  objectStoreSecret: 's',
  authSecret: 'a',
  playbackSecret: 'b',
  proxySecret: 'b',
}

async function partsGiven(given: NodeJS.ProcessEnv, controlApart = false) {
  const variables = composeVariables('/home', portsFrom(given), secrets, given)
  const workers = await chooseWorkers({ controlApart }, async (count) => [1, 2, 3].slice(0, count))
  return programParts(variables, workers, { dev: false })
}

describe('programParts', () => {
  it.each([{}, { DRAIN_SECONDS: '60' }])('kills no program that still drains, given %j', async (given) => {
    for (const { name, env, stopWithinMs } of await partsGiven(given)) {
      expect(Number(env.DRAIN_SECONDS), name).toBeGreaterThan(0)
      expect(stopWithinMs, name).toBeGreaterThan(Number(env.DRAIN_SECONDS) * 1_000)
    }
  })

  it.each([
    [false, { 'worker-control': 'dispatch,complete', 'worker-media': 'encode,light' }],
    [true, { 'worker-dispatch': 'dispatch', 'worker-complete': 'complete', 'worker-media': 'encode,light' }],
  ])('has every role in one worker, control apart: %s', async (apart, roles) => {
    const workers = (await partsGiven({}, apart)).filter(({ env }) => env.WORKER_ROLES)
    expect(Object.fromEntries(workers.map(({ name, env }) => [name, env.WORKER_ROLES]))).toEqual(roles)
    expect(new Set(workers.map(({ env }) => env.WORKER_HEALTH_PORT)).size).toBe(workers.length)
  })
})
