import { randomUUID } from 'node:crypto'
import { newPublicId } from '@marquee/schema/ids'
import { createScratchDatabase } from '@marquee/schema/migrate'
import {
  closeDatabase,
  createDatabase,
  type Database,
  type DatabaseOptions,
} from '../database/create-database.ts'
import { type IdSource, leaseIdSource } from '../ids/lease-id-source.ts'

/** A channel in a database of its own, for what a test puts into it. */
export interface TestChannel {
  readonly database: Database
  readonly ids: IdSource
  readonly channelId: bigint
  /** Drops the database. */
  close(): Promise<void>
}

export async function openChannel(options: DatabaseOptions = {}): Promise<TestChannel> {
  const scratch = await createScratchDatabase()
  const database = createDatabase(scratch.url, options)
  const ids = await leaseIdSource(database, { region: 0 })
  const ownerId = BigInt(ids.next())
  const channelId = BigInt(ids.next())
  await database.account.create({
    data: { id: ownerId, publicId: newPublicId(), authUserId: randomUUID(), name: 'Ada' },
  })
  await database.channel.create({
    data: { id: channelId, publicId: newPublicId(), ownerId, handle: 'ada', name: 'Ada' },
  })
  return {
    database,
    ids,
    channelId,
    async close() {
      await ids.release()
      await closeDatabase(database)
      await scratch.drop()
    },
  }
}
