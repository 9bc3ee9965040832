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

const CREATE_BUCKETS = `
  import { createBuckets } from './dist/parts/create-buckets.js'
  const buckets = { S3_BUCKET_ORIGINALS: 'b', S3_BUCKET_TEMPORARY: 'b', S3_BUCKET_TRANSCODED: 'b' }
  const account = { S3_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' }
  const away = { S3_ENDPOINT: 'http://127.0.0.1:9', ...account, ...buckets }
  process.stdout.write(await createBuckets(away).catch((error) => error.code))
`

function run(program: string, env: NodeJS.ProcessEnv) {
  const words = ['--input-type=module', '-e', program]
  const cwd = `${REPOSITORY}/tools/local`
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd, env, encoding: 'utf8' })
  return { status, stdout, stderr }
}

it('keeps the S3 client from writing below the buckets that npm start makes', () => {
  const { PATH } = process.env
  expect(run(CREATE_BUCKETS, { PATH })).toEqual({ status: 0, stdout: 'STORAGE_UNAVAILABLE', stderr: '' })
})

it('keeps the S3 client from writing into the log of any program', () => {
  const secrets = keepSecrets(`${temporaryFolder('quiet')}/secrets.json`)
  const variables = composeVariables('/home', portsFrom({}), secrets, {})
  const workers = [{ name: 'worker', roles: 'encode', healthPort: 1 }]
  const parts = programParts(variables, workers, { dev: false })
  for (const { name, env } of parts) expect(env, name).toMatchObject(QUIET_VARIABLES)
  expect(run(OPEN_STORE, parts[0]?.env ?? {})).toEqual({ status: 0, stdout: '', stderr: '' })
})
