import { expect, it } from 'vitest'
import { composeVariables } from './compose-variables.ts'
import { portsFrom } from './ports.ts'
import { prometheusTargets } from './prometheus-targets.ts'

const SECRETS = {
  postgresPassword: 'x',
  redisPassword: 'x',
  objectStoreKey: 'x',
  objectStoreSecret: 'x',
  authSecret: 'x',
  playbackSecret: 'x',
  proxySecret: 'x',
}

it('prometheusTargets names every program, by its health port where it has one', () => {
  const given = { EDGE_HEALTH_PORT: '9410', OBJECT_STORE_HEALTH_PORT: '9440' }
  const variables = composeVariables('/home', portsFrom({}), SECRETS, given)
  const groups = prometheusTargets(variables, [{ healthPort: 20_001 }, { healthPort: 20_002 }])
  expect(Object.fromEntries(groups.map(({ targets, labels }) => [labels.job, targets]))).toEqual({
    'marquee-api': ['127.0.0.1:4000'],
    'marquee-edge': ['127.0.0.1:9410'],
    'marquee-web': ['127.0.0.1:3000'],
    'marquee-worker': ['127.0.0.1:20001', '127.0.0.1:20002'],
    'marquee-object-store': ['127.0.0.1:9440'],
  })
})
