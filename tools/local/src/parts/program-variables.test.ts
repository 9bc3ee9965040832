import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { composeVariables } from '../settings/compose-variables.ts'
import { portsFrom } from '../settings/ports.ts'
import { REPOSITORY } from '../settings/repository.ts'
import { objectStorePart } from './object-store.ts'
import { PROGRAM_VARIABLES } from './program-variables.ts'
import { programParts } from './programs.ts'

/** The schema that a program parses its environment with, by file and name. */
const SCHEMAS = [
  ['api', 'apps/api/src/server/environment.ts', 'apiEnvironment'],
  ['edge', 'apps/edge/src/read-edge-environment.ts', 'edgeEnvironment'],
  ['worker', 'apps/worker/src/program/environment.ts', 'workerEnvironment'],
  ['web', 'apps/web/server/src/environment.ts', 'Environment'],
] as const

const SECRETS = {
  postgresPassword: 'secret-of-postgres',
  redisPassword: 'secret-of-redis',
  objectStoreKey: 'secret-of-s3',
  objectStoreSecret: 'secret-of-s3',
  authSecret: 'secret-of-auth',
  playbackSecret: 'secret-of-playback',
  proxySecret: 'secret-of-proxy',
}

/** What a part's environment gives away, sorted. */
function secretsIn(env: Readonly<Record<string, string>>): string[] {
  const told = Object.values(env).flatMap((value) => value.match(/secret-of-\w+/g) ?? [])
  return [...new Set(told)].sort()
}

describe('PROGRAM_VARIABLES', () => {
  it.each(SCHEMAS)('gives %s what its environment reads, and nothing else', async (program, file, name) => {
    const module: Record<string, { shape: object }> = await import(path.join(REPOSITORY, file))
    const read = Object.keys(module[name]?.shape ?? {})
    expect(read).not.toEqual([])
    expect([...PROGRAM_VARIABLES[program]].sort()).toEqual(read.sort())
  })
})

const WORKERS = [
  { name: 'worker-control', roles: 'dispatch,complete', healthPort: 1 },
  { name: 'worker-media', roles: 'encode,light', healthPort: 2 },
]

describe('programParts', () => {
  const variables = composeVariables('/home', portsFrom({}), SECRETS, {})
  const parts = [...programParts(variables, WORKERS, { dev: false }), objectStorePart(variables, 3)]

  it('tells every program only the secrets that it needs', () => {
    const told = Object.fromEntries(parts.map(({ name, env }) => [name, secretsIn(env)]))
    const ofWorkers = ['secret-of-postgres', 'secret-of-redis', 'secret-of-s3']
    expect(told).toEqual({
      api: ['secret-of-auth', 'secret-of-playback', 'secret-of-proxy', ...ofWorkers].sort(),
      edge: ['secret-of-playback', 'secret-of-redis', 'secret-of-s3'],
      'worker-control': ofWorkers,
      'worker-media': ofWorkers,
      web: ['secret-of-proxy'],
      'object-store': ['secret-of-s3'],
    })
  })

  it('hands on nothing that only its caller was told', () => {
    process.env.CALLERS_OWN = 'secret'
    const again = programParts(variables, WORKERS, { dev: false })
    delete process.env.CALLERS_OWN
    for (const { env } of again) expect(env).not.toHaveProperty('CALLERS_OWN')
  })
})
