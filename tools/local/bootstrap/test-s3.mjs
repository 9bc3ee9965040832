// npm run test:s3: the S3 conformance suite, its long form, against the embedded store; `-- --ceph` against a Ceph RADOS
// Gateway of its own, `-- --endpoint URL` against any S3, with AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and S3_REGION.
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { TEST_S3 } from './command-lines.mjs'
import { readCommandLine } from './read-command-line.mjs'
import { REPOSITORY } from './repository.mjs'
import { requireNode } from './require-node.mjs'

requireNode()
const { ceph, endpoint } = readCommandLine(TEST_S3).values
const { prepare } = await import('./prepare.mjs')

if (endpoint && !(process.env.AWS_ACCESS_KEY_ID && process.env.AWS_SECRET_ACCESS_KEY)) {
  console.error(
    '--endpoint needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY of an account that may make a bucket',
  )
  process.exit(2)
}
if (!(await prepare({ forTests: false, ceph }))) process.exit(1)
const vitest = path.join(REPOSITORY, 'node_modules/.bin/vitest')
const candidate = endpoint ?? (ceph ? 'ceph' : 'embedded')
const { status } = spawnSync(vitest, ['run', 'tools/local/src/s3', '--reporter=verbose'], {
  cwd: REPOSITORY,
  stdio: 'inherit',
  env: { ...process.env, MARQUEE_LONG: '1', S3_CANDIDATE: candidate },
})
process.exitCode = status ?? 1
