// Prisma's schema engine as WebAssembly, so that a migration can be written where the native engine
// cannot be downloaded. The committed migration.sql stays plain: the stock CLI applies it as well.
import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils'
import pg from 'pg'

/** Where the engine leaves the text of a panic. */
globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (message) => console.error(message) }

const require = createRequire(import.meta.url)
const schemaDir = path.resolve(import.meta.dirname, '../prisma')

async function loadEngineClass() {
  const entry = require.resolve('@prisma/schema-engine-wasm')
  const bindings = await import(path.join(path.dirname(entry), 'schema_engine_bg.js'))
  const bytes = await readFile(path.join(path.dirname(entry), 'schema_engine_bg.wasm'))
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': bindings })
  bindings.__wbg_set_wasm(instance.exports)
  instance.exports.__wbindgen_start()
  return bindings.SchemaEngine
}

async function readSchemaFiles() {
  const names = (await readdir(schemaDir)).filter((name) => name.endsWith('.prisma')).sort()
  return Promise.all(
    names.map(async (name) => ({
      path: path.join(schemaDir, name),
      content: await readFile(path.join(schemaDir, name), 'utf8'),
    })),
  )
}

/**
 * SQL that turns the tables of a live database into those of prisma/*.prisma; empty where they agree.
 */
export async function diffDatabaseAgainstSchema(databaseUrl) {
  const files = await readSchemaFiles()
  const SchemaEngine = await loadEngineClass()
  const engine = await SchemaEngine.new(
    { datamodels: files.map((file) => [file.path, file.content]) },
    () => {},
    bindMigrationAwareSqlAdapterFactory(factoryThatReadsChar(databaseUrl)),
  )
  const { stdout } = await engine.diff({
    from: { tag: 'schemaDatasource', files, configDir: schemaDir },
    to: { tag: 'schemaDatamodel', files },
    script: true,
    exitCode: null,
    shadowDatabaseUrl: null,
    filters: { externalTables: ['public._prisma_migrations'], externalEnums: [] },
  })
  const sql = (stdout ?? '').trim()
  return sql.startsWith('-- This is an empty migration') ? '' : sql
}

const OID_CHAR = 18
const OID_CHAR_ARRAY = 1002

/**
 * adapter-pg 7.10.0 has no mapping for PostgreSQL's internal "char", which the engine's catalogue queries
 * return, though it has one for its array: columns travel under the array's number and are renamed behind it.
 */
function factoryThatReadsChar(connectionString) {
  const pool = new pg.Pool({ connectionString })
  pool.query = relabel(pool.query.bind(pool))
  const factory = new PrismaPg(pool)
  const connect = factory.connect.bind(factory)
  factory.connect = async () => {
    const adapter = await connect()
    const queryRaw = adapter.queryRaw.bind(adapter)
    adapter.queryRaw = async (query) => {
      const result = await queryRaw(query)
      const columnTypes = result.columnTypes.map((type) =>
        type === ColumnTypeEnum.CharacterArray ? ColumnTypeEnum.Character : type,
      )
      return { ...result, columnTypes }
    }
    return adapter
  }
  return factory
}

function relabel(query) {
  return async (...args) => {
    const result = await query(...args)
    for (const field of result?.fields ?? []) {
      if (field.dataTypeID === OID_CHAR) field.dataTypeID = OID_CHAR_ARRAY
    }
    return result
  }
}
