// Generates the Prisma client and the typed GraphQL operations.
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '..')
const run = (bin, args) => {
  const { status } = spawnSync('npx', ['--no-install', bin, ...args], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    // Any existing file: generate never runs the engine, yet would try to download it (FACTS of Prisma 7.10).
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1' },
  })
  if (status !== 0) process.exit(status ?? 1)
}

run('prisma', ['generate'])
run('graphql-codegen', ['--config', 'codegen.ts'])

// A page ships the operations it names, not all of them: bundlers drop what is marked pure and unused.
const operations = path.join(root, 'src/graphql/generated/graphql.ts')
const source = readFileSync(operations, 'utf8')
writeFileSync(
  operations,
  source.replaceAll('= new TypedDocumentString(', '= /*#__PURE__*/ new TypedDocumentString('),
)
