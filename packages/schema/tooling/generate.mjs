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

const generated = path.join(root, 'src/graphql/generated')

// A page ships the operations it names, not all of them: bundlers drop what is marked pure and unused.
const operations = path.join(generated, 'graphql.ts')
const source = readFileSync(operations, 'utf8')
writeFileSync(
  operations,
  source.replaceAll('= new TypedDocumentString(', '= /*#__PURE__*/ new TypedDocumentString('),
)

// What the API answers by id: the documents of this build, and of releases that may still be open in a browser.
const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'))
const released = Object.entries(readJson(path.join(root, 'graphql/released-documents.json')))
const current = Object.entries(readJson(path.join(generated, 'persisted-documents.json')))
const table = (name, entries) =>
  `export const ${name}: ReadonlyMap<string, string> = new Map(${JSON.stringify(entries, null, 2)})\n`
writeFileSync(
  path.join(generated, 'documents.ts'),
  table('CURRENT_DOCUMENTS', current) +
    table(
      'RELEASED_DOCUMENTS',
      released.map(([id, { text }]) => [id, text]),
    ),
)
