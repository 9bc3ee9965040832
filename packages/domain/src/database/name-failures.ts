import { PrismaPg } from '@prisma/adapter-pg'
import { rethrowNamed } from './database-unavailable.ts'

type Adapter = Awaited<ReturnType<PrismaPg['connect']>>
type Statements = Pick<Adapter, 'queryRaw' | 'executeRaw'>

/** Prisma's adapter, whose errors tell a database that is away (DatabaseUnavailable) from one that refuses. */
export class NamingPg extends PrismaPg {
  override async connect(): Promise<Adapter> {
    const adapter = await super.connect()
    const start = adapter.startTransaction.bind(adapter)
    adapter.startTransaction = async (level) => nameFailures(await start(level).catch(rethrowNamed))
    return nameFailures(adapter)
  }
}

function nameFailures<Queryable extends Statements>(queryable: Queryable): Queryable {
  const queryRaw = queryable.queryRaw.bind(queryable)
  const executeRaw = queryable.executeRaw.bind(queryable)
  queryable.queryRaw = (query) => queryRaw(query).catch(rethrowNamed)
  queryable.executeRaw = (query) => executeRaw(query).catch(rethrowNamed)
  return queryable
}
