import { statSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { composeVariables, externalParts } from './compose-variables.ts'
import { readEnvFile, writeEnvFile } from './env-file.ts'
import { portsFrom } from './ports.ts'
import { keepSecrets } from './secrets.ts'

const folder = temporaryFolder('settings')
const secrets = keepSecrets(path.join(folder, 'secrets.json'))
const compose = (given: NodeJS.ProcessEnv) => composeVariables(folder, portsFrom(given), secrets, given)

describe('keepSecrets', () => {
  it('generates once, for the owner only', () => {
    expect(keepSecrets(path.join(folder, 'secrets.json'))).toEqual(secrets)
    expect(statSync(path.join(folder, 'secrets.json')).mode & 0o777).toBe(0o600)
  })
})

describe('composeVariables', () => {
  it('derives every address from the ports', () => {
    const variables = compose({ WEB_PORT: '3100', EDGE_PORT: '4900', POSTGRES_PORT: '5555' })
    expect(variables.PUBLIC_WEB_URL).toBe('http://localhost:3100')
    expect(variables.PUBLIC_EDGE_URL).toBe('http://localhost:4900')
    expect(variables.DATABASE_URL).toMatch(/@127\.0\.0\.1:5555\/marquee$/)
  })

  it('takes what is given, and an empty value for none', () => {
    const variables = compose({
      DATABASE_URL: 'postgresql://db/x',
      S3_REGION: '',
      PUBLIC_WEB_URL: 'https://tv.example',
    })
    expect(variables.DATABASE_URL).toBe('postgresql://db/x')
    expect(variables.S3_REGION).toBe('us-east-1')
    expect(variables.PUBLIC_WEB_URL).toBe('https://tv.example')
  })

  it('lets no other machine in, unless told to', () => {
    expect(compose({}).LISTEN_HOST).toBe('127.0.0.1')
    expect(compose({ LISTEN_HOST: '0.0.0.0' }).LISTEN_HOST).toBe('0.0.0.0')
  })

  it('sends browsers to a given object store, too', () => {
    expect(compose({ S3_ENDPOINT: 'https://s3.example' }).PUBLIC_S3_URL).toBe('https://s3.example')
  })
})

describe('externalParts', () => {
  it('replaces Redis only when both of its URLs are given', () => {
    expect(externalParts({ QUEUE_REDIS_URL: 'redis://q' }).redis).toBe(false)
    expect(externalParts({ QUEUE_REDIS_URL: 'redis://q', CACHE_REDIS_URL: 'redis://c' }).redis).toBe(true)
  })
})

describe('portsFrom', () => {
  it('reports everything that is wrong at once', () => {
    expect(() => portsFrom({ WEB_PORT: 'http', API_PORT: '99999', EDGE_PORT: '15432' })).toThrow(
      /WEB_PORT=http is not a port\nAPI_PORT=99999 is not a port\nPOSTGRES_PORT and EDGE_PORT both say 15432/,
    )
  })
})

describe('writeEnvFile', () => {
  it('is read back as it was written, by its owner only', () => {
    const file = path.join(folder, 'env')
    const variables = { ...compose({}), PUBLIC_WEB_URL: 'http://host/a b#c$d' }
    writeEnvFile(file, variables)
    expect(readEnvFile(file)).toEqual(variables)
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })
})
