import { describe, expect, it } from 'vitest'
import { WORKER_ROLES } from './environment.ts'
import { connectionsOf } from './work-of-roles.ts'

describe('connectionsOf', () => {
  it.each([
    { roles: WORKER_ROLES, encodes: 2, connections: 14 },
    { roles: WORKER_ROLES, encodes: 64, connections: 29 },
    { roles: ['dispatch', 'complete'] as const, encodes: 64, connections: 12 },
    { roles: ['encode'] as const, encodes: 64, connections: 16 },
    { roles: ['encode'] as const, encodes: 1, connections: 4 },
  ])('is $connections for $roles with $encodes encodes at once', ({ roles, encodes, connections }) => {
    const settings = { WORKER_ROLES: [...roles], ENCODE_CONCURRENCY: encodes, LIGHT_CONCURRENCY: 3 }
    expect(connectionsOf(settings)).toBe(connections)
  })
})
