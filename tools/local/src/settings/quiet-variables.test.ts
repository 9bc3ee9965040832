import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { programParts } from '../parts/programs.ts'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { composeVariables } from './compose-variables.ts'
import { portsFrom } from './ports.ts'
import { QUIET_VARIABLES } from './quiet-variables.ts'
import { REPOSITORY } from './repository.ts'
import { keepSecrets } from './secrets.ts'

const OPEN_STORE = `
  import { createS3Store } from '@marquee/storage'
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' }
  const store = createS3Store({ endpoint: 'http://127.0.0.1:9', region: 'us-east-1', bucket: 'b', credentials })
  await store.multipart.presignPart({ key: 'k', uploadId: 'u', partNumber: 1, contentLength: 1, expiresInSeconds: 1 })
  store.close()
`

it('keeps the S3 client from writing into the log of any program', () => {
  const secrets = keepSecrets(`${temporaryFolder('quiet')}/secrets.json`)
  const variables = composeVariables('/home', portsFrom({}), secrets, {})
  const parts = programParts(variables, { workerControl: 1, workerMedia: 2 }, { dev: false })
  for (const { name, env } of parts) expect(env, name).toMatchObject(QUIET_VARIABLES)
  const words = ['--input-type=module', '-e', OPEN_STORE]
  const { status, stderr } = spawnSync(process.execPath, words, {
    cwd: `${REPOSITORY}/tools/local`,
    env: parts[0]?.env,
    encoding: 'utf8',
  })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
})
