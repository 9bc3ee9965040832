import { newPublicId } from '@marquee/schema/ids'
import type { Account, AccountRole } from '@marquee/schema/prisma'
import type { Redis } from 'ioredis'
import { createChannel } from '../channels/store.ts'
import type { Database, Transaction } from '../database/create-database.ts'
import type { IdSource } from '../ids/lease-id-source.ts'
import { accountChanged } from './events.ts'

export type AccountRow = Account

/** What the sign-in library knows of a person. */
export type SignInUser = { id: string; name: string }

/**
 * The account of who signed in, made with a channel the first time. Safe to call at every request, from many
 * programs at once, and after a crash in between: the account row is the lock under which the channel is made.
 */
export async function ensureAccount(
  database: Database,
  ids: IdSource,
  user: SignInUser,
): Promise<AccountRow> {
  const account = await database.account.findUnique({
    where: { authUserId: user.id },
    include: { channels: { select: { id: true }, take: 1 } },
  })
  if (account && account.channels.length > 0) return account
  return database.$transaction((tx) => makeAccount(tx, ids, user))
}

async function makeAccount(tx: Transaction, ids: IdSource, user: SignInUser): Promise<AccountRow> {
  await tx.account.createMany({
    data: { id: BigInt(ids.next()), publicId: newPublicId(), authUserId: user.id, name: user.name },
    skipDuplicates: true,
  })
  await tx.$queryRaw`SELECT id FROM account WHERE auth_user_id = ${user.id} FOR UPDATE`
  const account = await tx.account.findUniqueOrThrow({ where: { authUserId: user.id } })
  const channels = await tx.channel.count({ where: { ownerId: account.id } })
  if (channels === 0) await createChannel(tx, ids, { ownerId: account.id, name: account.name })
  return account
}

/**
 * Makes the person with this e-mail address an administrator, or an ordinary member again, as of their next request.
 * Answers null where nobody has confirmed that it is theirs. Throws where the cache did not hear of it: then it may take another minute.
 */
export async function setAccountRole(
  { database, ids, cache }: { database: Database; ids: IdSource; cache: Redis },
  { email, role }: { email: string; role: AccountRole },
): Promise<AccountRow | null> {
  const user = await database.authUser.findUnique({
    where: { email: email.toLowerCase(), emailVerified: true },
  })
  if (!user) return null
  const { id } = await ensureAccount(database, ids, user)
  const data = { role, version: { increment: 1 } }
  const account = await database.account.update({ where: { id }, data })
  await accountChanged(cache, account)
  return account
}

/** In the order of the sign-in library's ids; null where there is none yet. */
export async function findAccountsByAuthUsers(
  tx: Transaction,
  authUserIds: readonly string[],
): Promise<(AccountRow | null)[]> {
  const rows = await tx.account.findMany({ where: { authUserId: { in: [...authUserIds] } } })
  const byUser = new Map(rows.map((row) => [row.authUserId, row]))
  return authUserIds.map((id) => byUser.get(id) ?? null)
}

/** Those of the addresses that somebody signs in with. */
export async function findKnownAddresses(
  database: Database,
  addresses: readonly string[],
): Promise<ReadonlySet<string>> {
  const users = await database.authUser.findMany({
    where: { email: { in: [...addresses] } },
    select: { email: true },
  })
  return new Set(users.map(({ email }) => email))
}
